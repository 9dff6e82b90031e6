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

// Without module workers (older Firefox) the pages work, but not without a network.
navigator.serviceWorker?.register("/service-worker.js", { type: "module" }).catch(() => {});
