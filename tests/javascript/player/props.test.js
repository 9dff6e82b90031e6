import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { extent, jointsAt } from "repwise/player/motion.js";
import { dumbbells, furniture } from "repwise/player/props.js";

const read = (code) =>
  JSON.parse(readFileSync(new URL(`../../../static/motions/${code}.json`, import.meta.url)));
const axis = (code, number) => furniture(read(code)).flat().map((corner) => corner[number]);
const AHEAD = 0;
const UP = 2;

/** The joint at rest or, for `place`, elsewhere in the motion. */
const joint = (code, name, place = 0) => jointsAt(read(code), place)[name];

test("whoever slides down a wall has it behind the back all the way", () => {
  const motion = read("wall_squat");
  const [wall] = new Set(axis("wall_squat", AHEAD));
  for (const place of motion.frames.keys()) {
    for (const name of ["left_hip", "left_shoulder", "head"]) {
      const gap = jointsAt(motion, place)[name][AHEAD] - wall;
      assert.ok(gap > 60, `${name} at ${place}: ${gap}`);
    }
  }
});

test("the hands are on the wall ahead, and no other part goes through it", () => {
  const motion = read("push_up_wall");
  const [wall] = new Set(axis("push_up_wall", AHEAD));
  assert.ok(Math.abs(wall - joint("push_up_wall", "left_wrist")[AHEAD]) < 80);
  for (const place of motion.frames.keys()) {
    assert.ok(jointsAt(motion, place).head[AHEAD] < wall);
  }
});

test("the hands lean on the bench", () => {
  const top = Math.max(...axis("push_up_incline", UP));
  const [ahead, , hand] = joint("push_up_incline", "left_wrist");
  assert.ok(hand > top && hand - top < 100, `${hand} over ${top}`);
  assert.ok(Math.min(...axis("push_up_incline", AHEAD)) < ahead);
});

test("both feet stand on the step once they are up", () => {
  const motion = read("step_up");
  const top = Math.max(...axis("step_up", UP));
  const [back, front] = [Math.min(...axis("step_up", AHEAD)), Math.max(...axis("step_up", AHEAD))];
  for (const side of ["left", "right"]) {
    const [heel, , sole] = joint("step_up", `${side}_heel`, motion.peak);
    assert.ok(sole > top && sole - top < 120, `${sole} over ${top}`);
    assert.ok(back < heel && joint("step_up", `${side}_foot_index`, motion.peak)[AHEAD] < front);
  }
});

test("the seat is under whoever sits, with a back behind", () => {
  const [ahead, , hip] = joint("seated_knee_extension", "left_hip");
  assert.ok(Math.max(...axis("seated_knee_extension", UP)) > hip);
  assert.ok(Math.min(...axis("seated_knee_extension", AHEAD)) < ahead - 150);
});

test("a mat reaches from head to feet", () => {
  const [from, to] = [Math.min(...axis("glute_bridge", AHEAD)), Math.max(...axis("glute_bridge", AHEAD))];
  for (const [x] of Object.values(jointsAt(read("glute_bridge"), 0))) assert.ok(from < x && x < to);
});

test("dumbbells go where the hands go", () => {
  const motion = read("shoulder_press");
  const joints = jointsAt(motion, motion.peak);
  const middles = dumbbells(motion, joints).map(([a, b]) => a.map((value, number) => (value + b[number]) / 2));
  assert.deepEqual(middles, [joints.left_wrist, joints.right_wrist]);
  assert.deepEqual(dumbbells(read("squat"), joints), []);
});

test("every thing that a motion names is drawn, and has room in the picture", () => {
  for (const code of ["wall_squat", "push_up_wall", "push_up_incline", "step_up", "sit_to_stand", "plank"]) {
    const motion = read(code);
    const things = furniture(motion);
    assert.ok(things.length > 0, code);
    const room = extent(motion, 90, false, things);
    for (const [x] of things.flat()) assert.ok(room.left <= -x && -x <= room.right, code);
  }
  assert.deepEqual(furniture(read("squat")), []);
});
