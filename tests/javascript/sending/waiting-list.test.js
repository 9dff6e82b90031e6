import assert from "node:assert/strict";
import { test } from "node:test";
import { sentence } from "repwise/sending/waiting-list.js";

const word = (name) => (name === "left" ? "{time} to go" : name);
const say = (state) => sentence({ isOnline: true, secondsLeft: null, problem: null, ...state }, word, "en");

test("each state has its own words", () => {
  assert.equal(say({ state: "sending" }), "sending");
  assert.equal(say({ state: "sending", secondsLeft: 100 }), "2 minutes to go");
  assert.equal(say({ state: "waiting" }), "broken");
  assert.equal(say({ state: "sending", isOnline: false }), "offline");
  assert.equal(say({ state: "stored", isOnline: false }), "stored");
});

test("what is only in memory is never said to be kept", () => {
  assert.equal(say({ state: "waiting", inMemory: true }), "brokenInMemory");
  assert.equal(say({ state: "waiting", inMemory: true, isOnline: false }), "offlineInMemory");
  assert.equal(say({ state: "sending", inMemory: true }), "sendingInMemory");
});

test("a refusal says what the server said", () => {
  assert.equal(say({ state: "refused", problem: { advice: "Film one set." } }), "Film one set.");
  assert.equal(say({ state: "refused", problem: { code: "unknown" } }), "unknown");
});
