import assert from "node:assert/strict";
import { test } from "node:test";
import { sendWaiting } from "repwise/worker/outbox.js";

const WHO = { status: 200, body: '{"owner":"maria","token":"t"}' };

function outbox(answer, sentAll = true) {
  const made = [];
  return {
    made,
    endpoint: "/my/uploads/",
    ask: async () => answer,
    openStore: async () => "store",
    makeQueue: (how) => (made.push(how), { run: async () => sentAll }),
  };
}

test("sends what belongs to whoever is signed in", async () => {
  const parts = outbox(WHO);
  await sendWaiting(parts);
  assert.deepEqual(parts.made, [{ store: "store", owner: "maria", token: "t" }]);
});

test("signed out, nothing is sent and nobody is asked again", async () => {
  for (const status of [401, 403]) {
    const parts = outbox({ status, body: "" });
    await sendWaiting(parts);
    assert.deepEqual(parts.made, []);
  }
});

test("what is left makes the browser call again", async () => {
  await assert.rejects(sendWaiting(outbox(WHO, false)));
  await assert.rejects(sendWaiting(outbox({ status: 502, body: "" })));
});
