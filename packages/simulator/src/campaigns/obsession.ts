import type { SystemName } from "../event.ts";
import { inShift, lastDay, offShift, sitting } from "./pace.ts";
import type { CampaignShape } from "./shape.ts";

/** Sittings a week, by share of campaigns. assumed; press reports of stalking run from daily to a few a week. */
const RATE = [3, 8] as const;
/** Days it lasts. assumed. */
const LENGTH = [28, 84] as const;
/** Share of sittings outside the shift, and with the operator's usual kind of reason. assumed. */
const OFF_SHIFT = 0.15;
const REASONED = 0.6;

/** A former partner, a neighbour: one operator keeps looking at one person, at first often, without a case. */
export const obsession: CampaignShape = {
  name: "obsession",
  description: "One operator keeps looking at one person, several times a week for weeks, without a case.",
  accused: "operator",
  systems: ["plates", "calls", "location"],
  begin(stage, random, wish) {
    const operator = stage.castOperator(random);
    const victim = stage.castVictim(random);
    const system = (["plates", "location", "calls"] as const).find((name) =>
      stage.systems.has(name),
    ) as SystemName;
    const rate = wish.rate ?? random.between(...RATE);
    return {
      operators: [operator],
      victims: [victim],
      parameters: { rate },
      lastDay: lastDay(stage, wish.day, random.between(...LENGTH)),
      day(day) {
        const onShift = inShift(stage, operator, day, random);
        const off = random.chance(OFF_SHIFT);
        if (onShift === undefined && !off) return [];
        /* About two thirds of days are working days, so that the weekly rate falls on 4.7 of them. */
        const sittings = random.poisson(rate / 4.9);
        const lookups = [];
        for (let i = 0; i < sittings; i++) {
          const at =
            off || onShift === undefined ? offShift(stage, operator, day, random) : onShift + i * 5_400_000;
          const purpose = random.chance(REASONED)
            ? { reason: stage.vagueReason(operator, random) }
            : undefined;
          lookups.push(
            ...sitting(
              {
                at,
                operator,
                system,
                action: "search",
                subject: victim.identifier(system),
                purpose,
                kind: "lookup",
              },
              random,
            ),
          );
        }
        return lookups;
      },
    };
  },
};
