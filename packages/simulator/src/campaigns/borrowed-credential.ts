import type { SessionJson } from "../event.ts";
import { askFor, inShift, lastDay, offShift, sitting, systemOf } from "./pace.ts";
import type { CampaignShape } from "./shape.ts";

/** Sittings a week; share of them in the shift of the account's owner, when both are signed in at once. assumed. */
const RATE = [3, 6] as const;
const CONCURRENT = 0.35;
const LENGTH = [28, 70] as const;
const REASONED = 0.5;

export const borrowedCredential: CampaignShape = {
  name: "borrowed-credential",
  description:
    "A junior uses a superior's account to look at one person: other address, other client, other hours.",
  accused: "operator",
  systems: ["plates", "location", "calls"],
  begin(stage, random, wish) {
    const owner = stage.castOperator(random, { role: "supervisor" });
    const junior = stage.castOperator(random, { not: [owner] });
    const victim = stage.castVictim(random);
    const system = systemOf(stage, this.systems);
    const rate = wish.rate ?? random.between(...RATE);
    const client = random.pick(["mobile", "mobile", "desktop"]);
    return {
      operators: [owner],
      victims: [victim],
      parameters: { rate, user: junior.json.id },
      lastDay: lastDay(stage, wish.day, random.between(...LENGTH)),
      day(day) {
        if (!random.chance(rate / 7)) return [];
        const at =
          (random.chance(CONCURRENT) ? inShift(stage, owner, day, random) : undefined) ??
          offShift(stage, owner, day, random);
        const seat: SessionJson | undefined = stage.seat(junior, at);
        const session = seat === undefined ? undefined : { ...seat, id: `${seat.id}-b`, client };
        const purpose = random.chance(REASONED) ? { reason: stage.vagueReason(owner, random) } : undefined;
        return sitting({ at, operator: owner, ...askFor(system, victim), purpose, session }, random);
      },
    };
  },
};
