import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilities, recordingType } from "repwise/recorder/capabilities.js";

const writes = (...types) => ({ isTypeSupported: (type) => types.includes(type) });
const camera = { mediaDevices: { getUserMedia() {} } };

test("MP4 is written where the browser can, else WebM", () => {
  // What Safari 18, Chromium 126 and Firefox 130 answer for the types asked for.
  const safari = writes("video/mp4", "video/mp4;codecs=avc1.42E01F");
  const chromium = writes("video/mp4", "video/webm", "video/webm;codecs=vp8");
  const firefox = writes("video/webm", "video/webm;codecs=vp8");
  assert.equal(recordingType(safari), "video/mp4;codecs=avc1.42E01F");
  assert.equal(recordingType(chromium), "video/mp4");
  assert.equal(recordingType(firefox), "video/webm;codecs=vp8");
});

test("without a recorder, or with one that writes neither, a file is chosen instead", () => {
  assert.equal(recordingType(undefined), null);
  assert.equal(recordingType(writes("video/x-matroska")), null);
  assert.equal(capabilities({ navigator: camera }).canRecord, false);
});

test("on an insecure address there is no camera", () => {
  const env = { MediaRecorder: writes("video/webm"), navigator: {} };
  assert.equal(capabilities(env).canRecord, false);
  assert.equal(capabilities({ ...env, navigator: camera }).canRecord, true);
});

test("Safari on phones must ask before it tells how the phone is held", () => {
  class Asking {}
  Asking.requestPermission = async () => "granted";
  const ask = (DeviceMotionEvent) => capabilities({ DeviceMotionEvent, navigator: camera });
  assert.deepEqual([ask(Asking).canFeelTilt, ask(Asking).mustAskForTilt], [true, true]);
  assert.deepEqual([ask(class {}).canFeelTilt, ask(class {}).mustAskForTilt], [true, false]);
  assert.deepEqual([ask(undefined).canFeelTilt, ask(undefined).mustAskForTilt], [false, false]);
});

test("voice and wake lock are optional", () => {
  const bare = capabilities({ navigator: camera });
  assert.deepEqual([bare.canSpeak, bare.canKeepAwake], [false, false]);
  const rich = capabilities({
    navigator: { ...camera, wakeLock: {} },
    speechSynthesis: {},
    SpeechSynthesisUtterance: class {},
  });
  assert.deepEqual([rich.canSpeak, rich.canKeepAwake], [true, true]);
});
