/** Choose, look at and send a video: checks before, progress during, words after. */
import { progressOf, refusal } from "repwise/page/upload-rules.js";

const form = document.querySelector("form[data-upload]");
const words = JSON.parse(document.getElementById("upload-words").textContent);
const part = (name) => form.querySelector(`[data-${name}]`);
let chosen = null;
let sending = null;

function showOnly(name) {
  for (const one of ["picker", "chosen", "sending"]) part(one).hidden = one !== name;
}

function complain(code, text = null) {
  const { title, advice } = text ?? words[code] ?? words.unknown;
  part("upload-error-title").textContent = title;
  part("upload-error-advice").textContent = advice;
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

function choose(file) {
  part("upload-error").hidden = true;
  const code = refusal(file, { maxBytes: Number(form.dataset.maxBytes) });
  if (code) {
    forget();
    complain(code);
    return;
  }
  chosen = file;
  const megabytes = (file.size / 1024 ** 2).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
  part("chosen-words").textContent = `${file.name} · ${megabytes} MB`;
  part("preview").src = URL.createObjectURL(file);
  showOnly("chosen");
}

// A length can only be read where the browser knows the container: else the server says.
part("preview").addEventListener("loadedmetadata", ({ target }) => {
  if (Number.isFinite(target.duration) && target.duration > Number(form.dataset.maxSeconds)) {
    forget();
    complain("too_long");
  }
});

form.addEventListener("change", (event) => {
  const [file] = event.target.files ?? [];
  if (file) choose(file);
});

part("again").addEventListener("click", forget);
part("cancel").addEventListener("click", () => sending?.abort());

for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
  part("drop").addEventListener(name, (event) => {
    event.preventDefault();
    part("drop").toggleAttribute("data-over", name === "dragenter" || name === "dragover");
    if (name === "drop" && event.dataTransfer.files[0]) choose(event.dataTransfer.files[0]);
  });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (chosen && !sending) send(chosen);
});

function send(file) {
  const body = new FormData(form);
  body.set("file", file, file.name);
  part("upload-error").hidden = true;
  showOnly("sending");
  sending = new XMLHttpRequest();
  sending.upload.addEventListener("progress", (event) => {
    const percent = progressOf(event);
    part("sent-bar").value = percent;
    part("sent-percent").textContent = `${percent} %`;
  });
  sending.addEventListener("load", () => answered(sending));
  sending.addEventListener("error", () => stopped("network"));
  sending.addEventListener("abort", () => stopped("stopped"));
  sending.open("POST", form.action || location.href);
  sending.setRequestHeader("Accept", "application/json");
  sending.responseType = "json";
  sending.send(body);
}

function answered(request) {
  const answer = request.response;
  if (request.status === 201 && answer?.address) {
    location.assign(answer.address);
    return;
  }
  sending = null;
  showOnly("chosen");
  if (request.status === 413) complain("too_large");
  else complain("unknown", answer?.title ? answer : null);
}

function stopped(code) {
  sending = null;
  showOnly("chosen");
  complain(code);
}
