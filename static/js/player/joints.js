/** Which landmarks does a finding speak of? */

const SIDED = new Set([
  "shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "foot_index",
]);

// Parts of the body that no single landmark marks.
const GROUPS = {
  trunk: ["left_shoulder", "right_shoulder", "left_hip", "right_hip"],
  back: ["left_shoulder", "right_shoulder", "left_hip", "right_hip"],
  spine: ["left_shoulder", "right_shoulder", "left_hip", "right_hip"],
  pelvis: ["left_hip", "right_hip"],
  head: ["nose"],
  neck: ["nose", "left_shoulder", "right_shoulder"],
  shoulders: ["left_shoulder", "right_shoulder"],
  hips: ["left_hip", "right_hip"],
  knees: ["left_knee", "right_knee"],
  arm: ["shoulder", "elbow", "wrist"],
  foot: ["ankle", "heel", "foot_index"],
};

function withSides(name, side) {
  if (!SIDED.has(name)) return [name];
  if (side === "left" || side === "right") return [`${side}_${name}`];
  return [`left_${name}`, `right_${name}`];
}

/**
 * Return the indices in `names` of the landmarks of `joint` on `side`.
 *
 * `joint` may be a landmark ("left_knee"), a joint ("knee", then `side` decides,
 * and both are meant where it is neither left nor right) or a part ("trunk").
 */
export function landmarksOf(joint, side, names) {
  if (!joint) return [];
  const parts = names.includes(joint) ? [joint] : (GROUPS[joint] ?? [joint]);
  return parts
    .flatMap((name) => (names.includes(name) ? [name] : withSides(name, side)))
    .map((name) => names.indexOf(name))
    .filter((index) => index >= 0);
}
