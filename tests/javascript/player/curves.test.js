import assert from "node:assert/strict";
import { test } from "node:test";
import { curveNames, valuesAt, written } from "repwise/player/curves.js";

const CURVES = [
  { name: "trunk", side: "both", unit: "°", values: [3, 4], primary: false },
  { name: "knee", side: "left", unit: "°", values: [90, null], primary: true },
  { name: "knee", side: "right", unit: "°", values: [88, 70], primary: true },
];

test("the exercise's primary curve comes first, each name once", () => {
  assert.deepEqual(curveNames(CURVES), ["knee", "trunk"]);
});

test("values are those of the frame, and a gap stays a gap", () => {
  assert.deepEqual(valuesAt(CURVES, "knee", 1), [
    { side: "left", unit: "°", value: null },
    { side: "right", unit: "°", value: 70 },
  ]);
});

test("angles read as whole degrees, other values with two decimals, gaps as a dash", () => {
  assert.equal(written(104.6, "deg"), "105°");
  assert.equal(written(0.118, "leg lengths"), "0.12");
  assert.equal(written(0.118, "leg lengths", "de"), "0,12");
  assert.equal(written(null, "deg"), "–");
});
