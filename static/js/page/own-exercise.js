/** A clinic's own exercise: the reference's player, its curves, and bands that move. */
import { wireArcs } from "repwise/player/arcs.js";
import { wireChart } from "repwise/player/chart.js";
import { wireKeyboard } from "repwise/player/keyboard.js";
import { startPlayer } from "repwise/player/start.js";

const root = document.querySelector("[data-player]");
const player = root && startPlayer(root);
if (player) {
  wireChart(root, player);
  wireArcs(root, player);
  wireKeyboard(root, {
    toggle: () => player.toggle(),
    back: () => player.step(-1),
    forward: () => player.step(1),
  });
}

const form = document.querySelector("[data-bands]");
for (const band of form?.querySelectorAll("[data-band]") ?? []) wireBand(band, form.dataset);
form?.toggleAttribute("data-ready", true);

/** The slider and the number say the same; the band and the count follow them. */
function wireBand(band, { wordInside }) {
  const facts = JSON.parse(band.querySelector("script").textContent);
  const [slide, number] = ["[data-slide]", "[data-number]"].map((one) => band.querySelector(one));
  const allowed = band.querySelector(".allowed");
  const said = band.querySelector("[data-inside]");
  const draw = () => {
    const tolerance = Number(number.value);
    allowed.setAttribute("points", polygon(facts, tolerance));
    const inside = facts.takes.filter((take) => isInside(take, facts, tolerance)).length;
    said.textContent = wordInside.replace("{inside}", inside).replace("{count}", facts.takes.length);
  };
  slide.addEventListener("input", () => { number.value = slide.value; draw(); });
  number.addEventListener("input", () => { slide.value = number.value; draw(); });
  const judged = band.querySelector("[data-judged]");
  judged?.addEventListener("change", () => band.classList.toggle("off", !judged.checked));
}

function polygon({ values, lowest, highest, width, height, margin }, tolerance) {
  const place = (value, index) => {
    const share = (value - lowest) / Math.max(highest - lowest, 1e-6);
    const y = height - margin - (height - 2 * margin) * share;
    return `${((width * index) / (values.length - 1)).toFixed(1)},${y.toFixed(1)}`;
  };
  const upper = values.map((value, index) => place(value + tolerance, index));
  const lower = values.map((value, index) => place(value - tolerance, index));
  return [...upper, ...lower.reverse()].join(" ");
}

/** Say whether nothing differs lastingly from the middle near it: tempo is no difference. */
function isInside(take, { values, warped, lasting }, tolerance) {
  const apart = take.map((value, n) => {
    const near = values.slice(Math.max(0, n - warped), n + warped + 1);
    return Math.min(...near.map((one) => Math.abs(value - one)));
  });
  const sum = (n) => apart.slice(n, n + lasting).reduce((a, b) => a + b, 0);
  return apart.every((_, n) => sum(n) / lasting <= tolerance);
}
