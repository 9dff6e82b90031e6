/** Every page of a patient: goes on sending what waits on this device. */
import { SendingService } from "repwise/sending/service.js";
import { WaitingList } from "repwise/sending/waiting-list.js";

const { owner, endpoint } = document.querySelector("[data-sending]").dataset;

/** One for the page: whoever imports this module shares it. */
export const sending = SendingService.start({ owner, endpoint }).then(async (service) => {
  await service.opened(location.pathname);
  const place = document.querySelector("[data-waiting]");
  if (place) new WaitingList(place, service).show();
  service.sendAll();
  return service;
});

const loaded = new Promise((resolve) => {
  if (document.readyState === "complete") resolve();
  else addEventListener("load", resolve, { once: true });
});

/** Register the service worker, and let it look after this page once all of it is here. */
async function register(container) {
  await container.register("/service-worker.js", { type: "module" });
  const [{ active }] = await Promise.all([container.ready, loaded]);
  if (!container.controller) active.postMessage("claim");
}

// Without module workers (older Firefox) the pages work, but not without a network.
if (navigator.serviceWorker) register(navigator.serviceWorker).catch(() => {});
