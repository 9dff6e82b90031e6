/** Count down while the patient walks to their place. */

const wait = (milliseconds, signal) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });

/** Call `tick` with `seconds`, …, 1, one each second; resolves to whether it reached 0. */
export async function countdown(seconds, tick, signal, pause = wait) {
  for (let left = seconds; left > 0 && !signal.aborted; left -= 1) {
    tick(left);
    await pause(1000, signal);
  }
  return !signal.aborted;
}

/** Write seconds as 1:05. */
export function clock(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
