import { it } from "vitest";
import { meanOf, Random } from "./random.fixture.ts";
import { DAY } from "./run.ts";
import {
  countReached,
  countSitting,
  emptyTail,
  honestRatePerDay,
  propensity,
  raise,
  strength,
  type TailState,
} from "./tail.ts";

const B = 1 / 7;
type Draw = (random: Random) => number;
const draws: Record<string, Draw> = {
  exponential: (r) => 2 + 1.5 * r.exponential(),
  discrete: (r) => 2 + Math.min(r.poisson(2), 6),
  pareto: (r) => Math.min(1e5, 2 / (1 - r.unit()) ** 0.7),
  lognormal: (r) => 2 * Math.exp(0.6 * Math.abs(r.normal())),
};
const STORIES = ["fixation", "ring", "bulk"];
function simulate(
  seed: number,
  draw: Draw[],
  weights: (r: Random) => [number, number],
  days = 200,
  perDay = 2,
  mult = 1,
) {
  const r = new Random(seed);
  const tail = emptyTail();
  tail.since = 0;
  const ops = Array.from({ length: 40 }, () => weights(r));
  const [busy, keen] = [ops.map((o) => o[0]), ops.map((o) => o[0] * o[1])];
  let passes = 0;
  let n = 0;
  const by = new Map<number, number>();
  for (let day = 0; day < days; day++) {
    tail.now = (day + 1) * DAY;
    for (let i = 0; i < 200; i++) {
      const o = r.weighted(busy);
      countSitting(tail, `op-${o}`, `u${o % 4}`);
    }
    STORIES.forEach((story, j) => {
      for (let left = r.poisson(perDay); left > 0; left--) {
        const o = r.weighted(keen);
        const [operator, group] = [`op-${o}`, `u${o % 4}`];
        const score = (draw[j] as Draw)(r);
        raise(tail, { story, matter: `m${n++}`, operator, group, score });
        const s = strength(tail, story, score, operator) * propensity(tail, operator, group);
        if (s <= 16 * B) countReached(tail, operator, group);
        if (honestRatePerDay(tail, operator, s) <= mult * B) {
          passes++;
          by.set(o, (by.get(o) ?? 0) + 1);
        }
      }
    });
  }
  return passes / (B * days);
}
it("x", () => {
  for (const [wn, w] of Object.entries({
    equal: () => [1, 1] as [number, number],
    lognormal1: (r: Random) => [Math.exp(r.normal()), 1] as [number, number],
    keen: (r: Random) => [1, Math.exp(r.normal())] as [number, number],
    oneRestless: (r: Random) => [1, r.chance(0.03) ? 20 : 1] as [number, number],
  }))
    for (const [name, d] of [
      ["exp", ["exponential", "exponential", "exponential"]],
      ["mixed", ["exponential", "discrete", "pareto"]],
      ["disc", ["discrete", "discrete", "discrete"]],
      ["heavy", ["pareto", "lognormal", "pareto"]],
    ] as const) {
      const t = performance.now();
      const x = Array.from({ length: 30 }, (_, s) =>
        simulate(
          s,
          d.map((k) => draws[k] as Draw),
          w,
        ),
      );
      const { mean, error } = meanOf(x);
      console.log(wn, name, mean.toFixed(2), error.toFixed(2), (performance.now() - t).toFixed(0));
    }
});
