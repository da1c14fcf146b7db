import { askFor, lastDay, offShift, systemOf } from "./pace.ts";
import type { CampaignLookup, CampaignShape } from "./shape.ts";

/** Look-ups in a night, seconds between them, nights. assumed. */
const A_NIGHT = [150, 500] as const;
const SECONDS = [2, 9] as const;
const NIGHTS = [2, 5] as const;

export const scraper: CampaignShape = {
  name: "scraper",
  description:
    "One account asks for hundreds of people one after the other on a few nights, and exports the answers.",
  accused: "operator",
  systems: ["plates", "calls", "finance", "travel"],
  begin(stage, random, wish) {
    const operator = stage.castOperator(random);
    const system = systemOf(stage, this.systems);
    const nights = Math.round(random.between(...NIGHTS));
    return {
      operators: [operator],
      victims: [],
      parameters: { nights },
      lastDay: lastDay(stage, wish.day, nights * 3),
      day(day) {
        if ((day - wish.day) % 3 !== 0 || day >= wish.day + nights * 3) return [];
        const lookups: CampaignLookup[] = [];
        let at = offShift(stage, operator, day, random);
        for (let count = Math.round(random.between(...A_NIGHT)); count > 0; count--) {
          const asked = askFor(system, stage.castVictim(random));
          lookups.push({ at, operator, ...asked, rows: 1 + random.below(200) });
          if (random.chance(0.05))
            lookups.push({ at: at + 700, operator, ...asked, action: "export", rows: 200 });
          at += random.between(...SECONDS) * 1000;
        }
        return lookups;
      },
    };
  },
};
