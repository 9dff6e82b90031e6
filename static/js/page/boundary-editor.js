/**
 * Correct repetitions: drag an edge, or move it with the arrow keys, frame by frame.
 *
 * Needs `[data-recut]` with a rail, buttons and a form whose field `cuts` is sent.
 */
import { added, merged, moved, removed, split } from "repwise/player/boundaries.js";
import { nearestFrame } from "repwise/player/frames.js";
import { clock } from "repwise/player/transport.js";

export function wireBoundaryEditor(root, player) {
  const panel = root.querySelector("[data-recut]");
  if (!panel) return;
  const rail = panel.querySelector("[data-rail]");
  const field = panel.querySelector("[name=cuts]");
  const count = panel.querySelector("[data-recut-count]");
  const length = Number(rail.dataset.rail);
  const words = rail.dataset;
  const original = player.facts.repetitions.map(({ key, start, peak, end }) => ({ key, start, peak, end }));
  let cuts = original;
  let chosen = 0;

  const take = (next, at = chosen) => {
    if (!next) return;
    cuts = next;
    chosen = Math.max(0, Math.min(at, cuts.length - 1));
    draw();
  };
  const here = () => cuts.findIndex(({ start, end }) => start <= player.time && player.time <= end);
  const acts = {
    add: () => take(added(cuts, player.time, length), cuts.filter(({ start }) => start < player.time).length),
    remove: () => take(removed(cuts, chosen)),
    split: () => take(split(cuts, here(), player.time), here()),
    merge: () => take(merged(cuts, chosen)),
    reset: () => take(original, 0),
  };

  const place = (element, from, to) => {
    element.style.insetInlineStart = `${(100 * from) / length}%`;
    if (to !== undefined) element.style.inlineSize = `${(100 * (to - from)) / length}%`;
  };
  const handle = (index, edge) => {
    const knob = document.createElement("button");
    knob.type = "button";
    knob.className = `recut-edge ${edge}`;
    knob.dataset.edge = edge;
    knob.dataset.index = String(index);
    knob.setAttribute("role", "slider");
    knob.setAttribute("aria-label", `${edge === "start" ? words.wordStart : words.wordEnd} ${index + 1}`);
    knob.setAttribute("aria-valuemin", "0");
    knob.setAttribute("aria-valuemax", String(length));
    knob.setAttribute("aria-valuenow", cuts[index][edge].toFixed(2));
    knob.setAttribute("aria-valuetext", clock(cuts[index][edge]));
    return knob;
  };
  const draw = () => {
    const focused = document.activeElement?.closest(".recut-edge")?.dataset;
    rail.replaceChildren();
    cuts.forEach((cut, index) => {
      const band = document.createElement("div");
      band.className = "recut-band";
      band.toggleAttribute("data-chosen", index === chosen);
      band.dataset.index = String(index);
      band.textContent = String(index + 1);
      place(band, cut.start, cut.end);
      rail.append(band);
      for (const edge of ["start", "end"]) {
        const knob = handle(index, edge);
        place(knob, cut[edge]);
        rail.append(knob);
      }
    });
    if (focused) rail.querySelector(`[data-edge=${focused.edge}][data-index="${focused.index}"]`)?.focus();
    count.textContent = String(cuts.length);
    field.value = JSON.stringify(cuts.map(({ key, ...times }) => ({ repetition: key, ...times })));
    panel.toggleAttribute("data-changed", JSON.stringify(cuts) !== JSON.stringify(original));
  };
  const move = (index, edge, time) => {
    take(moved(cuts, index, edge, time, length), index);
    player.seek(cuts[index][edge]);
  };

  panel.addEventListener("click", (event) => {
    const button = event.target.closest("[data-recut-act]");
    if (button) acts[button.dataset.recutAct]();
    const band = event.target.closest(".recut-band");
    if (band) {
      chosen = Number(band.dataset.index);
      player.seek(cuts[chosen].start);
      draw();
    }
  });
  rail.addEventListener("keydown", (event) => {
    const knob = event.target.closest(".recut-edge");
    const steps = { ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10 }[event.key];
    if (!knob || !steps) return;
    event.preventDefault();
    event.stopPropagation();
    const { index, edge } = knob.dataset;
    const times = player.curves.time_s;
    const at = nearestFrame(times, cuts[Number(index)][edge]) + steps;
    const to = times[Math.min(Math.max(at, 0), times.length - 1)] ?? cuts[Number(index)][edge] + steps / 30;
    move(Number(index), edge, to);
  });
  let dragged = null;
  rail.addEventListener("pointerdown", (event) => {
    const knob = event.target.closest(".recut-edge");
    if (!knob) return;
    dragged = { index: Number(knob.dataset.index), edge: knob.dataset.edge };
    rail.setPointerCapture(event.pointerId);
    player.film.pause();
  });
  rail.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    const box = rail.getBoundingClientRect();
    move(dragged.index, dragged.edge, ((event.clientX - box.left) / box.width) * length);
  });
  for (const end of ["pointerup", "pointercancel"]) rail.addEventListener(end, () => { dragged = null; });
  draw();
}
