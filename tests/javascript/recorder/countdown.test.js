import assert from "node:assert/strict";
import { test } from "node:test";
import { clock, countdown } from "repwise/recorder/countdown.js";

test("counts every second down to one", async () => {
  const seen = [];
  const stop = new AbortController();
  assert.equal(await countdown(3, (left) => seen.push(left), stop.signal, async () => {}), true);
  assert.deepEqual(seen, [3, 2, 1]);
});

test("stopped, it says that it did not arrive", async () => {
  const seen = [];
  const stop = new AbortController();
  const pause = async () => seen.length === 2 && stop.abort();
  assert.equal(await countdown(9, (left) => seen.push(left), stop.signal, pause), false);
  assert.deepEqual(seen, [9, 8]);
});

test("a stop does not wait for the second to pass", async () => {
  const stop = new AbortController();
  const begun = Date.now();
  const counting = countdown(60, () => setTimeout(() => stop.abort(), 5), stop.signal);
  assert.equal(await counting, false);
  assert.ok(Date.now() - begun < 900);
});

test("times are written as on a clock", () => {
  assert.deepEqual([clock(0), clock(65.9), clock(900)], ["0:00", "1:05", "15:00"]);
});
