import { askFor, lastDay, sitting, sittingTimes, systemOf } from "./pace.ts";
import type { CampaignShape } from "./shape.ts";

/** Sittings a week; days after which the operator turns to another case of his. assumed. */
const RATE = [3, 6] as const;
const LENGTH = [28, 70] as const;
const RENEWED = 28;
/** Share of sittings that cite the number; the others say nothing or little. assumed. */
const CITED = 0.85;

export const ownCase: CampaignShape = {
  name: "own-case",
  description:
    "One operator keeps looking at one person under the number of an own case to which the person does not belong.",
  accused: "operator",
  systems: ["plates", "location", "calls"],
  begin(stage, random, wish) {
    const operator = stage.castOperator(random);
    const victim = stage.castVictim(random);
    const system = systemOf(stage, this.systems);
    const rate = wish.rate ?? random.between(...RATE);
    const cases: string[] = [];
    return {
      operators: [operator],
      victims: [victim],
      cases,
      parameters: { rate },
      lastDay: lastDay(stage, wish.day, random.between(...LENGTH)),
      day(day) {
        if (day >= wish.day + cases.length * RENEWED) {
          cases.push(stage.openCase(operator, day, "own", random) ?? stage.freshCase(day, random));
        }
        const number = cases.at(-1)!;
        return sittingTimes(stage, operator, day, rate, 0.05, random).flatMap((at) => {
          const purpose = random.chance(CITED)
            ? { reason: number }
            : { reason: stage.vagueReason(operator, random) };
          return sitting({ at, operator, ...askFor(system, victim), purpose }, random);
        });
      },
    };
  },
};
