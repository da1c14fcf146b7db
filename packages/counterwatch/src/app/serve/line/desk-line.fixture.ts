/** A line over a ledger in a folder and a store in memory, with look-ups of a city that has misuse in it. */
import { hash } from "node:crypto";
import { simulate } from "@counterwatch/simulator";
import type { DeskStore } from "../../../incidents/desk/desk-store.ts";
import { parseFindingQuery } from "../../../incidents/desk/finding-query.ts";
import { createPseudonymiser } from "../../../intake/pseudonymiser.ts";
import { type AccessEvent, accessEventSchema } from "../../../model/index.ts";
import { openLedger } from "../../../store/ledger-folder.ts";
import { parseBudget } from "../../../stories/budget.ts";
import { StoryDesk } from "../../../stories/story-desk.ts";
import { DeskLine, type DeskLineParts } from "./desk-line.ts";

export function world(): AccessEvent[] {
  const pseudonym = createPseudonymiser(new Uint8Array(32).fill(7));
  return [...simulate({ seed: "desk", operators: 20, days: 40, campaigns: ["obsession", "ring"] })].map(
    (raw) =>
      accessEventSchema.parse({
        ...raw,
        subjects: raw.subjects?.map(({ type, id }) => ({ type, id: pseudonym(type, id ?? "") })),
        result: raw.result && {
          ...raw.result,
          subjects: raw.result.subjects?.map(({ type, id }) => ({ type, id: pseudonym(type, id ?? "") })),
        },
      }),
  );
}

/** Without `known`: detectors that know nothing. */
export async function begin(
  folder: string,
  store: DeskStore,
  known?: Pick<DeskLineParts, "detectors" | "memory">,
) {
  const ledger = await openLedger(folder, {});
  const line = await DeskLine.open({
    ledger,
    store,
    detectors: known?.detectors ?? new StoryDesk(parseBudget("1/day")),
    memory: known?.memory,
    clock: () => Date.parse("2026-01-01T00:00:00Z"),
  });
  return { ledger, line };
}

export const EVERYTHING = parseFindingQuery(new URLSearchParams());

/** What the store holds: findings and incidents as they are, look-ups as one hash. */
export async function held(store: DeskStore, events: readonly AccessEvent[]): Promise<object> {
  const { items } = await store.findings(EVERYTHING, { limit: 1000 });
  const incidents = await store.incidents({}, { limit: 1000 });
  const stored = await store.eventsById(events.map(({ id }) => id));
  const lookups = hash("sha256", JSON.stringify(stored.map(({ leaf, event }) => [leaf, event])), "hex");
  return { items, incidents, lookups, position: await store.position() };
}
