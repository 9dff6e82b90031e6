/**
 * Joint angles from world landmarks, in degrees, named as the exercise files name them.
 *
 * World landmarks are metres, x right, y down, z away from the camera. Angles in space
 * are coarser than the server's, which reads the picture's plane where the view allows:
 * enough to count by, not to judge by.
 */
import { L } from "repwise/coach/landmarks.js";

const DEGREES = 180 / Math.PI;
const minus = (a, b) => ({ x: a.x - b.x, y: a.y - b.y, z: a.z - b.z });
const dot = (a, b) => a.x * b.x + a.y * b.y + a.z * b.z;
const length = (a) => Math.hypot(a.x, a.y, a.z);
const middle = (a, b) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, z: (a.z + b.z) / 2 });
const unit = (a) => ({ x: a.x / length(a), y: a.y / length(a), z: a.z / length(a) });

/** Return the angle between two directions, 0 to 180. */
export function between(a, b) {
  const cosine = dot(a, b) / (length(a) * length(b));
  return Math.acos(Math.min(1, Math.max(-1, cosine))) * DEGREES;
}

/** Flexion: 0 is straight. */
const flexion = (a, joint, b) => 180 - between(minus(a, joint), minus(b, joint));

function trunkDown(world) {
  const shoulders = middle(world[L.shoulder[0]], world[L.shoulder[1]]);
  return minus(middle(world[L.hip[0]], world[L.hip[1]]), shoulders);
}

/** Angle of a limb from the trunk's direction down, positive toward `positive`. */
function from(world, limb, positive) {
  const down = unit(trunkDown(world));
  const along = dot(positive, down);
  const level = unit({
    x: positive.x - along * down.x,
    y: positive.y - along * down.y,
    z: positive.z - along * down.z,
  });
  return Math.atan2(dot(limb, level), dot(limb, down)) * DEGREES;
}

/** Forward is where the toes point. */
const forward = (world) =>
  middle(minus(world[L.toe[0]], world[L.heel[0]]), minus(world[L.toe[1]], world[L.heel[1]]));
const outward = (world, side) => minus(world[L.hip[side]], world[L.hip[1 - side]]);
const thigh = (world, side) => minus(world[L.knee[side]], world[L.hip[side]]);
const upperArm = (world, side) => minus(world[L.elbow[side]], world[L.shoulder[side]]);
const elevation = (world, side) => between(upperArm(world, side), trunkDown(world));

const ELBOW = {
  needs: ["shoulder", "elbow", "wrist"],
  of: (world, side) => flexion(world[L.shoulder[side]], world[L.elbow[side]], world[L.wrist[side]]),
};

// Each: how it is computed for side 0 (left) or 1 (right), and what must be seen for it.
const MEASURES = {
  knee_flexion: {
    needs: ["hip", "knee", "ankle"],
    of: (world, side) => flexion(world[L.hip[side]], world[L.knee[side]], world[L.ankle[side]]),
  },
  hip_flexion: {
    needs: ["shoulder", "hip", "knee"],
    of: (world, side) => flexion(world[L.shoulder[side]], world[L.hip[side]], world[L.knee[side]]),
  },
  elbow_flexion: ELBOW,
  // In space an elbow reads the same by its angle, from the front and by the arm's reach.
  elbow_flexion_frontal: ELBOW,
  elbow_flexion_by_reach: ELBOW,
  shoulder_abduction: { needs: ["shoulder", "elbow", "hip"], of: elevation },
  shoulder_flexion: { needs: ["shoulder", "elbow", "hip"], of: elevation },
  upper_arm_forward: {
    needs: ["shoulder", "elbow", "hip"],
    of: (world, side) => from(world, upperArm(world, side), forward(world)),
  },
  thigh_forward: {
    needs: ["shoulder", "hip", "knee"],
    of: (world, side) => from(world, thigh(world, side), forward(world)),
  },
  hip_abduction: {
    needs: ["shoulder", "hip", "knee"],
    of: (world, side) => from(world, thigh(world, side), outward(world, side)),
  },
  trunk_inclination: {
    needs: ["shoulder", "hip"],
    of: (world) => between(trunkDown(world), { x: 0, y: 1, z: 0 }),
  },
  trunk_lean_forward: {
    needs: ["shoulder", "hip"],
    of: (world) => {
      const down = trunkDown(world);
      const toes = unit({ ...forward(world), y: 0 });
      return Math.atan2(-dot(down, toes), down.y) * DEGREES;
    },
  },
  trunk_lean_side: {
    needs: ["shoulder", "hip"],
    of: (world) => Math.abs(Math.atan2(trunkDown(world).x, trunkDown(world).y)) * DEGREES,
  },
};

/** Return whether this device can count by `measure`. */
export function canMeasure(measure) {
  return Object.hasOwn(MEASURES, measure);
}

/** Return the indices that `measure` rests on for `side` (0 left, 1 right). */
export function needed(measure, side) {
  return MEASURES[measure].needs.map((name) => L[name][side]);
}

/** Return the value of `measure` for `side` (0 left, 1 right) of `world` landmarks. */
export function valueOf(measure, world, side) {
  return MEASURES[measure].of(world, side);
}
