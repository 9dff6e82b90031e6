import assert from "node:assert/strict";
import { test } from "node:test";
import { isDue, Queue } from "repwise/sending/queue.js";
import { MemoryStore } from "repwise/sending/store.js";

const OWNER = "maria";

function recording(id, more = {}) {
  return { id, owner: OWNER, recordedAt: `2026-03-0${id}`, size: 3, ...more };
}

async function queueOf(send, recordings = [recording(1)], locks = null) {
  const store = new MemoryStore();
  for (const one of recordings) await store.add(one, `file ${one.id}`);
  const told = [];
  const queue = new Queue({ store, owner: OWNER, send, locks, tell: (news) => told.push(news), now: () => 0 });
  return { queue, store, told };
}

const left = async (store) => (await store.all(OWNER)).filter(({ address }) => !address).map(({ id }) => id);
const states = (told) => told.map(({ state }) => state);

test("a recording leaves the device only when it is stored", async () => {
  let during;
  const { queue, store, told } = await queueOf(async () => {
    during = await left(store);
    return "/my/recordings/1/";
  });
  assert.equal(await queue.run(), true);
  assert.deepEqual(during, [1]);
  assert.deepEqual(await left(store), []);
  assert.equal(await store.file(1), undefined);
  assert.deepEqual(told.at(-1), { id: 1, state: "stored", address: "/my/recordings/1/" });
});

test("where it is stays known until a page has shown it, and it is not sent again", async () => {
  const sent = [];
  const { queue, store } = await queueOf(async ({ id }) => (sent.push(id), "/my/recordings/1/"));
  await queue.run();
  await queue.run();
  assert.deepEqual(sent, [1]);
  assert.equal((await store.all(OWNER))[0].address, "/my/recordings/1/");
});

test("a broken connection keeps the recording, and the next ones are tried", async () => {
  const tried = [];
  const { queue, store, told } = await queueOf(async ({ id }) => {
    tried.push(id);
    if (id === 1) throw new TypeError("Failed to fetch");
    return "/";
  }, [recording(1), recording(2)]);
  assert.equal(await queue.run(), false);
  assert.deepEqual(tried, [1, 2]);
  assert.deepEqual(await left(store), [1]);
  assert.deepEqual(states(told), ["sending", "waiting", "sending", "stored"]);
});

test("what the server refuses stays with its reason, and is not sent again by itself", async () => {
  let calls = 0;
  const problem = { code: "not_a_video", title: "This is not a video" };
  const { queue, store } = await queueOf(async () => {
    calls += 1;
    throw Object.assign(new Error(), { problem });
  });
  assert.equal(await queue.run(), true);
  assert.equal(await queue.run(), true);
  assert.equal(calls, 1);
  assert.deepEqual((await store.all(OWNER))[0].problem, problem);
});

test("signed out, it is tried again: signing in is enough", async () => {
  assert.equal(isDue(recording(1, { problem: { code: "signed_out" } })), true);
  assert.equal(isDue(recording(1, { problem: { code: "plan_ended" } })), false);
  const { queue } = await queueOf(async () => {
    throw Object.assign(new Error(), { problem: { code: "signed_out" } });
  });
  assert.equal(await queue.run(), false);
});

test("another person's recordings on the same phone are left alone", async () => {
  const sent = [];
  const { queue } = await queueOf(async ({ id }) => sent.push(id), [recording(1), recording(2, { owner: "jonas" })]);
  await queue.run();
  assert.deepEqual(sent, [1]);
});

test("where the upload goes on is remembered for after a reload", async () => {
  let seen;
  const { queue, store } = await queueOf(async (_recording, _file, { onBegun }) => {
    await onBegun("/my/uploads/7/");
    seen = (await store.all(OWNER))[0].uploadUrl;
    return "/";
  });
  await queue.run();
  assert.equal(seen, "/my/uploads/7/");
});

test("what was added while sending is sent too", async () => {
  const sent = [];
  const { queue, store } = await queueOf(async ({ id }) => {
    sent.push(id);
    if (id === 1) await store.add(recording(2), "file 2");
    return "/";
  });
  await queue.run();
  assert.deepEqual(sent, [1, 2]);
});

test("deleting a recording stops its sending", async () => {
  const { queue, store, told } = await queueOf((_recording, _file, { signal }) => {
    queue.forget(1);
    assert.equal(signal.aborted, true);
    return Promise.reject(new Error("stopped"));
  });
  assert.equal(await queue.run(), true);
  assert.deepEqual(await left(store), []);
  assert.deepEqual(states(told), ["sending", "forgotten"]);
});

test("bytes that the browser lost are not waited for", async () => {
  const { queue, store } = await queueOf(() => assert.fail("nothing to send"));
  store.file = async () => undefined;
  assert.equal(await queue.run(), true);
  assert.deepEqual(await left(store), []);
});

test("one context sends at a time", async () => {
  const asked = [];
  const locks = { request: (name, work) => (asked.push(name), work()) };
  const { queue } = await queueOf(async () => "/", [recording(1)], locks);
  await queue.run();
  assert.deepEqual(asked, ["repwise-sending"]);
});
