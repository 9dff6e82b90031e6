import assert from "node:assert/strict";
import { test } from "node:test";
import { commentAt, neighbor, nextOpen, repetitionAt, shownAt, SHOWN_S } from "repwise/player/findings.js";

const FINDINGS = [
  { id: "a", time: 1, status: "open" },
  { id: "b", time: 1.2, status: "dismissed" },
  { id: "c", time: 5, status: "confirmed" },
  { id: "d", time: null, status: "open" },
];

test("a finding is shown around its moment and not elsewhere", () => {
  assert.deepEqual(shownAt(FINDINGS, 1 + SHOWN_S - 0.01).map(({ id }) => id), ["a"]);
  assert.deepEqual(shownAt(FINDINGS, 1 + SHOWN_S + 0.01), []);
});

test("a dismissed finding is never shown", () => {
  assert.ok(!shownAt(FINDINGS, 1.2).some(({ id }) => id === "b"));
});

test("a finding without a moment is never marked on a frame", () => {
  assert.deepEqual(shownAt(FINDINGS, 0), []);
});

test("next and previous walk the list and stop at its ends", () => {
  const ids = ["a", "b", "c"];
  assert.equal(neighbor(ids, "a", 1), "b");
  assert.equal(neighbor(ids, "c", 1), "c");
  assert.equal(neighbor(ids, "a", -1), "a");
});

test("the first key press chooses the first or the last finding", () => {
  assert.equal(neighbor(["a", "b"], null, 1), "a");
  assert.equal(neighbor(["a", "b"], null, -1), "b");
  assert.equal(neighbor([], null, 1), null);
});

test("a moment lies in one repetition or between two", () => {
  const repetitions = [{ index: 1, start: 0, end: 2 }, { index: 2, start: 3, end: 5 }];
  assert.equal(repetitionAt(repetitions, 3.5).index, 2);
  assert.equal(repetitionAt(repetitions, 2.5), null);
});

test("after a verdict comes the next finding that still waits for one", () => {
  const ids = ["a", "b", "c", "d"];
  assert.equal(nextOpen(ids, "a", ["a", "c", "d"]), "c");
  assert.equal(nextOpen(ids, "d", ["a", "d"]), null);
});

test("what nobody could see is not marked on the picture", () => {
  const hidden = [{ id: "e", time: 1, status: "not_visible" }];
  assert.deepEqual(shownAt(hidden, 1), []);
});

test("words of a therapist are read from their moment on, the latest ones", () => {
  const said = [{ time: 1, text: "a" }, { time: 2, text: "b" }];
  assert.equal(commentAt(said, 0.5), null);
  assert.equal(commentAt(said, 1.2).text, "a");
  assert.equal(commentAt(said, 2.5).text, "b");
  assert.equal(commentAt(said, 9), null);
});
