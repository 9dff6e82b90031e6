/** Notices of this browser, switched on and off: `[data-push]`. */
import { canBePushed, keyBytes } from "repwise/page/push-rules.js";

const place = document.querySelector("[data-push]");
const button = place.querySelector("[data-switch]");
const said = place.querySelector("[data-said]");

function show(subscription) {
  button.setAttribute("aria-pressed", String(Boolean(subscription)));
}

async function tell(address, { endpoint }) {
  const { "X-CSRFToken": token } = JSON.parse(document.body.getAttribute("hx-headers"));
  const body = new URLSearchParams({ endpoint });
  const answer = await fetch(address, { method: "POST", headers: { "X-CSRFToken": token }, body });
  if (!answer.ok) throw new Error(`told of a browser: ${answer.status}`);
}

async function switchOn(worker) {
  if ((await Notification.requestPermission()) !== "granted") {
    said.textContent = place.dataset.wordDenied;
    return null;
  }
  const how = { userVisibleOnly: true, applicationServerKey: keyBytes(place.dataset.key) };
  const subscription = await worker.pushManager.subscribe(how);
  try {
    await tell(place.dataset.on, subscription);
  } catch (error) {
    await subscription.unsubscribe();
    throw error;
  }
  return subscription;
}

async function switchOff(subscription) {
  await tell(place.dataset.off, subscription);
  await subscription.unsubscribe();
  return null;
}

async function toggle(worker) {
  said.textContent = "";
  button.disabled = true;
  try {
    const present = await worker.pushManager.getSubscription();
    show(present ? await switchOff(present) : await switchOn(worker));
  } catch {
    said.textContent = place.dataset.wordFailed;
  } finally {
    button.disabled = false;
  }
}

if (canBePushed(window)) {
  await navigator.serviceWorker.register("/service-worker.js", { type: "module" });
  const worker = await navigator.serviceWorker.ready;
  show(await worker.pushManager.getSubscription());
  button.addEventListener("click", () => toggle(worker));
  place.hidden = false;
}
