import { askFor, lastDay, sitting, sittingTimes, systemOf } from "./pace.ts";
import type { CampaignShape } from "./shape.ts";
import type { StageOperator } from "./stage.ts";

const MEMBERS = 4;
/** Sittings a week of all four together. assumed: nobody looks more than about once a week. */
const RATE = [4, 7] as const;
const LENGTH = [28, 70] as const;
const REASONED = 0.7;

export const ring: CampaignShape = {
  name: "ring",
  description: "Four operators take turns to look at one person, so that none of them stands out.",
  accused: "subject",
  systems: ["plates", "location", "calls"],
  begin(stage, random, wish) {
    const operators: StageOperator[] = [stage.castOperator(random)];
    while (operators.length < MEMBERS) operators.push(stage.castOperator(random, { not: [...operators] }));
    const victim = stage.castVictim(random);
    const system = systemOf(stage, this.systems);
    const rate = wish.rate ?? random.between(...RATE);
    return {
      operators,
      victims: [victim],
      parameters: { rate },
      lastDay: lastDay(stage, wish.day, random.between(...LENGTH)),
      day: (day) =>
        operators.flatMap((operator) =>
          sittingTimes(stage, operator, day, rate / MEMBERS, 0, random).flatMap((at) => {
            const purpose = random.chance(REASONED)
              ? { reason: stage.vagueReason(operator, random) }
              : undefined;
            return sitting(
              { at, operator, ...askFor(system, victim), purpose },
              random,
              1 + random.poisson(0.5),
            );
          }),
        ),
    };
  },
};
