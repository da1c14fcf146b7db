/** Pieces that every connector puts events together from. */
import type { AccessEvent } from "../model/index.ts";
import type { Identifiers } from "./identifiers.ts";

/** The members that are there; undefined where none is. */
export function present<T extends object>(parts: T): T | undefined {
  let any = false;
  const out: Partial<T> = {};
  for (const key in parts) {
    if (parts[key] !== undefined) {
      out[key] = parts[key];
      any = true;
    }
  }
  return any ? (out as T) : undefined;
}

/** Reads a cell of free text: undefined where it is absent, blank or a mask. */
export type TextReader = (raw: string | undefined) => string | undefined;

/** `own`: this row's raw subject cells, which are replaced wherever they occur. */
export function textReader(identifiers: Identifiers, own: readonly string[]): TextReader {
  return (raw) => {
    if (raw === undefined || identifiers.isBlank(raw) || identifiers.isMask(raw)) return undefined;
    return identifiers.text(raw, own) || undefined;
  };
}

const UUID = /^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;

/**
 * A number that the log itself gives to a row or session. One that looks like a subject identifier becomes a whole pseudonym:
 * the short replacement of free text has 32 bits, and of five million ids thousands would meet.
 */
export function readId(
  identifiers: Identifiers,
  raw: string | undefined,
  own: readonly string[],
): string | undefined {
  const id = raw?.trim() ?? "";
  if (id === "" || identifiers.isBlank(id) || identifiers.isMask(id)) return undefined;
  if (UUID.test(id)) return id;
  return identifiers.isBareNumber(id, own) ? id : identifiers.pseudonym("account", id);
}

/** Names that logs give to kinds of search: `multiGeo`, `apiV1`. They are words, though they look like plates. */
const KIND = /^[a-z]+(?:[A-Z][a-z]+)*(?:V\d{1,2})?$/;

/** The log's own name of what was done; anything that is no such name is free text. */
export function readKindName(
  identifiers: Identifiers,
  raw: string,
  own: readonly string[],
): string | undefined {
  if (identifiers.isBlank(raw) || identifiers.isMask(raw)) return undefined;
  return (KIND.test(raw) ? identifiers.site(raw, own) : identifiers.text(raw, own)) || undefined;
}

/** A whole number, with thousands separated as people do; undefined: not a count. */
export function readCount(cell: string): number | undefined {
  const bare = cell.trim();
  if (!/^\d{1,3}(?:[, ]?\d{3}){0,3}$|^\d{1,12}$/.test(bare)) return undefined;
  return Number(bare.replace(/[, ]/g, ""));
}

type PurposePart = "case" | "reason" | "authority";
const PURPOSE_PARTS: readonly PurposePart[] = ["case", "reason", "authority"];

/** A masked part was given and is withheld; that is another thing than an absent one. */
export function readPurpose(
  identifiers: Identifiers,
  raw: Readonly<Partial<Record<PurposePart, string | undefined>>>,
  own: readonly string[],
): AccessEvent["purpose"] {
  const text = textReader(identifiers, own);
  const withheld = PURPOSE_PARTS.filter((part) => identifiers.isMask(raw[part] ?? ""));
  return present({
    case: text(raw.case),
    reason: text(raw.reason),
    authority: text(raw.authority),
    withheld: withheld.length > 0 ? withheld : undefined,
  });
}

/** Degrees, or undefined where the cell holds none that exist; 0/0 stands for "unknown" in exports. */
export function readPlace(lat: string | undefined, lon: string | undefined): { lat?: number; lon?: number } {
  if (lat === undefined || lon === undefined || lat.trim() === "" || lon.trim() === "") return {};
  const [north, east] = [Number(lat), Number(lon)];
  const real = Math.abs(north) <= 90 && Math.abs(east) <= 180 && (north !== 0 || east !== 0);
  return real ? { lat: north, lon: east } : {};
}

/** Milliseconds of `H:MM:SS` or `MM:SS`, undefined where the cell is neither. */
export function readDuration(raw: string): number | undefined {
  const parts = /^(?:(\d{1,4}):)?(\d{1,2}):(\d{2})(?:\.\d+)?$/.exec(raw.trim());
  if (parts === null) return undefined;
  return ((Number(parts[1] ?? 0) * 60 + Number(parts[2])) * 60 + Number(parts[3])) * 1000;
}
