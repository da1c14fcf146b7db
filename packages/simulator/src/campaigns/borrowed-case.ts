import { askFor, lastDay, sitting, sittingTimes, systemOf } from "./pace.ts";
import type { CampaignShape } from "./shape.ts";

/** Sittings a week; days after which another number is borrowed. assumed. */
const RATE = [3, 6] as const;
const LENGTH = [28, 70] as const;
const RENEWED = 21;
/** Share of sittings with the number in the case field; the others write it as the reason. audit-14. */
const IN_FIELD = 0.35;

export const borrowedCase: CampaignShape = {
  name: "borrowed-case",
  description: "One operator keeps looking at one person under the number of a case that colleagues work on.",
  accused: "operator",
  systems: ["plates", "location", "calls"],
  begin(stage, random, wish) {
    const operator = stage.castOperator(random);
    const victim = stage.castVictim(random);
    const system = systemOf(stage, this.systems);
    const rate = wish.rate ?? random.between(...RATE);
    const cases: string[] = [];
    const inField = random.chance(IN_FIELD);
    return {
      operators: [operator],
      victims: [victim],
      cases,
      parameters: { rate },
      lastDay: lastDay(stage, wish.day, random.between(...LENGTH)),
      day(day) {
        if (day >= wish.day + cases.length * RENEWED) {
          cases.push(stage.openCase(operator, day, "colleague", random) ?? stage.freshCase(day, random));
        }
        const number = cases.at(-1)!;
        const purpose = inField
          ? { case: number, reason: stage.vagueReason(operator, random) }
          : { reason: number };
        return sittingTimes(stage, operator, day, rate, 0.05, random).flatMap((at) =>
          sitting({ at, operator, ...askFor(system, victim), purpose }, random),
        );
      },
    };
  },
};
