/** Draw the reference figure: far limbs first, what works in the accent color. */
import { token } from "repwise/player/colors.js";
import { extent, jointsAt, mirrored, moving, seenFrom } from "repwise/player/motion.js";
import { dumbbells, furniture } from "repwise/player/props.js";

const LIMBS = {
  foot: ["heel", "foot_index", 62],
  shank: ["knee", "ankle", 92],
  thigh: ["hip", "knee", 118],
  upper_arm: ["shoulder", "elbow", 74],
  forearm: ["elbow", "wrist", 68],
};
// Millimetres of a body of 1.72 m, as the motions are.
const [TRUNK, NECK, HEAD, AROUND] = [110, 80, 108, 130];
// Width and color of what stands around, and of what is held.
const THING = [26, "--rw-fig-far"];
const BAR = [96, "--rw-text"];

const SEGMENTS = Object.fromEntries(
  ["left", "right"].flatMap((side) =>
    Object.entries(LIMBS).map(([name, [from, to]]) => [
      `${side}_${name}`, [`${side}_${from}`, `${side}_${to}`],
    ]),
  ),
);

export class Figure {
  /**
   * @param canvas where to draw.
   * @param motion the content of a file in `static/motions`.
   * @param yaw degrees: the side it is seen from.
   */
  constructor(canvas, motion, yaw) {
    Object.assign(this, { canvas, motion, yaw });
    this.moves = moving(motion, SEGMENTS);
    this.furniture = furniture(motion);
    this.room = [false, true].map((isMirrored) => extent(motion, yaw, isMirrored, this.furniture));
  }

  /** Draw the figure at `place`; `side` "right" is the mirror image of a left motion. */
  draw(place, side = "both") {
    const isMirrored = this.motion.side === "left" && side === "right";
    const flip = (joints) => (isMirrored ? mirrored(joints) : joints);
    const seen = seenFrom(flip(jointsAt(this.motion, place)), this.yaw);
    const { context, at, scale } = this.#prepared(this.room[Number(isMirrored)]);
    const pen = new Pen(context, at, scale);
    pen.ground(this.canvas);
    for (const line of this.furniture) drawLine(pen, line, this.yaw, THING, isMirrored);
    for (const part of this.#parts(seen, isMirrored)) part(pen);
    for (const bar of dumbbells(this.motion, jointsAt(this.motion, place))) drawLine(pen, bar, this.yaw, BAR, isMirrored);
    this.canvas.dataset.place = place.toFixed(2);  // read by tests
  }

  /** Return what to draw, the farthest first. */
  #parts(seen, isMirrored) {
    const middle = mean(seen, ["left_hip", "right_hip", "left_shoulder", "right_shoulder"]);
    const parts = Object.entries(SEGMENTS).map(([name, [from, to]]) => {
      const near = (seen[from].near + seen[to].near) / 2;
      const works = this.moves.has(isMirrored ? other(name) : name);
      const color = works ? "--rw-accent" : near < middle.near - 40 ? "--rw-fig-far" : "--rw-fig-body";
      const width = LIMBS[name.slice(name.indexOf("_") + 1)][2];
      return { near, draw: (pen) => pen.line([seen[from], seen[to]], width, color) };
    });
    parts.push({ near: middle.near, draw: (pen) => drawTrunk(pen, seen) });
    return parts.sort((a, b) => a.near - b.near).map(({ draw }) => draw);
  }

  #prepared(room) {
    const { canvas } = this;
    const density = window.devicePixelRatio || 1;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    canvas.width = Math.round(width * density);
    canvas.height = Math.round(height * density);
    const context = canvas.getContext("2d");
    context.setTransform(density, 0, 0, density, 0, 0);
    context.lineCap = context.lineJoin = "round";
    const scale = Math.min(
      width / (room.right - room.left + 2 * AROUND),
      height / (room.top - room.bottom + 2 * AROUND),
    );
    const center = (room.left + room.right) / 2;
    const floor = height / 2 + (scale * (room.top + room.bottom)) / 2;
    const at = ({ right, up }) => [width / 2 + scale * (right - center), floor - scale * up];
    return { context, at, scale };
  }
}

class Pen {
  constructor(context, at, scale) {
    Object.assign(this, { context, at, scale });
  }

  line(points, width, color) {
    const { context } = this;
    context.strokeStyle = token(color);
    context.lineWidth = width * this.scale;
    context.beginPath();
    points.forEach((point, index) => context[index ? "lineTo" : "moveTo"](...this.at(point)));
    context.stroke();
  }

  area(points, width, color) {
    this.line([...points, points[0]], width, color);
    this.context.fillStyle = token(color);
    this.context.fill();
  }

  disc(point, radius, color) {
    const { context } = this;
    context.fillStyle = token(color);
    context.beginPath();
    context.arc(...this.at(point), radius * this.scale, 0, 2 * Math.PI);
    context.fill();
  }

  ground(canvas) {
    const [, y] = this.at({ right: 0, up: -30 });
    this.context.strokeStyle = token("--rw-line-strong");
    this.context.lineWidth = 2;
    this.context.beginPath();
    this.context.moveTo(0.06 * canvas.clientWidth, y);
    this.context.lineTo(0.94 * canvas.clientWidth, y);
    this.context.stroke();
  }
}

function drawTrunk(pen, seen) {
  const shoulders = mean(seen, ["left_shoulder", "right_shoulder"]);
  const corners = ["left_shoulder", "right_shoulder", "right_hip", "left_hip"];
  pen.area(corners.map((name) => seen[name]), TRUNK, "--rw-fig-body");
  pen.line([shoulders, seen.head], NECK, "--rw-fig-body");
  pen.disc(seen.head, HEAD, "--rw-fig-body");
}

/** Draw a line of corners [x, y, z] with a style of [width, color]. */
function drawLine(pen, corners, yaw, [width, color], isMirrored) {
  const placed = corners.map(([x, y, z]) => [x, isMirrored ? -y : y, z]);
  pen.line(Object.values(seenFrom({ ...placed }, yaw)), width, color);
}

function mean(seen, names) {
  const sum = (key) => names.reduce((total, name) => total + seen[name][key], 0) / names.length;
  return { right: sum("right"), up: sum("up"), near: sum("near") };
}

function other(name) {
  return name.startsWith("left") ? name.replace("left", "right") : name.replace("right", "left");
}
