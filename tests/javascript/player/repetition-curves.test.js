import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { curveOf, momentsOf, referenceOf, sampled, SAMPLES } from "repwise/player/repetition-curves.js";

const REPETITION = { start: 1, peak: 2, end: 5 };
const MIDDLE = (SAMPLES - 1) / 2;
const near = (value, expected, by = 1e-6) => assert.ok(Math.abs(value - expected) < by, `${value}, not ${expected}`);

test("the far end lies in the middle however fast the ways are", () => {
  const moments = momentsOf(REPETITION);
  near(moments[0], 1);
  near(moments[MIDDLE], 2);
  near(moments[SAMPLES - 1], 5);
});

test("values between two frames lie between them", () => {
  const values = sampled([0, 2, 6], [0, 20, 60], REPETITION);
  near(values[0], 10);
  near(values[MIDDLE], 20);
  near(values[SAMPLES - 1], 50);
});

test("what was not measured stays a gap", () => {
  const values = sampled([0, 1, 2, 5], [10, null, 30, 40], REPETITION);
  assert.equal(values[1], null);
  near(values[MIDDLE], 30);
});

test("the figure of a squat bends the knee far and comes back", () => {
  const motion = JSON.parse(readFileSync("static/motions/squat.json", "utf8"));
  const knee = referenceOf(motion, "knee_flexion");
  assert.equal(knee.length, SAMPLES);
  assert.ok(knee[0] < 15 && knee[SAMPLES - 1] < 15, `${knee[0]} and ${knee[SAMPLES - 1]}`);
  assert.ok(knee[MIDDLE] > 70, `${knee[MIDDLE]}`);
  assert.equal(referenceOf(motion, "knee_valgus"), null);
});

test("a repetition of one side is told by the curve of that side", () => {
  const curves = [{ name: "knee", side: "left" }, { name: "knee", side: "right" }];
  assert.equal(curveOf(curves, "knee", "right").side, "right");
  assert.equal(curveOf(curves, "knee", "both").side, "left");
  assert.equal(curveOf(curves, "hip", "left"), null);
});
