/** Angle curves under the video: their cursor is the video's clock, both ways. */
import uPlot from "uplot";
import { onThemeChange, token } from "repwise/player/colors.js";
import { REFUTED } from "repwise/player/findings.js";
import { curveNames, unitSign, valuesAt, written } from "repwise/player/curves.js";
import { paintPhases } from "repwise/player/phases.js";

const HEIGHT = 190;

export function wireChart(root, player) {
  const place = root.querySelector("[data-chart]");
  if (!place) return;
  const choice = root.querySelector("[data-curve-choice]");
  let chart = null;
  const build = () => {
    chart?.destroy();
    chart = makeChart(place, player, choice?.value, follow);
  };
  const follow = () => {
    if (!chart || player.frame < 0) return;
    const left = chart.valToPos(player.time, "x");
    chart.setCursor({ left, top: chart.over.clientHeight / 2 }, false);
    readOut(root, player, choice?.value);
  };
  player.addEventListener("ready", () => {
    place.replaceChildren();
    fillChoice(choice, player.curves.curves, player.facts.curves ?? {});
    build();
  });
  choice?.addEventListener("change", build);
  player.addEventListener("frame", follow);
  player.addEventListener("findings", () => chart?.redraw());
  onThemeChange(() => chart && build());
  new ResizeObserver(() => {
    if (!chart) return;
    chart.setSize({ width: place.clientWidth, height: HEIGHT });
    follow();
  }).observe(place);
}

/** Curves come with the library's English names; `words` has them in the page's language. */
function fillChoice(choice, curves, words) {
  if (!choice) return;
  choice.replaceChildren();
  for (const name of curveNames(curves)) {
    const { label, unit } = curves.find((curve) => curve.name === name);
    const sign = words[unit] ?? unitSign(unit);
    choice.add(new Option(`${words[label] ?? label}${sign ? ` (${sign})` : ""}`, name));
  }
}

function readOut(root, player, name) {
  const shown = valuesAt(player.curves.curves, name, player.frame);
  for (const { side, value, unit } of shown) {
    const place = root.querySelector(`[data-curve-value="${side}"]`);
    if (!place) continue;
    place.textContent = written(value, unit, document.documentElement.lang);
  }
}

/** @param onReady called once the chart is laid out: a cursor set before is lost. */
function makeChart(place, player, name, onReady) {
  const { time_s: times, curves } = player.curves;
  const shown = curves.filter((curve) => curve.name === (name ?? curveNames(curves)[0]));
  if (shown.length === 0) return null;
  for (const sign of place.parentElement.querySelectorAll("[data-side-sign]")) {
    sign.hidden = !shown.some(({ side }) => side === sign.dataset.sideSign);
  }
  const chart = new uPlot(
    {
      width: place.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      padding: [8, 8, 0, 0],
      cursor: cursorOfTheVideo(),
      scales: { x: { time: false } },
      series: [{}, ...shown.map(lineOf)],
      axes: [axis(false, (seconds) => `${localized(seconds)} s`), axis(true, localized)],
      hooks: {
        ready: [onReady],
        drawClear: [
          (u) => paintBands(u, player.facts.repetitions, shown[0].target),
          (u) => paintPhases(u, player.facts.repetitions),
        ],
        draw: [(u) => paintPins(u, player.facts.findings)],
      },
    },
    [times, ...shown.map(({ values }) => values)],
    place,
  );
  wireScrubbing(chart, player);
  return chart;
}

/** The pointer does not move the cursor: the video does, and pressing moves the video. */
function cursorOfTheVideo() {
  const ignored = () => null;
  return {
    y: false,
    drag: { x: false, y: false },
    points: { size: 9 },
    bind: { mousemove: ignored, mouseenter: ignored, mouseleave: ignored, dblclick: ignored },
  };
}

function lineOf({ side }) {
  const right = side === "right";
  return {
    stroke: token(right ? "--rw-right" : "--rw-left"),
    width: 2,
    dash: right ? [7, 4] : undefined,
    spanGaps: false,
    points: { show: false },
  };
}

function axis(vertical, write) {
  return {
    stroke: token("--rw-text-muted"),
    font: "12px system-ui, sans-serif",
    size: vertical ? 44 : 28,
    grid: { stroke: token("--rw-line"), width: 1, show: vertical },
    ticks: { show: false },
    values: (_u, splits) => splits.map(write),
  };
}

const localized = (number) =>
  new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 }).format(number);

function paintBands(u, repetitions, target) {
  const { ctx, bbox } = u;
  const x = (time) => u.valToPos(time, "x", true);
  ctx.save();
  ctx.fillStyle = token("--rw-stripe");
  repetitions.forEach(({ start, end }, index) => {
    if (index % 2 === 0) ctx.fillRect(x(start), bbox.top, x(end) - x(start), bbox.height);
  });
  if (target) {
    const clamp = (y) => Math.min(bbox.top + bbox.height, Math.max(bbox.top, y));
    const [high, low] = [target[1], target[0]].map((value, end) =>
      value === null ? (end === 0 ? bbox.top : bbox.top + bbox.height) : clamp(u.valToPos(value, "y", true)),
    );
    ctx.fillStyle = token("--rw-band");
    ctx.fillRect(bbox.left, high, bbox.width, low - high);
  }
  ctx.restore();
}

function paintPins(u, findings) {
  const { ctx, bbox } = u;
  const size = 5 * devicePixelRatio;
  ctx.save();
  for (const { time, status } of findings) {
    if (time === null || REFUTED.has(status)) continue;
    const x = u.valToPos(time, "x", true);
    ctx.fillStyle = token(status === "confirmed" ? "--rw-act" : "--rw-watch");
    ctx.beginPath();
    ctx.moveTo(x - size, bbox.top);
    ctx.lineTo(x + size, bbox.top);
    ctx.lineTo(x, bbox.top + 1.6 * size);
    ctx.fill();
  }
  ctx.restore();
}

function wireScrubbing(chart, player) {
  const { over } = chart;
  const go = (event) => {
    const left = event.clientX - over.getBoundingClientRect().left;
    player.selected = null;
    player.seek(chart.posToVal(left, "x"));
  };
  over.addEventListener("pointerdown", (event) => {
    over.setPointerCapture(event.pointerId);
    player.film.pause();
    go(event);
  });
  over.addEventListener("pointermove", (event) => {
    if (over.hasPointerCapture(event.pointerId)) go(event);
  });
}
