/** The moving figure of how an exercise is done: `[data-demonstration]`. */
import { onThemeChange } from "repwise/player/colors.js";
import { Figure } from "repwise/player/figure.js";
import { inItsOwnTime } from "repwise/player/motion.js";

const STILL = matchMedia("(prefers-reduced-motion: reduce)");

async function start(place) {
  const response = await fetch(place.dataset.demonstration);
  if (!response.ok) return;  // the still figure stays
  const motion = await response.json();
  const canvas = place.querySelector("canvas");
  const button = place.querySelector("button");
  place.toggleAttribute("data-moves", true);
  const figure = new Figure(canvas, motion, motion.yaw);
  const { side } = place.dataset;
  let [isRunning, seconds, before] = [false, 0, 0];
  const draw = () => figure.draw(inItsOwnTime(motion, seconds), side);
  const step = (now) => {
    if (!isRunning) return;
    seconds += Math.min(now - before, 100) / 1000;
    before = now;
    draw();
    requestAnimationFrame(step);
  };
  const run = (wanted) => {
    isRunning = wanted;
    button.setAttribute("aria-pressed", String(wanted));
    before = performance.now();
    if (wanted) requestAnimationFrame(step);
  };
  button.hidden = false;
  button.addEventListener("click", () => run(!isRunning));
  onThemeChange(draw);
  new ResizeObserver(draw).observe(canvas);
  draw();
  run(!STILL.matches);
}

for (const place of document.querySelectorAll("[data-demonstration]")) start(place);
