import assert from "node:assert/strict";
import { test } from "node:test";
import { RepetitionCounter } from "repwise/coach/counter.js";

const SQUAT = { peak: "max", repetitionRange: 40, attemptRange: 18 };

/** Feed a wave of `depths` (degrees), a repetition of `seconds` each; return what was said. */
function said(movement, depths, { seconds = 3, rest = 5, rate = 15, from = 0 } = {}) {
  const counter = new RepetitionCounter(movement);
  const heard = [];
  let time = from;
  const hold = (value, length) => {
    for (let end = time + length; time < end; time += 1 / rate) heard.push(counter.take(value, time));
  };
  hold(rest, 1);
  for (const depth of depths) {
    const begin = time;
    while (time < begin + seconds) {
      const way = Math.sin((Math.PI * (time - begin)) / seconds) ** 2;
      heard.push(counter.take(rest + (depth - rest) * way, time));
      time += 1 / rate;
    }
    hold(rest, 0.5);
  }
  return { count: counter.count, heard: heard.filter(Boolean) };
}

test("counts each movement that went far enough", () => {
  assert.equal(said(SQUAT, [90, 85, 100, 80]).count, 4);
});

test("says of a smaller one that it was small, and does not count it", () => {
  const { count, heard } = said(SQUAT, [90, 32, 90]);
  assert.equal(count, 2);
  assert.deepEqual(heard, ["counted", "small", "counted"]);
});

test("takes no notice of swaying", () => {
  assert.deepEqual(said(SQUAT, [15, 12, 18]).heard, []);
});

test("counts toward a smallest value, as when somebody stands up", () => {
  const stand = { peak: "min", repetitionRange: 45, attemptRange: 18 };
  assert.equal(said(stand, [5, 4, 6], { rest: 95 }).count, 3);
});

test("counts as well with few pictures a second", () => {
  assert.equal(said(SQUAT, [90, 85, 100], { rate: 4 }).count, 3);
});

test("counts while the way back has only begun, not when the next one starts", () => {
  const counter = new RepetitionCounter(SQUAT);
  let time = 0;
  for (const value of [5, 5, 30, 60, 90, 90]) counter.take(value, (time += 0.3));
  assert.equal(counter.count, 0);
  for (const value of [75, 60]) counter.take(value, (time += 0.3));
  assert.equal(counter.count, 1);
});

test("a hidden moment changes nothing, a long one begins anew", () => {
  const counter = new RepetitionCounter(SQUAT);
  counter.take(5, 0);
  assert.equal(counter.take(null, 0.1), null);
  counter.take(95, 5); // came back bent: not a movement
  assert.equal(counter.take(5, 5.5), null);
  assert.equal(counter.count, 0);
});
