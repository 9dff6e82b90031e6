import assert from "node:assert/strict";
import { test } from "node:test";
import { inWords, TimeLeft } from "repwise/sending/time-left.js";

test("nothing is said before there is something to measure", () => {
  const left = new TimeLeft();
  assert.equal(left.after(0, 1000, 0), null);
  assert.equal(left.after(100, 1000, 1000), null);
});

test("an even pace goes on", () => {
  const left = new TimeLeft();
  left.after(0, 1000, 0);
  assert.equal(left.after(200, 1000, 2000), 8);
});

test("only the last seconds count", () => {
  const left = new TimeLeft();
  left.after(0, 100_000, 0);
  for (let second = 1; second <= 40; second += 1) left.after(second * 1000, 100_000, second * 1000);
  let seconds;
  for (let second = 1; second <= 20; second += 1) {
    seconds = left.after(40_000 + second * 100, 100_000, 40_000 + second * 1000);
  }
  assert.equal(seconds, 58_000 / 100);
});

test("a part that is sent again begins the measurement anew", () => {
  const left = new TimeLeft();
  left.after(0, 1000, 0);
  left.after(500, 1000, 2000);
  assert.equal(left.after(200, 1000, 3000), null);
});

test("people round", () => {
  assert.equal(inWords(3, "en"), "5 seconds");
  assert.equal(inWords(31, "en"), "35 seconds");
  assert.equal(inWords(58, "en"), "1 minute");
  assert.equal(inWords(150, "de"), "3 Minuten");
});
