import { askFor, lastDay, sitting, sittingTimes, systemOf } from "./pace.ts";
import type { CampaignShape } from "./shape.ts";

/** Visits to the pair a week; each visit is a sitting of one or of both. assumed. */
const RATE = [2.5, 5] as const;
const LENGTH = [28, 70] as const;
/** Share of visits that look at both, and share with any reason. assumed. */
const BOTH = 0.65;
const REASONED = 0.7;

/** A former partner and the new one. */
export const linkedPair: CampaignShape = {
  name: "linked-pair",
  description: "One operator looks at two people who belong together, mostly one right after the other.",
  accused: "operator",
  systems: ["plates", "location", "calls"],
  begin(stage, random, wish) {
    const operator = stage.castOperator(random);
    const first = stage.castVictim(random);
    const second = first.contacts(1)[0] ?? stage.castVictim(random);
    const system = systemOf(stage, this.systems);
    const rate = wish.rate ?? random.between(...RATE);
    return {
      operators: [operator],
      victims: [first, second],
      parameters: { rate },
      lastDay: lastDay(stage, wish.day, random.between(...LENGTH)),
      day: (day) =>
        sittingTimes(stage, operator, day, rate, 0.1, random).flatMap((at) => {
          const purpose = random.chance(REASONED)
            ? { reason: stage.vagueReason(operator, random) }
            : undefined;
          const both = random.chance(BOTH);
          const lead = both || random.chance(0.5) ? first : second;
          const lookups = sitting(
            { at, operator, ...askFor(system, lead), purpose },
            random,
            1 + random.poisson(0.8),
          );
          if (both) {
            const next = lookups.at(-1)!.at + random.between(20_000, 300_000);
            lookups.push(
              ...sitting(
                { at: next, operator, ...askFor(system, second), purpose },
                random,
                1 + random.poisson(0.8),
              ),
            );
          }
          return lookups;
        }),
    };
  },
};
