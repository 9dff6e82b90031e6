import assert from "node:assert/strict";
import { test } from "node:test";
import { added, merged, moved, removed, SHORTEST_S, split } from "repwise/player/boundaries.js";

const CUTS = [
  { key: 1, start: 1, peak: 1.5, end: 2 },
  { key: 2, start: 3, peak: 3.5, end: 4 },
];
const LENGTH = 10;
const times = (cuts) => cuts.map(({ start, end }) => [start, end]);

test("an edge stops at the neighbor and at the ends of the video", () => {
  assert.deepEqual(times(moved(CUTS, 0, "end", 9, LENGTH)), [[1, 3], [3, 4]]);
  assert.deepEqual(times(moved(CUTS, 1, "start", 0, LENGTH)), [[1, 2], [2, 4]]);
  assert.deepEqual(times(moved(CUTS, 0, "start", -5, LENGTH)), [[0, 2], [3, 4]]);
  assert.deepEqual(times(moved(CUTS, 1, "end", 99, LENGTH)), [[1, 2], [3, LENGTH]]);
});

test("an edge never crosses the other one, and the peak stays inside", () => {
  const [cut] = moved(CUTS, 0, "end", 0, LENGTH);
  assert.equal(cut.end, 1 + SHORTEST_S);
  assert.equal(cut.peak, cut.end);
});

test("nothing is changed in place", () => {
  const before = JSON.stringify(CUTS);
  moved(CUTS, 0, "end", 9, LENGTH);
  added(CUTS, 6, LENGTH);
  split(CUTS, 0, 1.5);
  merged(CUTS, 0);
  assert.equal(JSON.stringify(CUTS), before);
});

test("a new one takes what room there is and keeps the order", () => {
  const three = added(CUTS, 2.5, LENGTH);
  assert.deepEqual(three.map(({ key }) => key), [1, null, 2]);
  assert.deepEqual(times(three)[1], [2, 3]);
  assert.equal(added(CUTS, 1.5, LENGTH), null);
});

test("splitting and merging undo each other", () => {
  const two = split(CUTS, 0, 1.4);
  assert.deepEqual(times(two), [[1, 1.4], [1.4, 2], [3, 4]]);
  assert.deepEqual(times(merged(two, 0)), times(CUTS));
  assert.equal(split(CUTS, 0, 1.05), null);
  assert.equal(merged(CUTS, 1), null);
});

test("one is taken out", () => {
  assert.deepEqual(removed(CUTS, 0).map(({ key }) => key), [2]);
});
