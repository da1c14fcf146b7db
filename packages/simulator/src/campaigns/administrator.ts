import { askFor, inShift, lastDay, offShift, sitting, systemOf } from "./pace.ts";
import type { CampaignLookup, CampaignShape } from "./shape.ts";

/** Visits a week, each: audit off, look, export or share now and then, rows deleted, audit on. assumed. */
const RATE = [1.5, 3.5] as const;
const LENGTH = [28, 70] as const;

export const administrator: CampaignShape = {
  name: "administrator",
  description:
    "An administrator switches the audit off, looks at one person, exports, deletes rows and switches it on again.",
  accused: "operator",
  systems: ["plates", "calls", "location"],
  begin(stage, random, wish) {
    const operator = stage.castOperator(random, { role: "administrator" });
    const victim = stage.castVictim(random);
    const system = systemOf(stage, this.systems);
    const rate = wish.rate ?? random.between(...RATE);
    const setting = { type: "audit-setting", name: "search audit" };
    return {
      operators: [operator],
      victims: [victim],
      parameters: { rate },
      sittingsByOperator: true,
      lastDay: lastDay(stage, wish.day, random.between(...LENGTH)),
      day(day) {
        if (!random.chance(rate / 7)) return [];
        const begin =
          (random.chance(0.6) ? inShift(stage, operator, day, random) : undefined) ??
          offShift(stage, operator, day, random);
        const lookups: CampaignLookup[] = [
          { at: begin, operator, system, action: "configure", object: setting },
        ];
        const looked = sitting(
          { at: begin + 90_000, operator, ...askFor(system, victim) },
          random,
          1 + random.poisson(1),
        );
        lookups.push(...looked);
        let at = looked.at(-1)!.at;
        const follow = (action: string, object: { type: string; name: string }) => {
          at += 20_000 + random.next() * 60_000;
          lookups.push({ at, operator, system, action, object });
        };
        if (random.chance(0.5)) {
          at += 30_000;
          lookups.push({ at, operator, ...askFor(system, victim), action: "export", rows: 500 });
        }
        if (random.chance(0.25)) follow("share", { type: "saved-list", name: "shared list" });
        if (random.chance(0.4)) follow("delete", { type: "audit-log", name: "search audit" });
        follow("configure", setting);
        return lookups;
      },
    };
  },
};
