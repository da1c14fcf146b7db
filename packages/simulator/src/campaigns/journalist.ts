import type { SystemName } from "../event.ts";
import { askFor, lastDay, sitting, sittingTimes } from "./pace.ts";
import type { CampaignLookup, CampaignShape } from "./shape.ts";

/** Sittings a week over all systems. assumed. */
const RATE = [5, 10] as const;
const LENGTH = [14, 42] as const;
const REASONED = 0.5;
const ASKED: readonly SystemName[] = ["calls", "location", "plates", "travel", "finance"];

export const journalist: CampaignShape = {
  name: "journalist",
  description: "One operator follows one journalist through every record system there is.",
  accused: "operator",
  systems: ["calls", "location", "plates", "travel", "finance"],
  begin(stage, random, wish) {
    const operator = stage.castOperator(random, { role: "detective" });
    const victim = stage.castVictim(random);
    const rate = wish.rate ?? random.between(...RATE);
    const systems = ASKED.filter((name) => stage.systems.has(name));
    let asked = random.below(systems.length);
    return {
      operators: [operator],
      victims: [victim],
      parameters: { rate, systems: systems.length },
      lastDay: lastDay(stage, wish.day, random.between(...LENGTH)),
      day: (day) =>
        sittingTimes(stage, operator, day, rate, 0.1, random).flatMap((at) => {
          const purpose = random.chance(REASONED)
            ? { reason: stage.vagueReason(operator, random) }
            : undefined;
          const lookups: CampaignLookup[] = [];
          /* Mostly the next system in turn, so that all are asked soon. */
          const system =
            systems[random.chance(0.8) ? asked++ % systems.length : random.below(systems.length)]!;
          lookups.push(
            ...sitting({ at, operator, ...askFor(system, victim), purpose }, random, 1 + random.poisson(1)),
          );
          return lookups;
        }),
    };
  },
};
