/** Keys of the player. Typing in a field, and keys with a modifier, are left alone. */

const TYPING = "input:not([type=range]):not([type=checkbox]), textarea, select, dialog, [contenteditable]";

/** Return the name of the act that `event` asks for, or null. */
export function actOf(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const acts = {
    " ": "toggle",
    ArrowLeft: "back",
    ArrowRight: "forward",
    j: "next",
    k: "previous",
    a: "agree",
    d: "dismiss",
    v: "cannotSee",
    c: "change",
    u: "undo",
    1: "minor",
    2: "moderate",
    3: "major",
    n: "note",
    m: "comment",
    x: "skip",
    f: "finish",
    s: "slower",
    b: "beside",
  };
  return acts[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? null;
}

/**
 * Call `acts[name]` for a key; a page gives only the acts it has.
 *
 * Space on a button presses that button, as everywhere else.
 */
export function wireKeyboard(root, acts) {
  root.addEventListener("keydown", (event) => {
    const name = actOf(event);
    if (!name || !acts[name] || event.target.closest(TYPING)) return;
    if (name === "toggle" && event.target.closest("button, a, summary")) return;
    event.preventDefault();
    acts[name]();
  });
}
