/** The page that stands in for any other while there is no connection. */
import { openStore } from "repwise/sending/store.js";

const TRY_EVERY_MS = 4_000;
const reload = () => location.reload();

/** Say whether the server answers; the service worker leaves such a question alone. */
async function isBack() {
  const asked = fetch(location.href, { method: "HEAD", cache: "no-store" });
  return asked.then(() => true, () => false);
}

addEventListener("online", reload);
// "Online" may be said before anything can be reached, and is then not said again.
setInterval(async () => !document.hidden && (await isBack()) && reload(), TRY_EVERY_MS);
document.querySelector("[data-reload]").addEventListener("click", reload);

const kept = await openStore()
  .then((store) => store.count())
  .catch(() => 0);
if (kept > 0) {
  document.querySelector("[data-kept-count]").textContent = kept;
  document.querySelector("[data-kept]").hidden = false;
}
