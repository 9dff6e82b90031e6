{% load static %}/* The service worker: the shell without a network, and sending without a page. */
import "{% static 'js/worker/window.js' %}";
import "{% static 'tus-js-client/tus.min.js' %}";
import { CheckedStack } from "{% static 'js/sending/checksums.js' %}";
import { FetchStack } from "{% static 'js/sending/fetch-stack.js' %}";
import { CHANNEL, Queue } from "{% static 'js/sending/queue.js' %}";
import { send } from "{% static 'js/sending/sender.js' %}";
import { openStore } from "{% static 'js/sending/store.js' %}";
import { openNews, showNews } from "{% static 'js/worker/news.js' %}";
import { sendWaiting } from "{% static 'js/worker/outbox.js' %}";
import { Shell } from "{% static 'js/worker/shell.js' %}";

const { version, offline, parts, endpoint, syncTag, news } = {{ settings|safe }};
const shell = new Shell({ caches, fetcher: (request) => fetch(request), version, offline, parts });
const channel = new BroadcastChannel(CHANNEL);

async function ask(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store" });
  return { status: answer.status, body: await answer.text() };
}

function makeQueue({ store, owner, token }) {
  const { tus } = globalThis;
  const httpStack = new CheckedStack(new FetchStack());
  const queue = new Queue({
    store,
    owner,
    locks: navigator.locks,
    tell: (news) => channel.postMessage(news),
    send: (recording, file, how) => send(recording, file, { tus, httpStack, endpoint, token, ask, ...how }),
  });
  channel.onmessage = ({ data }) => data.state === "forget" && queue.forget(data.id);
  return queue;
}

addEventListener("install", (event) => event.waitUntil(shell.install().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(shell.tidy()));
// Asked for by a page that is loaded: one claimed earlier may be missed, or lose a script.
addEventListener("message", (event) => {
  if (event.data === "claim") event.waitUntil(clients.claim());
});
addEventListener("fetch", (event) => {
  if (shell.concerns(event.request)) event.respondWith(shell.answer(event.request));
});
addEventListener("sync", (event) => {
  if (event.tag === syncTag) event.waitUntil(sendWaiting({ ask, endpoint, openStore, makeQueue }));
});
addEventListener("push", (event) => event.waitUntil(showNews(registration, news)));
addEventListener("notificationclick", (event) => event.waitUntil(openNews(clients, event.notification, news)));
