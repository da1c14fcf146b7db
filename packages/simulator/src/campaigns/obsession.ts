import { askFor, lastDay, sitting, sittingTimes, systemOf } from "./pace.ts";
import type { CampaignShape } from "./shape.ts";

/** Sittings a week. assumed; press reports of officers stalking run from daily to a few a week. */
const RATE = [3, 8] as const;
/** Days it lasts. assumed. */
const LENGTH = [28, 84] as const;
/** Share of sittings outside the shift; share with any reason at all. assumed. */
const OFF_SHIFT = 0.15;
const REASONED = 0.6;

/** A former partner, a neighbour. */
export const obsession: CampaignShape = {
  name: "obsession",
  description: "One operator keeps looking at one person, several times a week for weeks, without a case.",
  accused: "operator",
  systems: ["plates", "location", "calls"],
  begin(stage, random, wish) {
    const operator = stage.castOperator(random);
    const victim = stage.castVictim(random);
    const system = systemOf(stage, this.systems);
    const rate = wish.rate ?? random.between(...RATE);
    return {
      operators: [operator],
      victims: [victim],
      parameters: { rate },
      lastDay: lastDay(stage, wish.day, random.between(...LENGTH)),
      day: (day) =>
        sittingTimes(stage, operator, day, rate, OFF_SHIFT, random).flatMap((at) => {
          const purpose = random.chance(REASONED)
            ? { reason: stage.vagueReason(operator, random) }
            : undefined;
          return sitting({ at, operator, ...askFor(system, victim), purpose }, random);
        }),
    };
  },
};
