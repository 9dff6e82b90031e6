/** The page that stands in for any other while there is no connection. */
import { openStore } from "repwise/sending/store.js";

const reload = () => location.reload();
addEventListener("online", reload);
document.querySelector("[data-reload]").addEventListener("click", reload);

const kept = await openStore()
  .then((store) => store.count())
  .catch(() => 0);
if (kept > 0) {
  document.querySelector("[data-kept-count]").textContent = kept;
  document.querySelector("[data-kept]").hidden = false;
}
