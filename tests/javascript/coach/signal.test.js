import assert from "node:assert/strict";
import { test } from "node:test";
import { canMeasure, valueOf } from "repwise/coach/measures.js";
import { movementOf } from "repwise/coach/signal.js";

/** Somebody who stands, facing the camera; metres, x right, y down, z away. */
function standing() {
  const world = Array.from({ length: 33 }, () => ({ x: 0, y: 0, z: 0 }));
  const set = (index, x, y, z = 0) => (world[index] = { x, y, z });
  for (const [side, x] of [[0, 0.15], [1, -0.15]]) {
    set(11 + side, x, -0.5);
    set(13 + side, x, -0.25);
    set(15 + side, x, 0);
    set(23 + side, x, 0);
    set(25 + side, x, 0.45);
    set(27 + side, x, 0.9);
    set(29 + side, x, 0.93, 0.05);
    set(31 + side, x, 0.93, -0.15);
  }
  return world;
}

const seen = (hidden = []) => Array.from({ length: 33 }, (_, i) => ({ visibility: hidden.includes(i) ? 0.1 : 0.9 }));
const near = (value, expected) => assert.ok(Math.abs(value - expected) < 0.5, `${value}, not ${expected}`);

test("a straight body reads 0 everywhere", () => {
  for (const measure of ["knee_flexion", "hip_flexion", "elbow_flexion", "shoulder_abduction", "thigh_forward", "trunk_inclination", "trunk_lean_forward", "trunk_lean_side"]) {
    near(valueOf(measure, standing(), 0), 0);
  }
});

test("a bent knee reads as far as it is bent", () => {
  const world = standing();
  world[27] = { x: 0.15, y: 0.45, z: 0.45 }; // the left shank level, backward
  near(valueOf("knee_flexion", world, 0), 90);
  near(valueOf("knee_flexion", world, 1), 0);
});

test("a trunk that leans forward reads more, backward less than nothing", () => {
  const leaning = (z) => {
    const world = standing();
    for (const side of [0, 1]) Object.assign(world[11 + side], { y: -0.5 * Math.cos(Math.PI / 6), z });
    return valueOf("trunk_lean_forward", world, 0);
  };
  near(leaning(-0.25), 30); // the toes point to the camera
  near(leaning(0.25), -30);
});

test("an arm at shoulder height reads 90", () => {
  const world = standing();
  world[13] = { x: 0.4, y: -0.5, z: 0 };
  near(valueOf("shoulder_abduction", world, 0), 90);
});

test("a thigh in front is positive, one behind negative", () => {
  const world = standing();
  world[25] = { x: 0.15, y: 0.39, z: -0.225 };
  world[26] = { x: -0.15, y: 0.39, z: 0.225 };
  near(valueOf("thigh_forward", world, 0), 30);
  near(valueOf("thigh_forward", world, 1), -30);
});

test("a leg lifted outward is positive on either side", () => {
  const world = standing();
  world[25] = { x: 0.375, y: 0.39, z: 0 };
  world[26] = { x: -0.375, y: 0.39, z: 0 };
  near(valueOf("hip_abduction", world, 0), 30);
  near(valueOf("hip_abduction", world, 1), 30);
});

test("both sides count together, alternating ones by the one at work", () => {
  const world = standing();
  world[27] = { x: 0.15, y: 0.45, z: 0.45 };
  const of = (side, peak = "max") => movementOf({ measure: "knee_flexion", peak, side }, seen(), world);
  near(of("both"), 45);
  near(of("alternating"), 90);
  near(of("alternating", "min"), 0);
  near(of("left"), 90);
  near(of("right"), 0);
});

test("what is hidden gives no value; the other side stands in where both do the same", () => {
  const movement = { measure: "knee_flexion", peak: "max", side: "both" };
  assert.equal(movementOf({ ...movement, side: "left" }, seen([27]), standing()), null);
  near(movementOf(movement, seen([27]), standing()), 0);
  assert.equal(movementOf(movement, seen([27, 28]), standing()), null);
});

test("not every measure can be had on a phone", () => {
  assert.equal(canMeasure("heel_lift"), false);
  assert.equal(canMeasure("constructor"), false);
  assert.equal(canMeasure("hip_flexion"), true);
});
