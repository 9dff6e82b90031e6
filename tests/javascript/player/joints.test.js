import assert from "node:assert/strict";
import { test } from "node:test";
import { landmarksOf } from "repwise/player/joints.js";

const NAMES = [
  "nose", "left_shoulder", "right_shoulder", "left_elbow", "right_elbow", "left_wrist",
  "right_wrist", "left_hip", "right_hip", "left_knee", "right_knee",
];
const named = (joint, side) => landmarksOf(joint, side, NAMES).map((index) => NAMES[index]);

test("a joint with a side is one landmark", () => {
  assert.deepEqual(named("knee", "left"), ["left_knee"]);
  assert.deepEqual(named("knee", "right"), ["right_knee"]);
});

test("a joint of both sides is two landmarks", () => {
  assert.deepEqual(named("knee", "both"), ["left_knee", "right_knee"]);
});

test("a landmark's own name is taken whatever the side says", () => {
  assert.deepEqual(named("right_elbow", "left"), ["right_elbow"]);
});

test("the trunk is marked at its four corners", () => {
  assert.deepEqual(named("trunk", "both"), ["left_shoulder", "right_shoulder", "left_hip", "right_hip"]);
});

test("an arm follows its side", () => {
  assert.deepEqual(named("arm", "right"), ["right_shoulder", "right_elbow", "right_wrist"]);
});

test("an unknown or missing joint marks nothing", () => {
  assert.deepEqual(named("wing", "left"), []);
  assert.deepEqual(named(null, "left"), []);
});
