import assert from "node:assert/strict";
import { test } from "node:test";
import { Interrupted, mayRepeat, meaningOf, Refused, send, Stopped } from "repwise/sending/sender.js";

/** Plays tus-js-client: `story` decides how an upload goes. */
function library(story) {
  return {
    Upload: class {
      constructor(file, options) {
        this.options = options;
        this.url = options.uploadUrl;
      }
      start() {
        queueMicrotask(() => story(this));
      }
      async abort(terminate) {
        this.terminated = terminate;
        story.aborted = this;
      }
    },
  };
}

const arrives = (upload) => {
  upload.url ??= "/my/uploads/1/";
  upload.options.onUploadUrlAvailable();
  upload.options.onProgress(2);
  upload.options.onSuccess();
};
const answering = (status, body) => (upload) =>
  upload.options.onError({ originalResponse: { getStatus: () => status, getBody: () => body } });
const stored = async () => ({ status: 200, body: '{"state":"stored","address":"/my/recordings/9/"}' });
const how = (story, more = {}) => ({ tus: library(story), ask: stored, onBegun() {}, onProgress() {}, ...more });
const RECORDING = { prescription: "p", recordedAt: "2026-03-02T11:00:00Z" };

test("resolves to the page of the recording once the server says it is stored", async () => {
  const begun = [];
  const address = await send(RECORDING, "file", how(arrives, { onBegun: (url) => begun.push(url) }));
  assert.equal(address, "/my/recordings/9/");
  assert.deepEqual(begun, ["/my/uploads/1/"]);
});

test("says for what and when it was recorded, and goes on where it was", async () => {
  let options;
  const story = (upload) => {
    options = upload.options;
    arrives(upload);
  };
  await send({ ...RECORDING, uploadUrl: "/my/uploads/4/" }, "file", how(story, { token: "t" }));
  assert.equal(options.uploadUrl, "/my/uploads/4/");
  assert.deepEqual(options.metadata, { prescription: "p", recorded_at: RECORDING.recordedAt });
  assert.equal(options.headers["X-CSRFToken"], "t");
});

for (const [what, ask] of [
  ["not finished", async () => ({ status: 200, body: '{"state":"unfinished"}' })],
  ["not answering", async () => Promise.reject(new TypeError())],
  ["broken", async () => ({ status: 503, body: "<html>" })],
]) {
  test(`bytes that left are not stored while the server is ${what}`, async () => {
    await assert.rejects(send(RECORDING, "file", how(arrives, { ask })), Interrupted);
  });
}

test("a refusal carries the server's words", async () => {
  const body = '{"code":"plan_ended","title":"This exercise has ended","advice":"…"}';
  await assert.rejects(send(RECORDING, "file", how(answering(422, body))), (error) => {
    assert.ok(error instanceof Refused);
    assert.equal(error.problem.title, "This exercise has ended");
    return true;
  });
});

test("what answers without words is refused without them", () => {
  assert.deepEqual(meaningOf(404, "<html>").problem, { code: "unknown" });
  assert.deepEqual(meaningOf(404, '{"detail":1}').problem, { code: "unknown" });
});

test("no answer, a broken server and a passing refusal are tried again", () => {
  for (const status of [0, 500, 503, 409, 423, 429, 460]) {
    assert.ok(mayRepeat(status), String(status));
    assert.ok(meaningOf(status, "") instanceof Interrupted);
  }
  for (const status of [400, 401, 403, 404, 413, 415, 422]) assert.ok(!mayRepeat(status), String(status));
});

test("stopping ends the upload on the server too", async () => {
  const stop = new AbortController();
  const story = (upload) => {
    upload.url = "/my/uploads/1/";
    stop.abort();
  };
  await assert.rejects(send(RECORDING, "file", how(story, { signal: stop.signal })), Stopped);
  assert.equal(story.aborted.terminated, true);
});
