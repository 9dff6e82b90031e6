/** Under the picture: what is marked at this moment, in words. */

export function wireCaption(root, player) {
  const caption = root.querySelector("[data-caption]");
  if (!caption) return;
  player.addEventListener("frame", () => {
    const [finding] = player.marked();
    const text = finding?.message ?? "";
    if (caption.textContent !== text) caption.textContent = text;
    caption.hidden = text === "";
  });
}
