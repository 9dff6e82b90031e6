/** All repetitions side by side, small: each over the others and over the reference. */
import { curveNames, written } from "repwise/player/curves.js";
import { curveOf, referenceOf, sampled, SAMPLES } from "repwise/player/repetition-curves.js";

const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT, MARGIN] = [120, 64, 4];

export function wireMultiples(root, player) {
  const place = root.querySelector("[data-multiples]");
  if (!place) return;
  const choice = root.querySelector("[data-curve-choice]");
  const motion = motionFrom(place.dataset.motion);
  let heads = [];
  const build = async () => {
    const name = choice?.value || curveNames(player.curves.curves)[0];
    const reference = bandOf(await motion, name, Number(place.dataset.tolerance));
    heads = draw(place, player, name, reference);
    follow();
  };
  const follow = () => heads.forEach((head) => moveHead(head, player.time));
  player.addEventListener("ready", build);
  player.addEventListener("frame", follow);
  choice?.addEventListener("change", build);
}

async function motionFrom(address) {
  if (!address) return null;
  const answer = await fetch(address, { credentials: "same-origin" });
  return answer.ok ? answer.json() : null;
}

function bandOf(motion, name, tolerance) {
  const middle = motion && referenceOf(motion, name);
  return middle && { low: middle.map((v) => v - tolerance), high: middle.map((v) => v + tolerance) };
}

/** Fill `place`; return what has a playhead: {line, repetition}. */
function draw(place, player, name, band) {
  const { curves, time_s: times } = player.curves;
  const { repetitions } = player.facts;
  const rows = repetitions.map((one) => {
    const curve = curveOf(curves, name, one.side);
    return { one, unit: curve?.unit, values: curve ? sampled(times, curve.values, one) : [] };
  });
  place.toggleAttribute("data-without-band", !band);
  const scale = scaleOf([...rows.map(({ values }) => values), band?.low ?? [], band?.high ?? []]);
  const heads = [];
  place.replaceChildren(...rows.map((row) => {
    const line = shape("line", { y1: 0, y2: HEIGHT, x1: -1, x2: -1 });
    heads.push({ line, repetition: row.one });
    return cell(row, rows, { band, scale, line, player, word: place.dataset.wordRepetition });
  }));
  return heads;
}

function cell(row, rows, { band, scale, line, player, word }) {
  const { one, values, unit } = row;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "multiple";
  const drawing = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  if (band) drawing.append(shape("polygon", { points: [...points(band.high, scale), ...points(band.low, scale).reverse()].join(" ") }));
  for (const other of rows) {
    if (other !== row) drawing.append(...lines(other.values, scale, "other"));
  }
  drawing.append(...lines(values, scale, "own"), line);
  button.append(caption(word.replace("{number}", one.index), values, unit), drawing);
  button.addEventListener("click", () => player.seek(one.start));
  return button;
}

function caption(words, values, unit) {
  const [name, far] = [document.createElement("span"), document.createElement("b")];
  name.textContent = words;
  far.textContent = unit ? written(values[(SAMPLES - 1) / 2] ?? null, unit, document.documentElement.lang) : "";
  const said = document.createElement("span");
  said.className = "multiple-said numbers";
  said.append(name, far);
  return said;
}

function scaleOf(rows) {
  const known = rows.flat().filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const room = Math.max(high - low, 1e-6);
  return (value) => HEIGHT - MARGIN - ((HEIGHT - 2 * MARGIN) * (value - low)) / room;
}

const xOf = (number) => (WIDTH * number) / (SAMPLES - 1);
const points = (values, scale) => values.map((value, n) => `${xOf(n).toFixed(1)},${scale(value).toFixed(1)}`);

/** Return the stretches of `values` without a gap, a line each. */
function lines(values, scale, kind) {
  const stretches = [[]];
  values.forEach((value, n) => {
    if (value === null) stretches.push([]);
    else stretches.at(-1).push(`${xOf(n).toFixed(1)},${scale(value).toFixed(1)}`);
  });
  return stretches
    .filter((stretch) => stretch.length > 1)
    .map((stretch) => shape("polyline", { class: kind, points: stretch.join(" ") }));
}

function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function moveHead({ line, repetition: { start, peak, end } }, time) {
  const isHere = start <= time && time <= end;
  const share = time < peak ? (time - start) / (2 * (peak - start || 1)) : 0.5 + (time - peak) / (2 * (end - peak || 1));
  line.setAttribute("x1", isHere ? WIDTH * share : -1);
  line.setAttribute("x2", isHere ? WIDTH * share : -1);
}
