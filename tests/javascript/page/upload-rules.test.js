import assert from "node:assert/strict";
import { test } from "node:test";
import { refusal } from "repwise/page/upload-rules.js";

const limits = { maxBytes: 1000 };

test("a phone's video may be sent, whatever its type field says", () => {
  assert.equal(refusal({ name: "IMG_1.MOV", type: "", size: 10 }, limits), null);
  assert.equal(refusal({ name: "blob", type: "video/webm;codecs=vp9", size: 10 }, limits), null);
});

test("a picture is refused, and a video larger than the limit", () => {
  assert.equal(refusal({ name: "a.jpg", type: "image/jpeg", size: 10 }, limits), "not_a_video");
  assert.equal(refusal({ name: "a.mp4", type: "video/mp4", size: 1001 }, limits), "too_large");
});

test("a video of exactly the limit may be sent", () => {
  assert.equal(refusal({ name: "a.mp4", type: "video/mp4", size: 1000 }, limits), null);
});

test("an empty file is refused", () => {
  assert.equal(refusal({ name: "a.mp4", type: "video/mp4", size: 0 }, limits), "empty");
});
