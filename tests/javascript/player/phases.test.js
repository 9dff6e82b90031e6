import assert from "node:assert/strict";
import { test } from "node:test";
import { phaseAt } from "repwise/player/phases.js";

const REPETITIONS = [
  { index: 1, start: 1, end: 3, phases: [{ name: "descent", start: 1, end: 2 }, { name: "ascent", start: 2, end: 3 }] },
  { index: 2, start: 4, end: 6 },
];

test("a moment lies in a phase of a repetition", () => {
  assert.deepEqual(phaseAt(REPETITIONS, 1.5), { number: 1, phase: "descent" });
  assert.deepEqual(phaseAt(REPETITIONS, 2.5), { number: 1, phase: "ascent" });
});

test("where one phase ends and the next begins it is the next", () => {
  assert.equal(phaseAt(REPETITIONS, 2).phase, "ascent");
});

test("between repetitions there is none, and not every repetition has phases", () => {
  assert.equal(phaseAt(REPETITIONS, 3.5), null);
  assert.deepEqual(phaseAt(REPETITIONS, 5), { number: 2, phase: "" });
});
