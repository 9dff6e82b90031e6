/** The phases of repetitions: a lane under the curve, and the one that is shown now. */
import { token } from "repwise/player/colors.js";

const LANE = 7;
const SHADES = [0.85, 0.35];

/** Return the repetition and the phase at `time`; null where there is none. */
export function phaseAt(repetitions, time) {
  const one = repetitions.find(({ start, end }) => start <= time && time <= end);
  if (!one) return null;
  const phases = (one.phases ?? []).filter(({ start, end }) => start <= time && time <= end);
  return { number: one.index, phase: phases.at(-1)?.name ?? "" };
}

/** Paint a lane at the foot of `u`: a shade a phase, so that each edge is seen. */
export function paintPhases(u, repetitions) {
  const { ctx, bbox } = u;
  const height = LANE * devicePixelRatio;
  const x = (time) => u.valToPos(time, "x", true);
  ctx.save();
  ctx.fillStyle = token("--rw-accent");
  for (const { phases } of repetitions) {
    (phases ?? []).forEach(({ start, end }, index) => {
      ctx.globalAlpha = SHADES[index % SHADES.length];
      ctx.fillRect(x(start), bbox.top + bbox.height - height, x(end) - x(start), height);
    });
  }
  ctx.restore();
}

export function wirePhases(root, player) {
  const said = root.querySelector("[data-phase-now]");
  if (!said) return;
  const { wordAt, wordBetween } = said.dataset;
  player.addEventListener("frame", ({ detail }) => {
    const now = phaseAt(player.facts.repetitions, detail.time);
    const words = now ? wordAt.replace("{number}", now.number) : wordBetween;
    said.textContent = now?.phase ? `${words} · ${now.phase}` : words;
  });
}
