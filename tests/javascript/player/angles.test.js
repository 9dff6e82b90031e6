import assert from "node:assert/strict";
import { test } from "node:test";
import { angleIn, turn } from "repwise/player/angles.js";

const NAMES = ["left_shoulder", "right_shoulder", "left_elbow", "left_hip", "right_hip", "left_knee", "left_ankle"];
const BOX = { x: 0, y: 0, width: 100, height: 100 };
// The left leg: hip over knee, the shank level to the right. Coordinates of the box.
const PLACES = { left_shoulder: [50, 10], right_shoulder: [60, 10], left_elbow: [70, 10], left_hip: [50, 40], right_hip: [60, 40], left_knee: [50, 60], left_ankle: [60, 60] };

function seen(changes = {}) {
  return NAMES.flatMap((name) => ({ ...PLACES, ...changes })[name].map((v) => (v === null ? null : v * 100)));
}
const degrees = ({ from, to }) => Math.abs((turn(from, to) * 180) / Math.PI);
const near = (value, expected) => assert.ok(Math.abs(value - expected) < 0.5, `${value}, not ${expected}`);

test("a bend is drawn from the straight limb on, at the joint, within the limb", () => {
  const angle = angleIn(seen(), "knee_flexion", "left", NAMES, BOX);
  assert.deepEqual(angle.at, { x: 50, y: 60 });
  near(degrees(angle), 90);
  near(angle.reach, 5.5); // of the shank, the shorter of the two
});

test("a straight knee has no wedge", () => {
  near(degrees(angleIn(seen({ left_ankle: [50, 80] }), "knee_flexion", "left", NAMES, BOX)), 0);
});

test("a raised arm is measured from the trunk", () => {
  near(degrees(angleIn(seen(), "shoulder_abduction", "left", NAMES, BOX)), 90);
});

test("a lean is measured from the vertical, at the middle of the hips", () => {
  const leaning = seen({ left_shoulder: [80, 10], right_shoulder: [90, 10] });
  const angle = angleIn(leaning, "trunk_lean_forward", "both", NAMES, BOX);
  assert.deepEqual(angle.at, { x: 55, y: 40 });
  near(degrees(angle), 45);
});

test("what was not seen, or lies in no plane of the picture, is not drawn", () => {
  assert.equal(angleIn(seen({ left_ankle: [null, null] }), "knee_flexion", "left", NAMES, BOX), null);
  assert.equal(angleIn(seen(), "knee_flexion", "right", NAMES, BOX), null);
  assert.equal(angleIn(seen(), "trunk_rotation", "both", NAMES, BOX), null);
});

test("a turn goes the shorter way", () => {
  near((turn(Math.PI * 0.9, -Math.PI * 0.9) * 180) / Math.PI, 36);
  near((turn(0, -Math.PI / 2) * 180) / Math.PI, -90);
});
