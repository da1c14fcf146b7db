/**
 * Open items: a vulnerability that a rehearsal found stays open until somebody closes it with a reason. An accepted risk is
 * open again by itself when its time is over; a closed item that a later rehearsal finds again is open again.
 *
 * Limits: "closed" says that somebody said so, and why; the next rehearsal is the proof. Who speaks is a claim.
 * Flow: the journal's steps, in order, through `foldItems`; `itemState` for what holds at a time. Pure.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { CounterwatchError } from "../../model/index.ts";
import { checkedStep } from "./checked-step.ts";
import type { JournalRecord } from "./journal.ts";
import { officeSchema, reasonSchema, speakerSchema } from "./plain-text.ts";

const instant = z.iso.datetime({ precision: 3 });
const item = z.string().regex(/^o1_[0-9a-f]{24}$/);
const system = z.string().min(1).max(64);
const rehearsal = z.string().min(1).max(128).describe("Which rehearsal found it: the id of its assessment.");

export const itemStepSchema = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("founded"), register: z.string().regex(/^[0-9a-f]{32}$/) }),
  z.strictObject({
    do: z.literal("found"),
    item,
    system,
    vulnerability: reasonSchema,
    rehearsal,
    owner: officeSchema,
    due: instant,
  }),
  z.strictObject({ do: z.literal("found-again"), item, rehearsal }),
  z.strictObject({
    do: z.literal("assigned"),
    item,
    owner: officeSchema,
    by: speakerSchema,
    due: instant.optional(),
  }),
  z.strictObject({
    do: z.literal("accepted"),
    item,
    by: speakerSchema,
    reason: reasonSchema,
    until: instant,
  }),
  z.strictObject({ do: z.literal("closed"), item, by: speakerSchema, reason: reasonSchema }),
]);

export type ItemStep = z.output<typeof itemStepSchema>;
export type ItemState = "open" | "accepted" | "closed";

export interface OpenItem {
  /** `o1_` and 24 hexadecimal digits, by system and vulnerability: a repeat of the rehearsal makes the same. */
  readonly id: string;
  /** Record system, as it was rehearsed. */
  readonly system: string;
  /** One sentence. */
  readonly vulnerability: string;
  /** When it was first recorded. */
  readonly found: string;
  /** The newest rehearsal that found it, and when that was recorded. */
  readonly lastFound: { readonly rehearsal: string; readonly at: string };
  readonly owner: string;
  readonly due: string;
  /** The last that was said about it; `itemState` tells what holds at a time. */
  readonly said: ItemState;
  /** Why it was accepted or closed. */
  readonly reason: string | undefined;
  /** Until when it is accepted. */
  readonly until: string | undefined;
  /** Each step with the time at which it was recorded, oldest first. */
  readonly history: readonly { readonly at: string; readonly step: ItemStep }[];
}

/** By id, in the order in which they were found. */
export type OpenItems = ReadonlyMap<string, OpenItem>;

export function itemId(recordSystem: string, vulnerability: string): string {
  const spelled = JSON.stringify(["counterwatch open item v1", recordSystem, vulnerability.trim()]);
  return `o1_${createHash("sha256").update(spelled).digest("hex").slice(0, 24)}`;
}

/** What holds at `now` (milliseconds): an acceptance ends by itself. */
export function itemState({ said, until }: OpenItem, now: number): ItemState {
  return said === "accepted" && Date.parse(until ?? "") <= now ? "open" : said;
}

/** Whether it should have been closed or accepted by now. */
export function itemOverdue(open: OpenItem, now: number): boolean {
  return itemState(open, now) === "open" && Date.parse(open.due) <= now;
}

/** The whole journal. Throws `evidence` where a step cannot follow on those before it. */
export function foldItems(records: readonly JournalRecord[], file: string): Map<string, OpenItem> {
  const items = new Map<string, OpenItem>();
  for (const { number, at, step } of records) {
    const { data } = itemStepSchema.safeParse(step);
    const refusal = data === undefined ? "this is no step of an open item" : applyItemStep(items, data, at);
    if (refusal !== undefined || (data?.do === "founded") !== (number === 0))
      throw new CounterwatchError("evidence", refusal ?? "this step is out of its place", {
        place: { file, line: number + 1 },
        remedy: "The journal was written by something else than Counterwatch. Keep it, and restore a backup.",
      });
  }
  return items;
}

/** Takes the step into `items`; the sentence that says why it cannot be taken. */
export function applyItemStep(items: Map<string, OpenItem>, step: ItemStep, at: string): string | undefined {
  if (step.do === "founded") return undefined;
  const before = items.get(step.item);
  if (step.do === "found") {
    if (before !== undefined) return "this item was found before";
    if (step.item !== itemId(step.system, step.vulnerability)) return "the id of this item is not its own";
    const { system: recordSystem, vulnerability, owner, due } = step;
    items.set(step.item, {
      id: step.item,
      system: recordSystem,
      vulnerability,
      found: at,
      lastFound: { rehearsal: step.rehearsal, at },
      owner,
      due,
      said: "open",
      reason: undefined,
      until: undefined,
      history: [{ at, step }],
    });
    return undefined;
  }
  if (before === undefined) return "there is no such item";
  const after = nextItem(before, step, at);
  if (typeof after === "string") return after;
  items.set(step.item, { ...after, history: [...before.history, { at, step }] });
  return undefined;
}

type LaterStep = Exclude<ItemStep, { do: "founded" | "found" }>;

function nextItem(before: OpenItem, step: LaterStep, at: string): OpenItem | string {
  if (step.do === "found-again") {
    const lastFound = { rehearsal: step.rehearsal, at };
    // What was accepted knowingly stays accepted until its time is over.
    if (before.said !== "closed") return { ...before, lastFound };
    return { ...before, lastFound, said: "open", reason: undefined };
  }
  if (before.said === "closed") return "this item is closed";
  if (step.do === "assigned") return { ...before, owner: step.owner, due: step.due ?? before.due };
  const { reason } = step;
  if (step.do === "closed") return { ...before, said: "closed", reason, until: undefined };
  if (step.until <= at) return "a risk is accepted until a time that is still to come";
  return { ...before, said: "accepted", reason, until: step.until };
}

/** Throws `usage`, before anything is written. */
export function checkItemStep(step: unknown) {
  return checkedStep(itemStepSchema, step);
}
