import assert from "node:assert/strict";
import { test } from "node:test";
import { coveringFrame, nearestFrame, SEEK_MARGIN_S, stepped } from "repwise/player/frames.js";

// A phone's varying rate: steps of 33, 100, 17 and 50 ms.
const TIMES = [0, 0.033, 0.133, 0.15, 0.2];

test("the nearest frame is found by time, not by rate", () => {
  assert.equal(nearestFrame(TIMES, 0.08), 1);
  assert.equal(nearestFrame(TIMES, 0.09), 2);
  assert.equal(nearestFrame(TIMES, 0.145), 3);
});

test("every frame's own time gives that frame", () => {
  TIMES.forEach((time, index) => assert.equal(nearestFrame(TIMES, time), index));
});

test("agrees with looking at every frame, on a thousand random clips and moments", () => {
  let seed = 7;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  for (let round = 0; round < 1000; round += 1) {
    const times = [];
    let time = 0;
    for (let n = 0; n < 1 + round % 40; n += 1) times.push((time += 0.001 + random() / 10));
    const at = random() * (time + 0.2);
    const gaps = times.map((t) => Math.abs(t - at));
    assert.equal(nearestFrame(times, at), gaps.indexOf(Math.min(...gaps)));
  }
});

test("moments outside the clip give its first and its last frame", () => {
  assert.equal(nearestFrame(TIMES, -3), 0);
  assert.equal(nearestFrame(TIMES, 99), 4);
});

test("of two equally near frames the earlier one is on the screen", () => {
  assert.equal(nearestFrame([0, 1], 0.5), 0);
});

test("a clip without poses has no frame", () => {
  assert.equal(nearestFrame([], 1), -1);
});

test("a step goes to the neighbor's time, a hair after it", () => {
  assert.equal(stepped(TIMES, 0.034, 1), 0.133 + SEEK_MARGIN_S);
  assert.equal(stepped(TIMES, 0.133, -1), 0.033 + SEEK_MARGIN_S);
});

test("steps stop at both ends", () => {
  assert.equal(stepped(TIMES, 0, -1), SEEK_MARGIN_S);
  assert.equal(stepped(TIMES, 0.2, 1), 0.2 + SEEK_MARGIN_S);
});

test("stepping again after rounding moves on and never sticks", () => {
  let time = 0;
  const seen = TIMES.map(() => {
    const index = nearestFrame(TIMES, time);
    time = stepped(TIMES, time, 1);
    return index;
  });
  assert.deepEqual(seen, [0, 1, 2, 3, 4]);
});

test("a frame stays on the screen until the next one begins", () => {
  const seen = [-1, 0, 0.032, 0.033, 0.1329, 0.133, 0.19, 0.2, 7].map((t) => coveringFrame(TIMES, t));
  assert.deepEqual(seen, [0, 0, 0, 1, 1, 2, 3, 4, 4]);
  assert.equal(coveringFrame([], 1), -1);
});
