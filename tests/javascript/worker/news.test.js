import assert from "node:assert/strict";
import { test } from "node:test";
import { openNews, showNews } from "repwise/worker/news.js";

const NEWS = { title: "Repwise", body: "Something new.", language: "ar", direction: "rtl", icon: "i.png", address: "/my/today/" };

test("a notice says that there is news, once however often it comes", () => {
  const shown = [];
  const registration = { showNotification: (title, how) => shown.push([title, how]) };
  showNews(registration, NEWS);
  showNews(registration, NEWS);
  const [[title, { body, tag, lang, dir }], [, again]] = shown;
  assert.deepEqual([title, body, lang, dir], ["Repwise", "Something new.", "ar", "rtl"]);
  assert.ok(tag && tag === again.tag);
});

/** Windows that are open, and what is done with them. */
function pressed(windows) {
  const done = [];
  const clients = {
    matchAll: async () => windows.map((name) => ({
      focus: async () => done.push(`${name} in front`),
      navigate: async (address) => done.push(`${name} to ${address}`),
    })),
    openWindow: async (address) => done.push(`new at ${address}`),
  };
  const notification = { close: () => done.push("closed") };
  return openNews(clients, notification, NEWS).then(() => done);
}

test("pressed, it opens the page with the news", async () => {
  assert.deepEqual(await pressed([]), ["closed", "new at /my/today/"]);
  assert.deepEqual(await pressed(["one", "two"]), ["closed", "one in front", "one to /my/today/"]);
});
