/** Draw one pose on a canvas: bones, joints, and what is wrong, ringed. */
import { placed } from "repwise/player/geometry.js";

// BlazePose gives the face eleven landmarks and each hand four: the face is left
// free, so that people still see themselves, and hands end at the wrist.
const FACE = 11;
const FINGERS = new Set([17, 18, 19, 20, 21, 22]);

export function isDrawn(joint) {
  return joint >= FACE && !FINGERS.has(joint);
}

/**
 * Draw `frame` into `box` of the canvas behind `context`.
 *
 * @param marked indices of landmarks to ring.
 * @param colors {bone, edge, joint, wrong}
 */
export function drawSkeleton(context, { frame, edges, box, marked, colors }) {
  if (!frame) return;
  const unit = Math.max(2, Math.min(box.width, box.height) / 110);
  context.lineCap = "round";
  strokeBones(context, { frame, edges, box, color: colors.edge, width: unit * 2.1, only: null });
  strokeBones(context, { frame, edges, box, color: colors.bone, width: unit, only: null });
  strokeBones(context, { frame, edges, box, color: colors.wrong, width: unit * 1.3, only: marked });
  drawJoints(context, { frame, box, unit, colors });
  for (const joint of marked) ring(context, { at: placed(frame, joint, box), unit, colors });
}

function strokeBones(context, { frame, edges, box, color, width, only }) {
  context.strokeStyle = color;
  context.lineWidth = width;
  context.beginPath();
  for (const [a, b] of edges) {
    if (!isDrawn(a) || !isDrawn(b)) continue;
    if (only && !(only.has(a) || only.has(b))) continue;
    const from = placed(frame, a, box);
    const to = placed(frame, b, box);
    if (!from || !to) continue;
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
  }
  context.stroke();
}

function drawJoints(context, { frame, box, unit, colors }) {
  for (let joint = FACE; joint < frame.length / 2; joint += 1) {
    const at = isDrawn(joint) ? placed(frame, joint, box) : null;
    if (!at) continue;
    disc(context, at, unit * 1.45, colors.edge);
    disc(context, at, unit * 1.1, colors.joint);
  }
}

function disc(context, at, radius, color) {
  context.fillStyle = color;
  context.beginPath();
  context.arc(at.x, at.y, radius, 0, 2 * Math.PI);
  context.fill();
}

function ring(context, { at, unit, colors }) {
  if (!at) return;
  for (const [color, width] of [[colors.edge, unit * 2], [colors.wrong, unit * 1.1]]) {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.beginPath();
    context.arc(at.x, at.y, unit * 5, 0, 2 * Math.PI);
    context.stroke();
  }
}
