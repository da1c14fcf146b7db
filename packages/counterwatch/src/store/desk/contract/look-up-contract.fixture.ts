/** What every adapter must answer of look-ups, over a small office with a night shift, two units, masks and a program that polls. */
import type { DeskStore } from "../../../incidents/desk/desk-store.ts";
import { PEER_QUANTITIES } from "../../../incidents/desk/peers.ts";
import type { AccessEvent, Pseudonym } from "../../../model/index.ts";

const SPAN = { from: "2026-02-01T00:00:00.000Z", until: "2026-02-20T00:00:00.000Z" };

export const SUBJECTS = Array.from(
  { length: 5 },
  (_, at) => `p1_${String(at).padStart(24, "0")}` as Pseudonym,
);

/** Look-up `n` of an office with nine operators. */
export function officeEvent(n: number): AccessEvent {
  const who = (n * 7) % 9;
  const [first = SUBJECTS[0], second] = [SUBJECTS[(n * n) % 5], n % 4 === 0 ? SUBJECTS[n % 5] : undefined];
  return {
    id: `o-${n}`,
    time: new Date(Date.UTC(2026, 1, 1, n * 3)).toISOString(),
    source: "office",
    system: n % 6 === 0 ? "calls" : "plates",
    action: "search",
    operator: { id: `of-${who}`, unit: who < 6 ? "north" : "south" },
    subjects: [
      { type: "plate", id: first as Pseudonym, ...(n % 11 === 0 && { partial: true as const }) },
      ...(second === undefined ? [] : [{ type: "plate" as const, id: second }]),
      ...(n % 13 === 0 ? [{ type: "plate" as const, withheld: true as const }] : []),
    ],
    ...(n % 3 > 0 && {
      purpose: n % 3 === 1 ? { case: `C26-${100 + (n % 4)}` } : { reason: "26-0101 theft" },
    }),
    ...(who === 8 && { automated: true }),
  };
}

/** Answers to every question of look-ups, of an office and of whatever else the store has. */
export async function lookUpAnswers({ lookUps }: DeskStore): Promise<unknown> {
  const asked = {
    operator: "of-1",
    systems: ["plates", "calls"],
    nightHours: ["21", "22", "23", "00"],
    ...SPAN,
  };
  const peers = PEER_QUANTITIES.flatMap((quantity) => [
    lookUps.peers({ ...asked, quantity, unit: "north" }),
    lookUps.peers({ ...asked, quantity, unit: undefined, systems: ["plates"] }),
  ]);
  return {
    peers: await Promise.all(peers),
    none: await lookUps.peers({ ...asked, quantity: "lookups", unit: "nowhere" }),
    nights: await lookUps.peers({ ...asked, quantity: "night", unit: "north", nightHours: [] }),
    company: await lookUps.company(SUBJECTS.slice(1, 4), "of-1", SPAN),
    nobody: await lookUps.company([], "of-1", SPAN),
    about: await lookUps.eventsAbout({ subjects: SUBJECTS.slice(0, 1), cases: ["26-101"] }, SPAN, 12),
    nothing: await lookUps.eventsAbout({ subjects: [], cases: [] }, SPAN, 12),
    work: [await lookUps.work("of-1"), await lookUps.work("op-1"), await lookUps.work("of-8")],
    unit: [await lookUps.unitWork("north", "of-1", SPAN), await lookUps.unitWork("nowhere", "of-1", SPAN)],
  };
}
