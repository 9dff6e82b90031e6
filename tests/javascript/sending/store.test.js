import assert from "node:assert/strict";
import { test } from "node:test";
import { BothStores, CannotKeep, MemoryStore, openStore } from "repwise/sending/store.js";

const recording = (id) => ({ id, owner: "maria", recordedAt: "2026-03-02" });

class Full extends MemoryStore {
  async add() {
    throw new CannotKeep("QuotaExceededError");
  }
}

test("a browser without a store says so", async () => {
  await assert.rejects(openStore(null), CannotKeep);
});

for (const [what, lasting] of [["full", new Full()], ["missing", null]]) {
  test(`with a ${what} disk a recording waits in memory, and is marked so`, async () => {
    const stores = new BothStores(lasting);
    assert.equal(await stores.add(recording(1), "bytes"), false);
    const [kept] = await stores.all("maria");
    assert.equal(kept.inMemory, true);
    assert.equal(await stores.file(1), "bytes");
    await stores.remove(1);
    assert.deepEqual(await stores.all("maria"), []);
  });
}

test("what lasts is found beside what does not", async () => {
  const stores = new BothStores(new MemoryStore());
  assert.equal(await stores.add(recording(1), "bytes"), true);
  await stores.change(1, { uploadUrl: "/7/" });
  assert.deepEqual(await stores.all("maria"), [{ ...recording(1), uploadUrl: "/7/" }]);
  assert.deepEqual(await stores.all("jonas"), []);
});

test("noting something about a recording that is gone does not bring it back", async () => {
  const store = new MemoryStore();
  await store.change(1, { problem: null });
  assert.deepEqual(await store.all("maria"), []);
});
