import assert from "node:assert/strict";
import { test } from "node:test";
import { containBox, placed } from "repwise/player/geometry.js";

test("a portrait picture in a wide element has bars at both sides", () => {
  assert.deepEqual(containBox(800, 400, 720, 1440), { x: 300, y: 0, width: 200, height: 400 });
});

test("a wide picture in a tall element has bars above and below", () => {
  assert.deepEqual(containBox(400, 800, 1600, 800), { x: 0, y: 300, width: 400, height: 200 });
});

test("the same shape fills the element", () => {
  assert.deepEqual(containBox(360, 640, 720, 1280), { x: 0, y: 0, width: 360, height: 640 });
});

test("before the video's size is known the whole element counts", () => {
  assert.deepEqual(containBox(300, 200, 0, 0), { x: 0, y: 0, width: 300, height: 200 });
});

test("the corners and the middle of the picture land inside its bars", () => {
  const box = containBox(800, 400, 720, 1440);
  const frame = [0, 0, 10000, 10000, 5000, 5000];
  assert.deepEqual(placed(frame, 0, box), { x: 300, y: 0 });
  assert.deepEqual(placed(frame, 1, box), { x: 500, y: 400 });
  assert.deepEqual(placed(frame, 2, box), { x: 400, y: 200 });
});

test("a landmark that was not seen has no place", () => {
  const box = containBox(10, 10, 10, 10);
  assert.equal(placed([null, null], 0, box), null);
  assert.equal(placed(null, 0, box), null);
  assert.equal(placed([1, 2], 5, box), null);
});
