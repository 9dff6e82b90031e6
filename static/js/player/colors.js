/** Colors of canvases, read from the design tokens. */

export function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function skeletonColors() {
  return {
    bone: token("--rw-bone"),
    edge: token("--rw-bone-edge"),
    joint: token("--rw-joint"),
    wrong: token("--rw-wrong"),
  };
}

/** Call `react` whenever light turns dark or back. */
export function onThemeChange(react) {
  new MutationObserver(react).observe(document.documentElement, {
    attributeFilter: ["data-bs-theme"],
  });
}
