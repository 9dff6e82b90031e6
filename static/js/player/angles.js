/** Where an angle lies in the picture: pure functions. */
import { placed } from "repwise/player/geometry.js";

// What is measured from the straight limb on: the first segment goes on past the joint.
const FROM_STRAIGHT = {
  knee_flexion: ["hip", "knee", "ankle"],
  hip_flexion: ["shoulder", "hip", "knee"],
  thigh_forward: ["shoulder", "hip", "knee"],
  hip_abduction: ["shoulder", "hip", "knee"],
  elbow_flexion: ["shoulder", "elbow", "wrist"],
  elbow_flexion_by_reach: ["shoulder", "elbow", "wrist"],
  elbow_flexion_frontal: ["shoulder", "elbow", "wrist"],
};
// What is measured between two segments.
const BETWEEN = {
  shoulder_abduction: ["hip", "shoulder", "elbow"],
  shoulder_flexion: ["hip", "shoulder", "elbow"],
  upper_arm_forward: ["hip", "shoulder", "elbow"],
};
// What is measured from the vertical on, upward.
const FROM_VERTICAL = {
  trunk_lean_forward: ["hip", "shoulder"],
  trunk_lean_side: ["hip", "shoulder"],
  trunk_inclination: ["hip", "shoulder"],
  shank_lean_forward: ["ankle", "knee"],
};
const UP = -Math.PI / 2;
// Of the shorter segment: an arc stays within the limb.
const REACH = 0.55;

/**
 * Return the angle of `measure` on `side` ("both": of the middle) as it lies in `frame`:
 * {at, from, to, reach}, directions in radians as a canvas has them, or null where it
 * cannot be drawn in the picture's plane or was not seen.
 */
export function angleIn(frame, measure, side, names, box) {
  const point = (joint) => middleOf(frame, joint, side, names, box);
  if (FROM_VERTICAL[measure]) {
    const [at, end] = FROM_VERTICAL[measure].map(point);
    return at && end && { at, from: UP, to: toward(at, end), reach: REACH * far(at, end) };
  }
  const chain = FROM_STRAIGHT[measure] ?? BETWEEN[measure];
  if (!chain) return null;
  const [first, at, last] = chain.map(point);
  if (!first || !at || !last) return null;
  const from = FROM_STRAIGHT[measure] ? toward(first, at) : toward(at, first);
  return { at, from, to: toward(at, last), reach: REACH * Math.min(far(at, first), far(at, last)) };
}

/** Return how far it is from direction `from` to `to` the shorter way, -π to π. */
export function turn(from, to) {
  const way = (to - from) % (2 * Math.PI);
  if (way > Math.PI) return way - 2 * Math.PI;
  return way < -Math.PI ? way + 2 * Math.PI : way;
}

function middleOf(frame, joint, side, names, box) {
  const sides = side === "left" || side === "right" ? [side] : ["left", "right"];
  const points = sides.map((one) => placed(frame, names.indexOf(`${one}_${joint}`), box));
  if (points.includes(null)) return null;
  const sum = points.reduce((a, b) => ({ x: a.x + b.x, y: a.y + b.y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

const toward = (a, b) => Math.atan2(b.y - a.y, b.x - a.x);
const far = (a, b) => Math.hypot(b.x - a.x, b.y - a.y);
