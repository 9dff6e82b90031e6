/**
 * How an exercise is done, from `static/motions/*.json`. Pure functions.
 *
 * A place is where in the motion one is: 0 at rest, `motion.peak` at the far end, the
 * last frame at rest again; between two frames it is a fraction. A joint is x forward,
 * y to the body's left, z up, in millimetres.
 */

const SIDES = { left: "right", right: "left" };

/** Return the joints at `place`: {name: [x, y, z]}. */
export function jointsAt(motion, place) {
  const last = motion.frames.length - 1;
  const at = Math.min(Math.max(place, 0), last);
  const first = motion.frames[Math.floor(at)];
  const second = motion.frames[Math.min(Math.floor(at) + 1, last)];
  const share = at - Math.floor(at);
  const between = first.map((value, index) => value + share * (second[index] - value));
  return Object.fromEntries(
    motion.joints.map((name, joint) => [name, between.slice(3 * joint, 3 * joint + 3)]),
  );
}

/** Return the mirror image of `joints`: what the left side did the right side does. */
export function mirrored(joints) {
  return Object.fromEntries(
    Object.entries(joints).map(([name, [x, y, z]]) => [otherSide(name), [x, -y, z]]),
  );
}

function otherSide(name) {
  const [side, ...rest] = name.split("_");
  return SIDES[side] ? [SIDES[side], ...rest].join("_") : name;
}

/**
 * Return `joints` as a camera sees them: right, up (millimetres) and how near.
 *
 * @param yaw degrees: 0 in front of the body, 90 at its left, -90 at its right.
 */
export function seenFrom(joints, yaw) {
  const turn = (yaw * Math.PI) / 180;
  const [sine, cosine] = [Math.sin(turn), Math.cos(turn)];
  return Object.fromEntries(
    Object.entries(joints).map(([name, [x, y, z]]) => [
      name,
      { right: -sine * x + cosine * y, up: z, near: cosine * x + sine * y },
    ]),
  );
}

/** Return the place in step with a patient's repetition at `time`, and its side. */
export function inStep(motion, repetitions, time) {
  const one = repetitions.find(({ start, end }) => start <= time && time <= end);
  if (!one) return { place: 0, side: repetitions[0]?.side ?? "both" };
  const last = motion.frames.length - 1;
  const place = time < one.peak
    ? motion.peak * share(time, one.start, one.peak)
    : motion.peak + (last - motion.peak) * share(time, one.peak, one.end);
  return { place, side: one.side };
}

/** Return the place `seconds` after the start, repeated at the exercise's own pace. */
export function inItsOwnTime(motion, seconds) {
  const { out_s: out, back_s: back, rest_s: rest, peak } = motion;
  const time = seconds % (out + back + rest);
  if (time < out) return (peak * time) / out;
  const last = motion.frames.length - 1;
  return Math.min(last, peak + ((last - peak) * (time - out)) / back);
}

/**
 * Return how much room all frames take from `yaw`: {left, right, bottom, top}.
 *
 * @param around lines of corners that stand there too.
 */
export function extent(motion, yaw, isMirrored, around = []) {
  const room = { left: Infinity, right: -Infinity, bottom: 0, top: -Infinity };
  const standing = around.map((corners) => ({ ...corners }));
  for (const joints of [...standing, ...motion.frames.map((_, place) => jointsAt(motion, place))]) {
    const seen = seenFrom(isMirrored ? mirrored(joints) : joints, yaw);
    for (const { right, up } of Object.values(seen)) {
      room.left = Math.min(room.left, right);
      room.right = Math.max(room.right, right);
      room.bottom = Math.min(room.bottom, up);
      room.top = Math.max(room.top, up);
    }
  }
  return room;
}

/** Return the names in `segments` that turn by more than a few degrees on the way. */
export function moving(motion, segments) {
  const [rest, peak] = [jointsAt(motion, 0), jointsAt(motion, motion.peak)];
  return new Set(
    Object.entries(segments)
      .filter(([, [from, to]]) => angleBetween(along(rest, from, to), along(peak, from, to)) > 14)
      .map(([name]) => name),
  );
}

function along(joints, from, to) {
  return joints[to].map((value, axis) => value - joints[from][axis]);
}

function angleBetween(a, b) {
  const dot = a.reduce((sum, value, axis) => sum + value * b[axis], 0);
  const size = Math.hypot(...a) * Math.hypot(...b);
  return (Math.acos(Math.min(1, Math.max(-1, dot / size))) * 180) / Math.PI;
}

function share(time, from, to) {
  return to > from ? (time - from) / (to - from) : 1;
}
