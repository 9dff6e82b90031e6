import assert from "node:assert/strict";
import { test } from "node:test";
import { FetchStack } from "repwise/sending/fetch-stack.js";

test("a request is what tus-js-client expects of one", async () => {
  const asked = [];
  const stack = new FetchStack(async (address, how) => {
    asked.push({ address, ...how });
    return new Response(null, { status: 204, headers: { "Upload-Offset": "3" } });
  });
  const request = stack.createRequest("PATCH", "/my/uploads/1/");
  const sent = [];
  request.setHeader("Upload-Offset", "0");
  request.setProgressHandler((bytes) => sent.push(bytes));
  const answer = await request.send(new Blob(["abc"]));
  assert.equal(asked[0].method, "PATCH");
  assert.equal(asked[0].headers["Upload-Offset"], "0");
  assert.deepEqual([answer.getStatus(), answer.getHeader("Upload-Offset"), answer.getBody()], [204, "3", ""]);
  assert.deepEqual(sent, [3]);
  assert.deepEqual([request.getMethod(), request.getURL(), request.getHeader("Upload-Offset")], ["PATCH", "/my/uploads/1/", "0"]);
});

test("it can be broken off", async () => {
  const stack = new FetchStack((_address, { signal }) => new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  }));
  const request = stack.createRequest("PATCH", "/");
  const sending = request.send(new Blob(["abc"]));
  await request.abort();
  await assert.rejects(sending, { name: "AbortError" });
});
