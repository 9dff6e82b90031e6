/** Choose and look at a video, then hand it over to be kept and sent. */
import { sending } from "repwise/page/sending.js";
import { refusal } from "repwise/page/upload-rules.js";
import { capabilities } from "repwise/recorder/capabilities.js";
import { Stage } from "repwise/recorder/stage.js";

const form = document.querySelector("form[data-upload]");
const words = JSON.parse(document.getElementById("upload-words").textContent);
const part = (name) => form.querySelector(`[data-${name}]`);
let chosen = null;
let sentFromHere = null;

function showOnly(name) {
  for (const one of ["picker", "chosen"]) part(one).hidden = one !== name;
}

function complain(code) {
  part("upload-error-title").textContent = words[code].title;
  part("upload-error-advice").textContent = words[code].advice;
  part("upload-error").hidden = false;
  part("upload-error").scrollIntoView({ block: "nearest" });
}

function forget() {
  const preview = part("preview");
  if (preview.src) URL.revokeObjectURL(preview.src);
  preview.removeAttribute("src");
  for (const input of form.querySelectorAll("[data-file]")) input.value = "";
  chosen = null;
  showOnly("picker");
}

/** Show `file` before it is sent; `recordedAt` is when it was made. */
function choose(file, recordedAt, isOwnTake = false) {
  part("upload-error").hidden = true;
  part("retake").hidden = !isOwnTake;
  const code = refusal(file, { maxBytes: Number(form.dataset.maxBytes) });
  if (code) {
    forget();
    complain(code);
    return;
  }
  chosen = { file, recordedAt };
  nameOf(file, isOwnTake);
  part("preview").src = URL.createObjectURL(file);
  showOnly("chosen");
}

function nameOf(file, isOwnTake) {
  const language = document.documentElement.lang;
  const unit = { style: "unit", unit: "megabyte", maximumFractionDigits: 1 };
  const size = new Intl.NumberFormat(language, unit).format(file.size / 1024 ** 2);
  part("chosen-words").textContent = isOwnTake ? size : `${file.name} · ${size}`;
}

// A length can only be read where the browser knows the container: else the server says.
part("preview").addEventListener("loadedmetadata", ({ target }) => {
  if (Number.isFinite(target.duration) && target.duration > Number(form.dataset.maxSeconds)) {
    forget();
    complain("too_long");
  }
});

// What a browser has just recorded does not say how long it is until it is searched.
part("preview").addEventListener("loadedmetadata", ({ target }) => {
  if (target.duration !== Infinity) return;
  target.addEventListener("durationchange", () => (target.currentTime = 0), { once: true });
  target.currentTime = Number.MAX_SAFE_INTEGER;
});

const can = capabilities(window);
if (can.canRecord) {
  part("records-here").hidden = false;
  part("films-outside").hidden = true; // the phone's own app would take the page's place
  const stage = new Stage(document.querySelector("[data-recorder]"), can);
  const facts = document.getElementById("coach-facts");
  if (facts) {
    import("repwise/coach/switch.js").then(({ CoachSwitch }) => new CoachSwitch(stage, JSON.parse(facts.textContent)));
  }
  stage.addEventListener("taken", ({ detail }) => choose(detail.file, detail.startedAt, true));
  for (const name of ["record", "retake"]) part(name).addEventListener("click", () => stage.open());
}

form.addEventListener("change", (event) => {
  const [file] = event.target.files ?? [];
  // When a video that was chosen was made is not known well; it counts from today.
  if (file) choose(file, new Date());
});

// On a slow line a video may be chosen before this has loaded.
for (const input of form.querySelectorAll("[data-file]")) {
  if (input.files[0]) choose(input.files[0], new Date());
}

part("again").addEventListener("click", forget);

for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
  part("drop").addEventListener(name, (event) => {
    event.preventDefault();
    part("drop").toggleAttribute("data-over", name === "dragenter" || name === "dragover");
    if (name === "drop" && event.dataTransfer.files[0]) choose(event.dataTransfer.files[0], new Date());
  });
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!chosen) return;
  const { file, recordedAt } = chosen;
  chosen = null; // a second press sends nothing
  const { prescription, exercise } = form.dataset;
  const service = await sending;
  service.addEventListener("change", ({ detail }) => {
    if (detail.state === "stored" && detail.id === sentFromHere) location.assign(detail.address);
  });
  sentFromHere = await service.keep({ prescription, exercise, recordedAt: recordedAt.toISOString() }, file);
  forget();
  document.querySelector("[data-waiting]").scrollIntoView({ block: "center" });
});
