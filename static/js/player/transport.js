/** The player's own controls: play, step, speed, skeleton, figure, seek bar, time. */

const TENTHS = { minimumIntegerDigits: 2, minimumFractionDigits: 1, maximumFractionDigits: 1 };

/** Write a time as 1:05.3, or as `language` writes its tenths. */
export function clock(seconds, language = document.documentElement.lang) {
  const tenths = Math.round(seconds * 10);
  const minutes = Math.floor(tenths / 600);
  const rest = new Intl.NumberFormat(language, TENTHS).format((tenths % 600) / 10);
  return `${minutes}:${rest}`;
}

export const SPEEDS = [1, 0.5, 0.25];

export function nextSpeed(current) {
  return SPEEDS[(SPEEDS.indexOf(current) + 1) % SPEEDS.length];
}

/** Play at `speed`, and mark its button. */
export function setSpeed(root, player, speed) {
  player.film.playbackRate = speed;
  for (const button of root.querySelectorAll("[data-speed]")) {
    button.setAttribute("aria-pressed", String(Number(button.dataset.speed) === speed));
  }
}

/** @param showReference shows or hides the reference figure; null without one. */
export function wireTransport(root, player, showReference) {
  const bar = root.querySelector("[data-seek-bar]");
  const readout = root.querySelector("[data-time]");
  const acts = {
    toggle: () => player.toggle(),
    back: () => player.step(-1),
    forward: () => player.step(1),
    skeleton: (button) => {
      player.showsSkeleton = !player.showsSkeleton;
      button.setAttribute("aria-pressed", String(player.showsSkeleton));
      player.redraw();
    },
    speed: (button) => setSpeed(root, player, Number(button.dataset.speed)),
    reference: (button) => {
      const isShown = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(isShown));
      showReference?.(isShown);
    },
  };
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-player-act]");
    if (button) acts[button.dataset.playerAct](button);
  });
  const showState = () => root.toggleAttribute("data-playing", !player.film.paused);
  for (const name of ["play", "pause", "ended"]) player.film.addEventListener(name, showState);
  player.screen.addEventListener("click", () => player.toggle());
  bar?.addEventListener("input", () => player.seek(Number(bar.value)));
  const showLength = () => {
    if (bar) bar.max = String(player.duration);
  };
  showLength();
  player.film.addEventListener("durationchange", showLength);
  player.addEventListener("frame", ({ detail }) => {
    const text = `${clock(detail.time)} / ${clock(player.duration)}`;
    if (readout) readout.textContent = text;
    if (bar) {
      bar.value = String(detail.time);
      bar.setAttribute("aria-valuetext", text);
    }
  });
}
