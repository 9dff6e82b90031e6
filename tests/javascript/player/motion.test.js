import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { extent, inItsOwnTime, inStep, jointsAt, mirrored, moving, seenFrom } from "repwise/player/motion.js";

const read = (code) =>
  JSON.parse(readFileSync(new URL(`../../../static/motions/${code}.json`, import.meta.url)));
const squat = read("squat");
const KICK = read("seated_knee_extension");

const up = { side: "left", joints: ["head", "left_knee"], peak: 1, out_s: 1, back_s: 2, rest_s: 1,
  frames: [[0, 0, 1000, 0, 100, 500], [0, 0, 1200, 0, 100, 700], [0, 0, 1000, 0, 100, 500]] };

test("between two frames joints are between their places", () => {
  assert.deepEqual(jointsAt(up, 0.5).head, [0, 0, 1100]);
  assert.deepEqual(jointsAt(up, 9).head, [0, 0, 1000]);
});

test("the mirror image gives the left side's motion to the right", () => {
  assert.deepEqual(mirrored(jointsAt(up, 0)).right_knee, [0, -100, 500]);
  assert.deepEqual(mirrored(jointsAt(up, 0)).head, [0, -0, 1000]);
});

test("seen from the left the body faces left, seen from the front its left is right", () => {
  const ahead = { nose: [100, 0, 0], left: [0, 100, 0] };
  const fromLeft = seenFrom(ahead, 90);
  assert.equal(Math.round(fromLeft.nose.right), -100);
  assert.equal(Math.round(fromLeft.left.near), 100);
  const fromFront = seenFrom(ahead, 0);
  assert.equal(Math.round(fromFront.left.right), 100);
  assert.equal(Math.round(fromFront.nose.near), 100);
});

test("the figure is in step with the patient's own repetition", () => {
  const repetitions = [{ start: 2, peak: 4, end: 5, side: "right" }];
  const at = (time) => inStep(squat, repetitions, time);
  assert.equal(at(2).place, 0);
  assert.equal(at(3).place, squat.peak / 2);
  assert.equal(at(4).place, squat.peak);
  assert.equal(at(5).place, squat.frames.length - 1);
  assert.equal(at(3).side, "right");
});

test("between repetitions it rests, on the side that comes", () => {
  const repetitions = [{ start: 2, peak: 4, end: 5, side: "right" }];
  assert.deepEqual(inStep(squat, repetitions, 9), { place: 0, side: "right" });
  assert.deepEqual(inStep(squat, [], 9), { place: 0, side: "both" });
});

test("alone it goes out, back, rests, and begins again", () => {
  assert.deepEqual([0, 0.5, 1, 2, 3.5, 4].map((s) => inItsOwnTime(up, s)), [0, 0.5, 1, 1.5, 2, 0]);
});

test("what works is named, what rests is not", () => {
  const segments = { thigh: ["left_hip", "left_knee"], shank: ["left_knee", "left_ankle"] };
  assert.deepEqual(moving(KICK, segments), new Set(["shank"]));
});

test("all frames fit into the room that is kept for them", () => {
  const room = extent(squat, 90, false);
  for (let place = 0; place < squat.frames.length; place += 1) {
    for (const { right, up: height } of Object.values(seenFrom(jointsAt(squat, place), 90))) {
      assert.ok(room.left <= right && right <= room.right);
      assert.ok(room.bottom <= height && height <= room.top);
    }
  }
});
