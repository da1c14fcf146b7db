/**
 * What the agency is told of a look-up of one of its members, and no more: who looked, when, where, with what words. Never the
 * identifier (the agency has it), never another subject of the same look-up.
 */
import { z } from "zod";
import { ACTIONS, type AccessEvent, SUBJECT_TYPES, SYSTEMS } from "../model/index.ts";

/** Signs that would steer a terminal or turn a sentence around are shown as what they are: nothing that can be read. */
const text = z
  .string()
  .min(1)
  .max(4096)
  .transform((value) => value.replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, "\uFFFD"));
const optional = text.optional();

/** Hostile input on the agency's side: a custodian may seal anything. */
const toldSchema = z.strictObject({
  v: z.literal(1),
  event: text,
  time: z.iso.datetime({ precision: 3 }),
  source: text,
  system: z.enum(SYSTEMS),
  action: z.enum(ACTIONS),
  operator: text,
  type: z.enum(SUBJECT_TYPES),
  /** Not asked for, but shown in the answer. */
  shown: z.literal(true).optional(),
  automated: z.literal(true).optional(),
  unit: optional,
  role: optional,
  case: optional,
  site: optional,
  from: optional,
  to: optional,
  authority: optional,
  reason: optional,
  /** Something was left out or shortened, because every payload has the same room. */
  cut: z.literal(true).optional(),
});
export type ToldLookup = z.output<typeof toldSchema>;

/** First to go comes first. */
const SPARED = ["reason", "authority", "from", "to", "site", "role", "unit", "case"] as const;
const SHORTENED = ["event", "source", "operator"] as const;

/** Stand-ins for identifiers in free text lose their number: two look-ups of a member must not show what else they share. */
function unnumbered(text: string): string {
  return text.replaceAll(/‹([a-z]+):[0-9a-f]{8}›/g, "‹$1›");
}

export function tellLookup(event: AccessEvent, type: ToldLookup["type"], shown: boolean): ToldLookup {
  const { purpose, window, operator } = event;
  return {
    v: 1,
    event: event.id,
    time: event.time,
    source: event.source,
    system: event.system,
    action: event.action,
    operator: operator.id,
    type,
    ...(shown && { shown }),
    ...(event.automated === true && { automated: true as const }),
    ...(operator.unit !== undefined && { unit: operator.unit }),
    ...(operator.role !== undefined && { role: operator.role }),
    ...(purpose?.case !== undefined && { case: unnumbered(purpose.case) }),
    ...(event.site !== undefined && { site: event.site.id }),
    ...(window?.from !== undefined && { from: window.from }),
    ...(window?.to !== undefined && { to: window.to }),
    ...(purpose?.authority !== undefined && { authority: unnumbered(purpose.authority) }),
    ...(purpose?.reason !== undefined && { reason: unnumbered(purpose.reason) }),
  };
}

/** UTF-8 JSON of at most `room` bytes (256 and more): what matters least goes first, then long names are shortened. */
export function packLookup(told: ToldLookup, room: number): Uint8Array {
  let left: ToldLookup = told;
  let bytes = spell(left);
  for (const field of SPARED) {
    if (bytes.length <= room) return bytes;
    if (left[field] === undefined) continue;
    const { [field]: _, ...rest } = left;
    left = { ...rest, cut: true };
    bytes = spell(left);
  }
  while (bytes.length > room) {
    const field = SHORTENED.toSorted(
      (a, b) => left[b].length - left[a].length,
    )[0] as (typeof SHORTENED)[number];
    left = { ...left, [field]: halve(left[field]), cut: true };
    bytes = spell(left);
  }
  return bytes;
}

/** Undefined where the payload is none that this version writes. */
export function unpackLookup(payload: Uint8Array): ToldLookup | undefined {
  try {
    return toldSchema.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload)));
  } catch {
    return undefined;
  }
}

function spell(told: ToldLookup): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(told));
}

function halve(text: string): string {
  const signs = [...text];
  return signs.slice(0, Math.max(1, signs.length >> 1)).join("");
}
