import { RECORDS } from "../parameters.ts";
import { DAY } from "../agency/roster.ts";
import type { SystemName } from "../event.ts";
import { askFor, lastDay, sitting, sittingTimes } from "./pace.ts";
import type { CampaignLookup, CampaignShape } from "./shape.ts";
import type { Victim } from "./stage.ts";

/** Sittings a week; contacts taken an interest in; cameras of a day's way that are asked for. assumed. */
const RATE = [5, 9] as const;
const LENGTH = [21, 56] as const;
const CONTACTS = 6;
const STOPS = 8;
/** Shares of sittings: calls, location, a way over cameras, plate, contacts. assumed; absent systems drop out. */
const TURNS = [
  "calls",
  "location",
  "cameras",
  "plates",
  "contact",
  "contact",
  "location",
  "cameras",
] as const;

/** Source: the inspector general's account of the 2018 case: call records, location, cameras, then who was met. */
export const attache: CampaignShape = {
  name: "attache",
  description:
    "One account takes call records and location of a person, follows the person over cameras in record time, then looks at the contacts.",
  accused: "operator",
  systems: ["calls", "location", "cameras", "plates"],
  begin(stage, random, wish) {
    const operator = stage.castOperator(random);
    const victim = stage.castVictim(random);
    const rate = wish.rate ?? random.between(...RATE);
    const contacts = victim.contacts(CONTACTS);
    const known: SystemName[] = (["calls", "plates", "location"] as const).filter((name) =>
      stage.systems.has(name),
    );
    const turns = TURNS.filter((turn) => (turn === "contact" ? known.length > 0 : stage.systems.has(turn)));
    let turn = 0;
    const look = (at: number, system: SystemName, whom: Victim): CampaignLookup[] => {
      const from = at - (RECORDS.windowDays[system] ?? 30) * DAY;
      const shown =
        system === "calls" ? whom.contacts(CONTACTS).map((each) => each.identifier(system)) : undefined;
      const lookup = { at, operator, ...askFor(system, whom), window: { from, to: at }, shown, rows: 40 };
      return sitting(lookup, random, 1 + random.poisson(0.7));
    };
    const follow = (at: number, day: number): CampaignLookup[] => {
      const stops = victim.path(day - 1, "camera");
      const from = stops.length <= STOPS ? 0 : random.below(stops.length - STOPS);
      return stops.slice(from, from + STOPS).map((stop, i) => ({
        at: at + i * 45_000 + random.next() * 30_000,
        operator,
        system: "cameras",
        action: "playback",
        site: stop.site,
        window: { from: stop.at - 3 * 60_000, to: stop.at + 3 * 60_000 },
      }));
    };
    return {
      operators: [operator],
      victims: [victim, ...contacts],
      parameters: { rate, contacts: contacts.length },
      lastDay: lastDay(stage, wish.day, random.between(...LENGTH)),
      day: (day) =>
        sittingTimes(stage, operator, day, rate, 0.25, random).flatMap((at) => {
          const next = turns[turn++ % turns.length]!;
          if (next === "cameras") return follow(at, day);
          if (next === "contact") return look(at, random.pick(known), random.pick(contacts));
          return look(at, next, victim);
        }),
    };
  },
};
