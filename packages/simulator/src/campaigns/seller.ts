import { askFor, inShift, lastDay, systemOf } from "./pace.ts";
import type { CampaignLookup, CampaignShape } from "./shape.ts";

/** Orders on a working day that has any, and how many working days have. assumed. */
const ORDERS = [5, 16] as const;
const DAYS_WITH = 0.7;
const LENGTH = [21, 60] as const;
const REASONED = 0.8;

export const seller: CampaignShape = {
  name: "seller",
  description:
    "One operator sells what the records say: many people, each looked up once, with a vague reason.",
  accused: "operator",
  systems: ["plates", "calls", "finance", "travel"],
  begin(stage, random, wish) {
    const operator = stage.castOperator(random);
    const system = systemOf(stage, this.systems);
    const orders = wish.rate === undefined ? random.between(...ORDERS) : wish.rate / 3;
    return {
      operators: [operator],
      victims: [],
      parameters: { ordersPerDay: orders },
      lastDay: lastDay(stage, wish.day, random.between(...LENGTH)),
      day(day) {
        const begin = inShift(stage, operator, day, random);
        if (begin === undefined || !random.chance(DAYS_WITH)) return [];
        const lookups: CampaignLookup[] = [];
        let at = begin;
        for (let count = random.poisson(orders); count > 0; count--) {
          const purpose = random.chance(REASONED)
            ? { reason: stage.vagueReason(operator, random) }
            : undefined;
          lookups.push({ at, operator, ...askFor(system, stage.castVictim(random)), purpose });
          at += -Math.log(random.next()) * 6 * 60_000 + 15_000;
        }
        return lookups;
      },
    };
  },
};
