/**
 * RFC 8785, JSON Canonicalization Scheme: one byte form for a value, so that it can be hashed.
 *
 * Limits: I-JSON (RFC 7493) alone; 64 levels deep. What JSON.stringify would drop or bend (undefined, functions, NaN,
 * lone surrogates, objects with toJSON) is refused, because a commitment must say exactly what was meant.
 * Flow: walk the value; keys by UTF-16 code units (section 3.2.3); numbers and strings as ECMAScript writes them
 * (3.2.2.2, 3.2.2.3).
 */
import { EvidenceError } from "./errors.ts";

const DEEPEST = 64;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** The canonical text; "usage" where a value has no canonical form, "limit" where it is too deep. */
export function canonicalJson(value: unknown): string {
  return write(value, 0);
}

function write(value: unknown, depth: number): string {
  if (depth > DEEPEST) throw new EvidenceError("limit", `a JSON value is more than ${DEEPEST} levels deep`);
  switch (typeof value) {
    case "string":
      if (LONE_SURROGATE.test(value)) throw refuse("a text with a lone surrogate");
      return JSON.stringify(value);
    case "number":
      if (!Number.isFinite(value)) throw refuse("a number that is not finite");
      return JSON.stringify(value);
    case "boolean":
      return value ? "true" : "false";
    case "object":
      if (value === null) return "null";
      return Array.isArray(value) ? writeList(value, depth) : writeObject(value, depth);
    default:
      throw refuse(`a value of type ${typeof value}`);
  }
}

function writeList(list: readonly unknown[], depth: number): string {
  // Array.from sees the holes of a sparse list as undefined; map would skip them.
  return `[${Array.from(list, (item) => write(item, depth + 1)).join(",")}]`;
}

function writeObject(object: object, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) throw refuse("an object of a class");
  const entries = Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${write(key, depth + 1)}:${write(item, depth + 1)}`).join(",")}}`;
}

function refuse(what: string): EvidenceError {
  return new EvidenceError("usage", `${what} has no canonical JSON form (RFC 8785)`);
}
