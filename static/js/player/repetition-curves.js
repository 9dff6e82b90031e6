/** One measure over each repetition, and over the figure's: pure functions. */
import { L } from "repwise/coach/landmarks.js";
import { canMeasure, valueOf } from "repwise/coach/measures.js";
import { jointsAt } from "repwise/player/motion.js";

/** From start to the far end and back: half of the samples each way. */
export const SAMPLES = 41;
const HALF = (SAMPLES - 1) / 2;

/** Return the moments of a repetition, so that far ends of several lie on each other. */
export function momentsOf({ start, peak, end }) {
  return Array.from({ length: SAMPLES }, (_, n) =>
    n <= HALF ? start + ((peak - start) * n) / HALF : peak + ((end - peak) * (n - HALF)) / HALF,
  );
}

/** Return `values`, measured at `times`, in a repetition; null where not measured. */
export function sampled(times, values, repetition) {
  return momentsOf(repetition).map((moment) => valueAt(times, values, moment));
}

function valueAt(times, values, moment) {
  let after = times.findIndex((time) => time >= moment);
  if (after < 0) after = times.length - 1;
  const before = Math.max(0, times[after] > moment ? after - 1 : after);
  const [a, b] = [values[before] ?? null, values[after] ?? null];
  if (a === null || b === null) return null;
  const span = times[after] - times[before];
  return span > 0 ? a + ((b - a) * (moment - times[before])) / span : a;
}

/** Return `measure` over the motion of a figure, or null where it is not known of one. */
export function referenceOf(motion, measure) {
  if (!canMeasure(measure)) return null;
  const last = motion.frames.length - 1;
  return Array.from({ length: SAMPLES }, (_, n) => {
    const place = n <= HALF
      ? (motion.peak * n) / HALF
      : motion.peak + ((last - motion.peak) * (n - HALF)) / HALF;
    return valueOf(measure, worldOf(jointsAt(motion, place)), 0);
  });
}

const TOES = "foot_index";

/** Return joints of a figure as landmarks: x right, y down, z away from its front. */
function worldOf(joints) {
  const world = [];
  const put = (index, [forward, left, up]) => (world[index] = { x: left, y: -up, z: -forward });
  for (const [name, indices] of Object.entries(L)) {
    if (!Array.isArray(indices)) continue;
    indices.forEach((index, side) => {
      const joint = `${["left", "right"][side]}_${name === "toe" ? TOES : name}`;
      if (joints[joint]) put(index, joints[joint]);
    });
  }
  return world;
}

/** Return the values of the curve that a repetition of `side` is told by. */
export function curveOf(curves, name, side) {
  const named = curves.filter((curve) => curve.name === name);
  return named.find((curve) => curve.side === side) ?? named[0] ?? null;
}
