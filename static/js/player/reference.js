/** Beside the video: how it is done, in step with the patient's own repetitions. */
import { onThemeChange } from "repwise/player/colors.js";
import { Figure } from "repwise/player/figure.js";
import { inStep } from "repwise/player/motion.js";

/** Return a function that shows or hides the figure of `root`; null without one. */
export function wireReference(root, player) {
  const place = root.querySelector("[data-reference]");
  if (!place) return null;
  let figure = null;
  const draw = () => {
    if (!figure || place.hidden) return;
    const now = inStep(figure.motion, player.facts.repetitions, player.time);
    figure.draw(now.place, now.side);
  };
  player.addEventListener("frame", draw);
  onThemeChange(draw);
  new ResizeObserver(draw).observe(place);
  return async (isShown) => {
    place.hidden = !isShown;
    const { videoWidth, videoHeight } = player.film;
    if (isShown) root.dataset.beside = videoWidth > videoHeight ? "below" : "beside";
    else delete root.dataset.beside;
    figure ??= await loaded(place);
    draw();
  };
}

async function loaded(place) {
  const response = await fetch(place.dataset.motion);
  if (!response.ok) return null;
  const motion = await response.json();
  return new Figure(place.querySelector("canvas"), motion, Number(place.dataset.yaw));
}
