import assert from "node:assert/strict";
import { test } from "node:test";
import { framingHint } from "repwise/coach/framing.js";

const whole = () => Array.from({ length: 33 }, (_, i) => ({ x: 0.5, y: 0.1 + (0.8 * i) / 33, visibility: 0.9 }));
const without = (indices, change) => whole().map((point, i) => (indices.includes(i) ? { ...point, ...change } : point));

test("a whole body needs no hint", () => assert.equal(framingHint(whole()), null));

test("an empty picture has nobody in it", () => {
  assert.equal(framingHint([]), "nobody");
  assert.equal(framingHint(undefined), "nobody");
});

test("feet below the edge, or only guessed, are missed", () => {
  assert.equal(framingHint(without([27, 28], { y: 1.05 })), "feet");
  assert.equal(framingHint(without([27, 28], { visibility: 0.2 })), "feet");
});

test("one foot behind the other is enough", () => {
  assert.equal(framingHint(without([27], { visibility: 0.1 })), null);
});

test("a head that is cut off is missed, one that is turned away is not", () => {
  assert.equal(framingHint(without([0, 11, 12], { y: -0.02 })), "head");
  assert.equal(framingHint(without([0], { visibility: 0.1 })), null);
});

test("without hips and shoulders too little is seen", () => {
  assert.equal(framingHint(without([11, 12, 23, 24], { visibility: 0 })), "partly");
});
