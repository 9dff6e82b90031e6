/**
 * What stands around the reference figure: chair, bench, step, wall, mat, dumbbells.
 *
 * Pure: lines between corners, in the millimetres and axes of `motion.js`. Where a thing
 * stands is read from the motion: under the seat, under the hands, behind the back.
 */
import { jointsAt } from "repwise/player/motion.js";

const SIDES = ["left", "right"];
// Millimetres. The drawn body is thicker than its joints: a wall touches its outline.
const [HALF_WIDTH, BACK, PALM, UNDER] = [260, 150, 45, 75];
const [WALL_TOP, GRIP] = [1750, 110];

/** Return the lines of `motion.props`: [{corners, joint}] of [x, y, z], at rest. */
export function furniture(motion) {
  const rest = jointsAt(motion, 0);
  const peak = jointsAt(motion, motion.peak);
  return motion.props.flatMap((name) => BUILD[name]?.(rest, peak, motion) ?? []);
}

/** Return the dumbbells in the hands of `joints`: a short bar across each. */
export function dumbbells(motion, joints) {
  if (!motion.props.includes("dumbbells")) return [];
  return SIDES.map((side) => {
    const [x, y, z] = joints[`${side}_wrist`];
    return [[x, y - GRIP, z], [x, y + GRIP, z]];
  });
}

const BUILD = {
  chair: (rest) => {
    const [x, , hip] = rest.left_hip;
    const seat = hip - 95;
    return [...box([x - 210, x + 230], seat, 210), rail(x - 210, seat, 210)];
  },
  // Somebody leans on a bench's edge with straight arms, and on a wall likewise.
  bench: (rest) => {
    const [x, , hand] = middle(rest, "wrist");
    return box([x - 120, x + 180], hand - PALM, HALF_WIDTH);
  },
  wall_ahead: (rest) => wall(middle(rest, "wrist")[0] + PALM),
  wall: (rest, peak) => wall(Math.min(middle(rest, "hip")[0], middle(peak, "hip")[0]) - BACK),
  // Both feet stand on it at the peak.
  step: (rest, peak) => {
    const [x, , sole] = middle(peak, "heel");
    return box([x - 90, x + 310], Math.max(sole - UNDER, 60), HALF_WIDTH);
  },
  mat: (rest, peak, motion) => {
    const all = [0, motion.peak].flatMap((place) => Object.values(jointsAt(motion, place)));
    const [xs, ys] = [all.map(([x]) => x), all.map(([, y]) => y)];
    const [back, front] = [Math.min(...xs) - 60, Math.max(...xs) + 60];
    const [right, left] = [Math.min(...ys) - 60, Math.max(...ys) + 60];
    return [[[back, right, -20], [front, right, -20], [front, left, -20], [back, left, -20], [back, right, -20]]];
  },
};

const middle = (joints, name) =>
  joints[`left_${name}`].map((value, axis) => (value + joints[`right_${name}`][axis]) / 2);

/** A top with four legs, from the back to the front, `half` to each side. */
function box([back, front], top, half) {
  const around = [[back, -half], [front, -half], [front, half], [back, half]];
  const edge = [...around, around[0]].map(([x, y]) => [x, y, top]);
  return [edge, ...around.map(([x, y]) => [[x, y, top], [x, y, 0]])];
}

/** The back of a chair. */
function rail(x, seat, half) {
  return [[x, -half, seat], [x, -half, seat + 420], [x, half, seat + 420], [x, half, seat]];
}

function wall(x) {
  const side = 1.6 * HALF_WIDTH;
  return [[[x, -side, 0], [x, -side, WALL_TOP], [x, side, WALL_TOP], [x, side, 0]]];
}
