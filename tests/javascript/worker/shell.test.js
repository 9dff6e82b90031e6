import assert from "node:assert/strict";
import { test } from "node:test";
import { Shell } from "repwise/worker/shell.js";

function browser() {
  const kept = new Map();
  return {
    kept,
    open: async (name) => {
      if (!kept.has(name)) kept.set(name, new Set());
      return {
        addAll: async (addresses) => addresses.forEach((one) => kept.get(name).add(one)),
        match: async (address) => [...kept.get(name)].find((one) => address.endsWith(one)),
      };
    },
    keys: async () => [...kept.keys()],
    delete: async (name) => kept.delete(name),
  };
}

const offline = async () => {
  throw new TypeError("Failed to fetch");
};
const shellOf = (fetcher, caches = browser(), version = "2") =>
  new Shell({ caches, fetcher, version, offline: "/offline/", parts: ["/static/base.css"] });
const asked = (path, more = {}) => ({ url: `https://clinic.example${path}`, method: "GET", mode: "cors", ...more });

test("any page without a network is the offline page", async () => {
  const shell = shellOf(offline);
  await shell.install();
  assert.equal(await shell.answer(asked("/my/today/", { mode: "navigate" })), "/offline/");
  assert.equal(await shell.answer(asked("/static/base.css")), "/static/base.css");
});

test("with a network nothing comes from the phone, and nothing is kept of it", async () => {
  const caches = browser();
  const shell = shellOf(async () => "fresh", caches);
  await shell.install();
  const before = [...caches.kept.get("repwise-shell-2")];
  assert.equal(await shell.answer(asked("/my/today/", { mode: "navigate" })), "fresh");
  assert.deepEqual([...caches.kept.get("repwise-shell-2")], before);
});

test("only pages and its own parts concern it: never videos, curves or uploads", () => {
  const shell = shellOf(offline);
  assert.ok(shell.concerns(asked("/my/today/", { mode: "navigate" })));
  assert.ok(shell.concerns(asked("/static/base.css")));
  for (const path of ["/media/recordings/1/video", "/static/js/page/upload.js", "/my/uploads/"]) {
    assert.ok(!shell.concerns(asked(path)), path);
  }
  assert.ok(!shell.concerns(asked("/my/messages/", { mode: "navigate", method: "POST" })));
});

test("what is not kept fails as it would without the worker", async () => {
  const shell = shellOf(offline);
  await shell.install();
  await assert.rejects(shell.answer(asked("/static/other.css")), TypeError);
});

test("a new version deletes the old shell, and nothing of other programs", async () => {
  const caches = browser();
  await shellOf(offline, caches, "1").install();
  await caches.open("another-program");
  const shell = shellOf(offline, caches, "2");
  await shell.install();
  await shell.tidy();
  assert.deepEqual([...caches.kept.keys()].sort(), ["another-program", "repwise-shell-2"]);
});
