import assert from "node:assert/strict";
import { test } from "node:test";
import { CheckedStack, checksumOf } from "repwise/sending/checksums.js";

const { subtle } = globalThis.crypto;

function stack() {
  const made = [];
  const inner = {
    createRequest(method) {
      const request = { method, headers: {}, sent: [], setHeader: (name, value) => (request.headers[name] = value) };
      request.send = async (body) => request.sent.push(body);
      made.push(request);
      return request;
    },
    getName: () => "fake",
  };
  return { inner, made };
}

test("the sum is that of the bytes", async () => {
  // SHA-256 of "abc": FIPS 180-4, appendix of examples.
  const hex = Buffer.from((await checksumOf(new Blob(["abc"]), subtle)).split(" ")[1], "base64").toString("hex");
  assert.equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test("every part carries its sum, before it is sent", async () => {
  const { inner, made } = stack();
  await new CheckedStack(inner, subtle).createRequest("PATCH", "/").send(new Blob(["abc"]));
  assert.match(made[0].headers["Upload-Checksum"], /^sha256 /);
  assert.equal(made[0].sent.length, 1);
});

test("other requests carry none, nor any where the browser cannot sum", async () => {
  const { inner, made } = stack();
  await new CheckedStack(inner, subtle).createRequest("POST", "/").send();
  await new CheckedStack(inner, null).createRequest("PATCH", "/").send(new Blob(["abc"]));
  assert.deepEqual(made.map((one) => one.headers), [{}, {}]);
});
