import assert from "node:assert/strict";
import { test } from "node:test";
import { clock, nextSpeed } from "repwise/player/transport.js";

test("times read as minutes, seconds, tenths", () => {
  assert.equal(clock(0, "en"), "0:00.0");
  assert.equal(clock(65.26, "en"), "1:05.3");
});

test("tenths are parted as the language does", () => {
  assert.deepEqual(["de", "es", "ar"].map((language) => clock(65.26, language)), ["1:05,3", "1:05,3", "1:05.3"]);
});

test("a time rounds up into the next minute", () => {
  assert.equal(clock(59.97, "en"), "1:00.0");
});

test("speeds go round: normal, half, quarter", () => {
  assert.deepEqual([1, 0.5, 0.25].map(nextSpeed), [0.5, 0.25, 1]);
});
