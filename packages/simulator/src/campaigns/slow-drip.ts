import { askFor, lastDay, sitting, sittingTimes, systemOf } from "./pace.ts";
import { CAMPAIGNS } from "../parameters.ts";
import type { CampaignShape } from "./shape.ts";

/** Sittings a week unless the caller fixes the rate. assumed; the issue asks for one to two. */
const RATE = [1, 2] as const;
/** Lasts to the end of the world. */
const LENGTH = 3650;
/** Share of look-ups with an ordinary reason; none has a case. assumed. */
const REASONED = 0.8;

export const slowDrip: CampaignShape = {
  name: "slow-drip",
  description:
    "One operator looks at one person once or twice a week, on duty, with ordinary words and no case.",
  accused: "operator",
  latestStart: CAMPAIGNS.latestSlowStart,
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
      lastDay: lastDay(stage, wish.day, LENGTH),
      day: (day) =>
        sittingTimes(stage, operator, day, rate, 0, random).flatMap((at) => {
          const purpose = random.chance(REASONED)
            ? { reason: stage.vagueReason(operator, random) }
            : undefined;
          return sitting(
            { at, operator, ...askFor(system, victim), purpose },
            random,
            1 + random.poisson(0.5),
          );
        }),
    };
  },
};
