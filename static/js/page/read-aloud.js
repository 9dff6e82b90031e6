/** Read aloud what the page marks with `data-spoken`: buttons `[data-read-aloud]`. */
import { Speaker } from "repwise/recorder/voice.js";

const speaker = new Speaker(window, document.documentElement.lang);
const buttons = document.querySelectorAll("[data-read-aloud]");

/** Return the words of `element` as they are seen, without what is only drawn. */
function wordsOf(element) {
  return element.innerText.replace(/\s+/g, " ").trim();
}

function show(isReading) {
  for (const button of buttons) button.setAttribute("aria-pressed", String(isReading));
}

async function read() {
  const parts = [...document.querySelectorAll("main [data-spoken]")].map(wordsOf).filter(Boolean);
  show(true);
  await speaker.read(parts);
  show(false);
}

function offer() {
  for (const button of buttons) button.hidden = !speaker.canSpeak;
}

for (const button of buttons) {
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") speaker.hush();
    else read();
  });
}
offer();
window.speechSynthesis?.addEventListener?.("voiceschanged", offer);
addEventListener("pagehide", () => speaker.hush());
