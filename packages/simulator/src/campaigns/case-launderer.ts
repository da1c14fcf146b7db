import { askFor, lastDay, sitting, sittingTimes, systemOf } from "./pace.ts";
import type { CampaignShape } from "./shape.ts";
import type { Victim } from "./stage.ts";

/** Sittings a week, chance that one asks for somebody new, and how many there are at most. assumed. */
const RATE = [5, 10] as const;
const SOMEBODY_NEW = 0.6;
const MOST = 40;
const LENGTH = [28, 70] as const;

export const caseLaunderer: CampaignShape = {
  name: "case-launderer",
  description:
    "One operator puts ever more people who have nothing to do with each other under one old case number.",
  accused: "case",
  systems: ["plates", "calls", "finance", "travel"],
  begin(stage, random, wish) {
    const operator = stage.castOperator(random);
    const system = systemOf(stage, this.systems);
    const rate = wish.rate ?? random.between(...RATE);
    const victims: Victim[] = [];
    const cases: string[] = [];
    const inField = random.chance(0.4);
    return {
      operators: [operator],
      victims,
      cases,
      parameters: { rate },
      lastDay: lastDay(stage, wish.day, random.between(...LENGTH)),
      day(day) {
        if (cases.length === 0)
          cases.push(stage.openCase(operator, day, "own", random) ?? stage.freshCase(day, random));
        const number = cases[0]!;
        const purpose = inField
          ? { case: number, reason: stage.vagueReason(operator, random) }
          : { reason: number };
        return sittingTimes(stage, operator, day, rate, 0, random).flatMap((at) => {
          if (victims.length === 0 || (victims.length < MOST && random.chance(SOMEBODY_NEW))) {
            victims.push(stage.castVictim(random));
          }
          const victim = random.chance(SOMEBODY_NEW) ? victims.at(-1)! : random.pick(victims);
          return sitting(
            { at, operator, ...askFor(system, victim), purpose },
            random,
            1 + random.poisson(0.7),
          );
        });
      },
    };
  },
};
