/** What a ledger says of a look-up: a leaf that anyone may read, and a body that is only committed to. */
import { createHash, hash } from "node:crypto";
import type { AccessEvent } from "../model/index.ts";

/** Of a leaf's source (evidence/src/log/leaf.ts). */
const LONGEST_SOURCE = 256;
const TAG_BYTES = 16;

/**
 * The look-up as canonical JSON (RFC 8785). Absent members are left out; a lone surrogate, which UTF-8 cannot carry, becomes
 * U+FFFD, for a hostile row must not stop the ledger. In one pass, for every look-up of a city comes through here: copying first
 * what `canonicalJson` of the evidence package takes costs twice as much. A test holds the two together.
 */
export function eventText(event: AccessEvent): string {
  return write(event);
}

function write(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  let text = "";
  if (Array.isArray(value)) {
    for (const item of value) text += text === "" ? write(item) : `,${write(item)}`;
    return `[${text}]`;
  }
  for (const key of inOrder(Object.keys(value))) {
    const member = (value as Record<string, unknown>)[key];
    if (member !== undefined) text += `${text === "" ? "" : ","}${quoted(key)}:${write(member)}`;
  }
  return `{${text}}`;
}

/** Sorts only where it must: looking is ten times as fast, and inner objects are mostly written in order. */
function inOrder(keys: string[]): string[] {
  for (let at = 1; at < keys.length; at++)
    if ((keys[at - 1] as string) > (keys[at] as string)) return keys.sort();
  return keys;
}

/** What JSON writes as it stands. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quoted(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  const quote = JSON.stringify(text);
  // It writes a lone surrogate as an escape: nearly no text has one.
  return quote.includes("\\ud") ? JSON.stringify(wellFormed(text)) : quote;
}

/** With the flag u a pair is one character, so this finds lone ones. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

/** One after the other look-ups come from the same log. */
let last = { source: "-", leaf: "-" };

/** The source as a leaf can carry it; one that cannot be is cut and told apart by a hash. */
export function leafSource(source: string): string {
  if (source !== last.source) last = { source, leaf: carried(source) };
  return last.leaf;
}

function carried(source: string): string {
  const printable = wellFormed(source).replace(/\p{Cc}/gu, "\ufffd");
  if (printable === source && printable.length > 0 && printable.length <= LONGEST_SOURCE) return source;
  const hash = createHash("sha256").update(wellFormed(source)).digest("hex").slice(0, 16);
  return `${[...printable].slice(0, 100).join("")}#${hash}`;
}

/**
 * 16 bytes by which a ledger recognises a look-up that it has already: SHA-256 of a secret key (64 hexadecimal digits) and source,
 * id, time, system and action, cut in half, so that nothing can be added to it.
 * Not over the rest: pseudonyms and redacted texts differ under another site key, and a second scan of one file must find
 * its events again. Two rows that agree in all five are one look-up to the ledger.
 *
 * `byContent`: for ids that intake made up by counting rows, which another set of files numbers otherwise. Then everything counts
 * that the row itself says; that needs one site key for all scans.
 */
export function eventTag(key: string, event: AccessEvent, byContent: boolean): Buffer {
  const { source, id, time, system, action } = event;
  const said = byContent
    ? // Whether it is a poll depends on the rows around it.
      eventText({ ...event, id: "", automated: undefined })
    : JSON.stringify([source, id, time, system, action]);
  return Buffer.from(hash("sha256", key + said, "binary").slice(0, TAG_BYTES), "latin1");
}
