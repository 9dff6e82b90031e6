import assert from "node:assert/strict";
import { test } from "node:test";
import { MeasuredFilm } from "repwise/player/measured-film.js";

// A phone's varying rate.
const TIMES = [0, 0.033, 0.133, 0.15, 0.2];

/** A clock that stands still until it is told how many seconds pass. */
class Clock {
  milliseconds = 0;
  waiting = [];
  now = () => this.milliseconds;
  tick = (back) => this.waiting.push(back);

  pass(seconds) {
    this.milliseconds += 1000 * seconds;
    for (const back of this.waiting.splice(0)) back();
  }
}

/** A film of `times`, what it said, and the times of the frames that it showed. */
function running(times = TIMES) {
  const clock = new Clock();
  const film = new MeasuredFilm({ width: 720, height: 960 }, clock);
  const [said, shown] = [[], []];
  for (const name of ["play", "pause", "ended", "durationchange"]) {
    film.addEventListener(name, () => said.push(name));
  }
  const look = (_now, { mediaTime }) => {
    shown.push(mediaTime);
    film.requestVideoFrameCallback(look);
  };
  film.requestVideoFrameCallback(look);
  if (times) film.take(times);
  return { clock, film, said, shown };
}

test("it shows every frame at its own time, whatever the rate", () => {
  const { clock, film, shown } = running();
  film.play();
  for (let n = 0; n < 21; n += 1) clock.pass(0.01);
  assert.deepEqual(shown, TIMES);
});

test("at half speed it takes twice as long", () => {
  const { clock, film } = running();
  film.playbackRate = 0.5;
  film.play();
  clock.pass(0.2);
  assert.ok(Math.abs(film.currentTime - 0.1) < 1e-9);
});

test("between two frames the one that has begun is shown", () => {
  const { film, shown } = running();
  film.currentTime = 0.13;
  assert.equal(shown.at(-1), 0.033);
  film.currentTime = 0.1335;
  assert.equal(shown.at(-1), 0.133);
});

test("at its end it stops, says so, and plays from the start again", () => {
  const { clock, film, said } = running();
  film.play();
  clock.pass(0.24);
  assert.equal(film.currentTime, 0.2);
  assert.deepEqual(said, ["durationchange", "play", "pause", "ended"]);
  film.play();
  assert.equal(film.currentTime, 0);
  assert.equal(film.paused, false);
});

test("paused it stands still", () => {
  const { clock, film } = running();
  film.play();
  clock.pass(0.05);
  film.pause();
  clock.pass(0.05);
  assert.equal(film.currentTime, 0.05);
  assert.equal(clock.waiting.length, 0);
});

test("a second play starts no second clock", () => {
  const { clock, film } = running();
  film.play();
  film.play();
  assert.equal(clock.waiting.length, 1);
});

test("a page that was hidden goes on where it was left", () => {
  const { clock, film } = running([0, 1, 2, 3, 4]);
  film.play();
  clock.pass(600);
  assert.equal(film.currentTime, 0.25);
});

test("a moment that was asked for before the frames came is shown once they come", () => {
  const { film, shown } = running(null);
  film.currentTime = 0.14;
  assert.deepEqual([film.readyState, film.duration], [1, NaN]);
  film.take(TIMES);
  assert.equal(shown.at(-1), 0.133);
  assert.equal(film.duration, 0.2);
});

test("without frames nothing plays", () => {
  const { film, said } = running([]);
  film.play();
  assert.equal(film.paused, true);
  assert.deepEqual(said, ["durationchange"]);
});

test("moments outside are its first and its last", () => {
  const { film } = running();
  film.currentTime = -3;
  assert.equal(film.currentTime, 0);
  film.currentTime = 99;
  assert.equal(film.currentTime, 0.2);
});
