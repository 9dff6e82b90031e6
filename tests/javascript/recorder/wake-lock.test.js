import assert from "node:assert/strict";
import { test } from "node:test";
import { WakeLock } from "repwise/recorder/wake-lock.js";

class Page extends EventTarget {
  visibilityState = "visible";

  show(state) {
    this.visibilityState = state;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

/** A system that lends locks, and what became of each. */
function lending(refuses = false) {
  const locks = [];
  const request = async (kind) => {
    if (refuses) throw new DOMException("battery", "NotAllowedError");
    const lock = { kind, isReleased: false, release: async () => (lock.isReleased = true) };
    locks.push(lock);
    return lock;
  };
  return { locks, request };
}

test("the screen stays on until it is given back", async () => {
  const system = lending();
  const lock = new WakeLock(system, new Page());
  await lock.hold();
  assert.deepEqual(system.locks.map(({ kind, isReleased }) => [kind, isReleased]), [["screen", false]]);
  await lock.release();
  assert.equal(system.locks[0].isReleased, true);
});

test("what the system took while the page was hidden is asked for again", async () => {
  const system = lending();
  const page = new Page();
  const lock = new WakeLock(system, page);
  await lock.hold();
  page.show("hidden");
  assert.equal(system.locks.length, 1);
  page.show("visible");
  assert.equal(system.locks.length, 2);
  await lock.release();
  page.show("visible");
  assert.equal(system.locks.length, 2);
});

test("a browser without it, or one that refuses, records all the same", async () => {
  for (const system of [null, lending(true)]) {
    const lock = new WakeLock(system, new Page());
    await lock.hold();
    await lock.release();
  }
});
