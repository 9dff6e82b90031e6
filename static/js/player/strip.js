/** The playhead of the repetition strip (an SVG as wide as `data-duration` seconds). */

export function wireStrip(root, player) {
  for (const strip of root.querySelectorAll("svg[data-strip]")) {
    const duration = Number(strip.dataset.strip);
    const head = strip.querySelector("[data-playhead]");
    const width = strip.viewBox.baseVal.width;
    player.addEventListener("frame", ({ detail }) => {
      const x = duration > 0 ? (detail.time / duration) * width : 0;
      head.setAttribute("x1", x);
      head.setAttribute("x2", x);
    });
    strip.addEventListener("click", (event) => {
      const box = strip.getBoundingClientRect();
      player.seek(((event.clientX - box.left) / box.width) * duration);
    });
  }
}
