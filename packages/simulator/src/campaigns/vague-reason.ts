import { askFor, lastDay, sitting, sittingTimes, systemOf } from "./pace.ts";
import type { CampaignShape } from "./shape.ts";

/** One press report: 179 searches of two people over two months, each with the reason "investigation", on duty. */
const SEARCHES_A_WEEK = 179 / 8.7;
const LOOKUPS_A_SITTING = 3.3;
const LENGTH = [50, 70] as const;
/** Share of the sittings that go to the first of the two. assumed. */
const FIRST = 0.65;

export const vagueReason: CampaignShape = {
  name: "vague-reason",
  description:
    "One operator looks at two people over two months, on duty, always with the same vague reason.",
  accused: "operator",
  systems: ["plates", "calls", "location"],
  begin(stage, random, wish) {
    const operator = stage.castOperator(random);
    const victims = [stage.castVictim(random), stage.castVictim(random)] as const;
    const system = systemOf(stage, this.systems);
    const rate = wish.rate ?? SEARCHES_A_WEEK / LOOKUPS_A_SITTING;
    const purpose = { reason: "investigation" };
    return {
      operators: [operator],
      victims,
      parameters: { rate },
      lastDay: lastDay(stage, wish.day, random.between(...LENGTH)),
      day: (day) =>
        sittingTimes(stage, operator, day, rate, 0, random).flatMap((at) =>
          sitting(
            { at, operator, ...askFor(system, victims[random.chance(FIRST) ? 0 : 1]), purpose },
            random,
          ),
        ),
    };
  },
};
