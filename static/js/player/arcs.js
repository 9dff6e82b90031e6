/** The chosen curve's angle, drawn over the skeleton where it is measured. */
import { angleIn, turn } from "repwise/player/angles.js";
import { token } from "repwise/player/colors.js";
import { curveNames, valuesAt, written } from "repwise/player/curves.js";

export function wireArcs(root, player) {
  const choice = root.querySelector("[data-curve-choice]");
  player.drawings.push((context, { frame, box }) => {
    const { curves, joints } = player.curves;
    const name = choice?.value || curveNames(curves)[0];
    const working = sideAt(player.facts.repetitions, player.time);
    for (const { side, value, unit } of valuesAt(curves, name, player.frame)) {
      if (value === null || (working && side !== "both" && side !== working)) continue;
      const angle = angleIn(frame, name, side, joints, box);
      if (angle) drawArc(context, { ...angle, side, text: written(value, unit, document.documentElement.lang) });
    }
  });
  choice?.addEventListener("change", () => player.redraw());
}

/** Of one side's repetition only that side is told: two arcs hide each other. */
function sideAt(repetitions, time) {
  const one = repetitions.find(({ start, end }) => start <= time && time <= end);
  return one && (one.side === "left" || one.side === "right") ? one.side : null;
}

function drawArc(context, { at, from, to, reach, side, text }) {
  const color = token(side === "right" ? "--rw-right-drawn" : "--rw-left-drawn");
  const way = turn(from, to);
  context.save();
  context.lineCap = "butt";
  context.fillStyle = context.strokeStyle = color;
  wedge(context, at, reach, from, way);
  line(context, at, reach * 1.35, from);
  // Two legs seen from the side lie on each other: their words stand apart.
  const [along, off] = side === "right" ? [from, reach * 1.35] : [from + way / 2, reach];
  label(context, { at, text, along, off: off + 18, color });
  context.restore();
}

function wedge(context, at, reach, from, way) {
  context.beginPath();
  context.moveTo(at.x, at.y);
  context.arc(at.x, at.y, reach, from, from + way, way < 0);
  context.closePath();
  context.globalAlpha = 0.35;
  context.fill();
  context.globalAlpha = 1;
  context.beginPath();
  context.arc(at.x, at.y, reach, from, from + way, way < 0);
  context.lineWidth = 2.5;
  context.stroke();
}

function line(context, at, reach, along) {
  context.beginPath();
  context.setLineDash([5, 4]);
  context.lineWidth = 1.5;
  context.moveTo(at.x, at.y);
  context.lineTo(at.x + reach * Math.cos(along), at.y + reach * Math.sin(along));
  context.stroke();
  context.setLineDash([]);
}

function label(context, { at, text, along, off, color }) {
  context.font = "600 14px system-ui, sans-serif";
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = 4;
  context.lineJoin = "round";
  context.strokeStyle = token("--rw-bone-edge");
  const [x, y] = [at.x + off * Math.cos(along), at.y + off * Math.sin(along)];
  context.strokeText(text, x, y);
  context.fillStyle = color;
  context.fillText(text, x, y);
}
