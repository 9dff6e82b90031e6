/** Draw one pose on a canvas: bones, joints, and what is wrong, ringed. */
import { placed } from "repwise/player/geometry.js";

// BlazePose gives the face eleven landmarks and each hand four: the face is left
// free, so that people still see themselves, and hands end at the wrist.
const FACE = 11;
const FINGERS = new Set([17, 18, 19, 20, 21, 22]);
const [EARS, SHOULDERS] = [[7, 8], [11, 12]];
// Shares of the body's height (Drillis and Contini 1966): a head is 0.130 high, so that
// its middle, where the ears are, is at 0.935; shoulders are at 0.818.
const HEAD_OF_NECK = 0.065 / (0.935 - 0.818);

export function isDrawn(joint) {
  return joint >= FACE && !FINGERS.has(joint);
}

/**
 * Draw `frame` into `box` of the canvas behind `context`.
 *
 * @param marked indices of landmarks to ring.
 * @param colors {bone, edge, joint, wrong}
 * @param withHead whether a head is drawn too: without a picture nobody sees one.
 */
export function drawSkeleton(context, { frame, edges, box, marked, colors, withHead = false }) {
  if (!frame) return;
  const unit = Math.max(2, Math.min(box.width, box.height) / 110);
  context.lineCap = "round";
  strokeBones(context, { frame, edges, box, color: colors.edge, width: unit * 2.1, only: null });
  strokeBones(context, { frame, edges, box, color: colors.bone, width: unit, only: null });
  strokeBones(context, { frame, edges, box, color: colors.wrong, width: unit * 1.3, only: marked });
  if (withHead) drawHead(context, { frame, box, unit, colors });
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

/** A disc where the ears are, as large as a head is beside its neck. */
function drawHead(context, { frame, box, unit, colors }) {
  const head = between(frame, EARS, box);
  const neck = between(frame, SHOULDERS, box);
  if (!head || !neck) return;
  const radius = HEAD_OF_NECK * Math.hypot(head.x - neck.x, head.y - neck.y);
  disc(context, head, radius + unit * 0.5, colors.edge);
  disc(context, head, radius, colors.bone);
}

function between(frame, [left, right], box) {
  const [a, b] = [placed(frame, left, box), placed(frame, right, box)];
  return a && b && { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
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
