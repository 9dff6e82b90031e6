import assert from "node:assert/strict";
import { test } from "node:test";
import { Take } from "repwise/recorder/take.js";

class Recorder extends EventTarget {
  static last;
  state = "inactive";

  constructor(_stream, { mimeType }) {
    super();
    this.mimeType = `${mimeType};codecs=vp8`;
    Recorder.last = this;
  }
  start() {
    this.state = "recording";
  }
  stop() {
    this.state = "inactive";
    this.give("end");
    this.dispatchEvent(new Event("stop"));
  }
  give(text) {
    this.dispatchEvent(Object.assign(new Event("dataavailable"), { data: new Blob([text]) }));
  }
}

function take(limits = {}, type = "video/webm") {
  const one = new Take({}, type, { seconds: 60, bytes: 1e9, ...limits }, Recorder);
  one.start(new Date(0));
  return one;
}

test("every piece is in the file, in order, under a plain type", async () => {
  const one = take();
  Recorder.last.give("begin ");
  one.stop();
  one.stop(); // a second press
  const file = await one.file();
  assert.equal(await file.text(), "begin end");
  assert.deepEqual([file.type, file.name], ["video/webm", "exercise.webm"]);
  assert.equal(one.startedAt.getTime(), 0);
});

test("an MP4 is called one", async () => {
  const one = take({}, "video/mp4");
  one.stop();
  assert.equal((await one.file()).name, "exercise.mp4");
});

test("at the longest allowed time it ends by itself and keeps what there is", async () => {
  const one = take({ seconds: 0.02 });
  Recorder.last.give("x");
  assert.equal((await one.file()).size, 4);
});

test("before the largest allowed file it ends by itself", async () => {
  const one = take({ bytes: 700_000 });
  Recorder.last.give("x".repeat(70_000));
  assert.equal(Recorder.last.state, "recording");
  Recorder.last.give("x".repeat(10_000));
  assert.equal(Recorder.last.state, "inactive");
  assert.equal((await one.file()).size, 80_003);
});
