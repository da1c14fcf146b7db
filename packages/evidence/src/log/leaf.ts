/**
 * A leaf of our log: one RFC 8785 object that says who spoke, which number in that source's sequence this is, when, and
 * either a commitment to something that stays outside the log, or a statement that anyone may read, or both.
 *
 *   {"commitment":"<64 hex>","kind":"event","sequence":7,"source":"city-a-alpr","statement":…,"time":"…Z","v":1}
 *
 *   commitment = SHA-256("counterwatch/leaf/v1\n" ‖ salt ‖ JCS(body))
 *
 * Salt (32 random bytes, one a leaf) and body are never in the log. Without its salt a commitment tells nothing, not even to
 * one who guesses the body; whoever destroys the salt erases the person and leaves the tree valid.
 *
 * Limits: an entry has at most 65,535 bytes (tlog-tiles). A leaf that is not the canonical form of itself is refused, so
 * that entry and meaning are one to one.
 */
import { canonicalJson } from "../canonical-json.ts";
import { concat, equalBytes, fromHex, fromUtf8, hex, utf8 } from "../encoding.ts";
import { EvidenceError } from "../errors.ts";
import { requireEntry } from "../merkle/tiles.ts";
import { sha256 } from "../merkle/tree-hash.ts";

export const SALT_BYTES = 32;
const DOMAIN = utf8("counterwatch/leaf/v1\n");
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;
const FIELDS = new Set(["v", "kind", "source", "sequence", "time", "commitment", "statement"]);

export interface Leaf {
  /** What kind of thing happened: lower-case words with dashes, at most 64 characters. */
  readonly kind: string;
  /** Who speaks, 1 to 256 characters without control characters. */
  readonly source: string;
  /** Of the leaf within its source, from 0, without gaps. */
  readonly sequence: number;
  /** RFC 3339, UTC with "Z": when it happened. */
  readonly time: string;
  /** 64 lower-case hexadecimal digits. */
  readonly commitment?: string;
  /** JSON that anyone may read. */
  readonly statement?: unknown;
}

/** The entry's bytes; "usage" where the leaf is not of the form above, "limit" where it is too long. */
export function encodeLeaf(leaf: Leaf): Uint8Array {
  const entry = utf8(leafText(leaf));
  requireEntry(entry);
  return entry;
}

/** The entry as text, for whoever encodes many at once; its length is not looked at. "usage" as `encodeLeaf`. */
export function leafText(leaf: Leaf): string {
  requireLeaf(leaf, "usage");
  const { kind, source, sequence, time, commitment, statement } = leaf;
  // Canonical as it is written, in a quarter of the time that `canonicalJson` takes: the keys stand in order, and kind, time and
  // commitment have no character that would be escaped.
  const committed = commitment === undefined ? "" : `"commitment":"${commitment}",`;
  const stated = statement === undefined ? "" : `${canonicalJson({ statement }).slice(1, -1)},`;
  return `{${committed}"kind":"${kind}","sequence":${sequence},"source":${JSON.stringify(source)},${stated}"time":"${time}","v":1}`;
}

/** "malformed" unless the bytes are exactly what `encodeLeaf` makes of some leaf. */
export function decodeLeaf(entry: Uint8Array): Leaf {
  requireEntry(entry);
  let value: unknown;
  let canonical: string;
  const text = fromUtf8(entry);
  try {
    value = JSON.parse(text);
    canonical = canonicalJson(value);
  } catch (cause) {
    throw malformed("is not canonical JSON", "malformed", cause);
  }
  // Also catches repeated keys, which JSON.parse forgives.
  if (canonical !== text) throw malformed("is not canonical JSON");
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw malformed("is not an object");
  const { v, ...leaf } = value as { v?: unknown } & Partial<Leaf>;
  if (v !== 1) throw malformed("has a version that is not 1");
  if (!Object.keys(value).every((key) => FIELDS.has(key)))
    throw malformed("has a field that version 1 has not");
  requireLeaf(leaf, "malformed");
  return leaf;
}

function requireLeaf(leaf: Partial<Leaf>, code: "usage" | "malformed"): asserts leaf is Leaf {
  const { kind, source, sequence, time, commitment } = leaf;
  if (typeof kind !== "string" || !/^[a-z][a-z0-9-]{0,63}$/.test(kind)) throw malformed("has no kind", code);
  if (typeof source !== "string" || !/^[^\p{Cc}\p{Cs}]{1,256}$/u.test(source))
    throw malformed("has no source", code);
  if (typeof sequence !== "number" || !Number.isSafeInteger(sequence) || sequence < 0)
    throw malformed("has no sequence number", code);
  if (typeof time !== "string" || !TIME.test(time) || Number.isNaN(Date.parse(time)))
    throw malformed("has no time in UTC", code);
  if (commitment !== undefined && (typeof commitment !== "string" || !/^[0-9a-f]{64}$/.test(commitment)))
    throw malformed("has a commitment that is not 64 hexadecimal digits", code);
}

/** The commitment to a body, 64 hexadecimal digits; "usage" for a salt that is not 32 bytes or a body without JSON form. */
export function commit(salt: Uint8Array, body: unknown): string {
  if (salt.length !== SALT_BYTES) throw new EvidenceError("usage", `a salt has not ${SALT_BYTES} bytes`);
  return hex(sha256(concat(DOMAIN, salt, utf8(canonicalJson(body)))));
}

/** Throws "commitment" unless the leaf commits to this body under this salt. */
export function checkCommitment(leaf: Leaf, salt: Uint8Array, body: unknown): void {
  if (leaf.commitment === undefined || !equalBytes(fromHex(commit(salt, body)), fromHex(leaf.commitment)))
    throw new EvidenceError("commitment", "a leaf does not commit to what was handed over with it");
}

function malformed(why: string, code: "usage" | "malformed" = "malformed", cause?: unknown): EvidenceError {
  return new EvidenceError(code, `a leaf ${why}`, { cause });
}
