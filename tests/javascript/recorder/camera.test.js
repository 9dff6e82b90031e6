import assert from "node:assert/strict";
import { test } from "node:test";
import { Camera, reasonOf } from "repwise/recorder/camera.js";

function devices() {
  const asked = [];
  const stopped = [];
  return {
    asked,
    stopped,
    getUserMedia: async (wish) => {
      asked.push(wish);
      return { getTracks: () => [{ stop: () => stopped.push(wish.video.facingMode.ideal) }] };
    },
    enumerateDevices: async () => [{ kind: "videoinput" }, { kind: "audioinput" }, { kind: "videoinput" }],
  };
}

test("the camera is asked for without a microphone", async () => {
  const lent = devices();
  await new Camera("environment", lent).open();
  assert.equal(lent.asked[0].audio, false);
  assert.equal(lent.asked[0].video.facingMode.ideal, "environment");
});

test("turning round lets the first camera go before it takes the other", async () => {
  const lent = devices();
  const camera = new Camera("environment", lent);
  await camera.open();
  await camera.turnRound();
  assert.deepEqual(lent.stopped, ["environment"]);
  assert.equal(lent.asked[1].video.facingMode.ideal, "user");
  camera.close();
  assert.equal(camera.stream, null);
  assert.deepEqual(lent.stopped, ["environment", "user"]);
});

test("only cameras count as cameras", async () => {
  assert.equal(await new Camera("user", devices()).hasSeveral(), true);
});

test("each reason has its words", () => {
  assert.equal(reasonOf({ name: "NotAllowedError" }), "denied");
  assert.equal(reasonOf({ name: "NotFoundError" }), "missing");
  assert.equal(reasonOf({ name: "NotReadableError" }), "busy");
  assert.equal(reasonOf(new TypeError()), "unknown");
});
