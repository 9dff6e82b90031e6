import assert from "node:assert/strict";
import { test } from "node:test";
import { actOf } from "repwise/player/keyboard.js";

test("each key of the review page has its act", () => {
  const keys = { " ": "toggle", ArrowLeft: "back", ArrowRight: "forward", j: "next", k: "previous", a: "agree", d: "dismiss" };
  for (const [key, act] of Object.entries(keys)) assert.equal(actOf({ key }), act);
});

test("capital letters count as the same key", () => {
  assert.equal(actOf({ key: "J" }), "next");
});

test("the browser's own shortcuts are left alone", () => {
  assert.equal(actOf({ key: "d", ctrlKey: true }), null);
  assert.equal(actOf({ key: "a", metaKey: true }), null);
  assert.equal(actOf({ key: "ArrowLeft", altKey: true }), null);
});

test("other keys do nothing", () => {
  assert.equal(actOf({ key: "z" }), null);
});
