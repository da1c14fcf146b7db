/**
 * One form for each identifier, so that two spellings become one pseudonym. Nothing is refused: a value that is no valid
 * phone or IMEI is cleaned and kept, because the look-up happened whatever was typed.
 */
import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { SubjectType } from "../model/index.ts";

/**
 * Raised whenever any input gets another canonical form: two parties that compare identifiers blindly (tripwires) find
 * nothing where their forms differ, so they refuse to start with different versions. `canonical-vectors.json` holds examples.
 */
export const CANONICAL_VERSION = 1;

export interface Canonical {
  readonly value: string;
  /** A fragment or wildcard: it does not single out one subject. */
  readonly partial: boolean;
}

/** Capital letters and digits of ASCII, four to ten: a plate in its canonical form already, as most cells hold it. */
export function isPlainPlate(raw: string): boolean {
  if (raw.length < SHORTEST_PLATE || raw.length > 10) return false;
  for (let index = 0; index < raw.length; index++) {
    const code = raw.charCodeAt(index);
    if (!((code >= 48 && code <= 57) || (code >= 65 && code <= 90))) return false;
  }
  return true;
}

/** Undefined: nothing in `raw` identifies anything. `country` (ISO 3166 alpha-2) completes national phone numbers. */
export function canonicalise(type: SubjectType, raw: string, country?: string): Canonical | undefined {
  if (type === "plate" && isPlainPlate(raw)) return { value: raw, partial: false };
  const text = raw.normalize("NFKC").trim();
  switch (type) {
    case "plate":
      return canonicalPlate(text);
    case "phone":
      return whole(canonicalPhone(text, country));
    case "imei":
      return whole(canonicalImei(text));
    case "imsi":
      return whole(digitsOrText(text));
    case "email":
      return whole(canonicalEmail(text));
    case "ip":
      return canonicalAddress(text);
    default:
      return whole(foldCase(text.replace(/\s+/g, " ")));
  }
}

function whole(value: string): Canonical | undefined {
  return value === "" ? undefined : { value, partial: /[*%]/.test(value) };
}

/** Upper before lower, so that `STRASSE` and `straße` meet; lower before that for the capital `ẞ`, which has no upper case. */
function foldCase(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase().normalize("NFKC");
}

/** Three signs or fewer are a fragment: in one real audit two letters stand for a state's whole series. */
const SHORTEST_PLATE = 4;

function canonicalPlate(text: string): Canonical | undefined {
  let value = text.toUpperCase().replace(/[^\p{L}\p{N}*?%_]/gu, "");
  let wild = false;
  if (/[*?%_]/.test(value)) {
    wild = true;
    value = value.replace(/[*%]+/g, "*").replaceAll("_", "?");
  }
  if (!/[\p{L}\p{N}]/u.test(value)) return undefined;
  return { value, partial: wild || value.length < SHORTEST_PLATE };
}

/** In E.164 already, and no prefix in it that could be taken off: the library takes 20 µs to say so. */
const NORTH_AMERICAN = /^\+1[2-9]\d{2}[2-9]\d{6}$/;

/** E.164 where the number can be read (libphonenumber), else its digits. */
export function canonicalPhone(text: string, country?: string): string {
  if (NORTH_AMERICAN.test(text)) return text;
  const value = text.replace(/^tel:/i, "");
  const international = /^00[1-9]/.test(value) ? `+${value.slice(2)}` : value;
  const number = parsePhoneNumberFromString(international, {
    defaultCountry: country as CountryCode,
    extract: false,
  });
  if (number?.isPossible() === true) return number.number;
  return digitsOrText(value);
}

/** 15 digits with check digit: 14 get theirs, a 16-digit IMEISV is the same device (3GPP TS 23.003, 6.2). */
function canonicalImei(text: string): string {
  const digits = digitsOrText(text);
  if (/^\d{14}$/.test(digits)) return digits + luhnDigit(digits);
  if (/^\d{16}$/.test(digits)) return digits.slice(0, 14) + luhnDigit(digits.slice(0, 14));
  return digits;
}

/** True where the last of `digits` is their check digit (ISO/IEC 7812-1, annex B). */
export function passesLuhn(digits: string): boolean {
  return luhnDigit(digits.slice(0, -1)) === digits.at(-1);
}

function luhnDigit(digits: string): string {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const doubled = index % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return String((10 - (sum % 10)) % 10);
}

function digitsOrText(text: string): string {
  const bare = text.replace(/[\s().\-/\u2010-\u2015]/g, "");
  return /^\+?\d+$/.test(bare) ? bare : foldCase(bare);
}

function canonicalEmail(text: string): string {
  return text
    .replace(/^mailto:/i, "")
    .replace(/^.*<([^<>]*)>$/, "$1")
    .trim()
    .toLowerCase();
}

/** RFC 5952 for IPv6 without its zone, dotted form for IPv4 and IPv4-mapped; ports go, a network prefix is partial. */
function canonicalAddress(text: string): Canonical | undefined {
  const bare = text.toLowerCase().replace(/^\[(.*)\](?::\d+)?$/, "$1");
  const [address = "", prefix] = bare.split("/", 2);
  const value = readAddress(address);
  if (value === undefined) return whole(bare);
  return { value, partial: prefix !== undefined && prefix !== (value.includes(":") ? "128" : "32") };
}

/** The canonical form of an IP address, or undefined where `text` is none. */
export function readAddress(text: string): string | undefined {
  const dotted = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?::\d{1,5})?$/.exec(text);
  if (dotted !== null) {
    const parts = dotted.slice(1, 5).map(Number);
    return parts.every((part) => part <= 255) ? parts.join(".") : undefined;
  }
  if (text.length > 45 || !/^[0-9a-f:.]*:[0-9a-f:.]*(?:%[\w.-]+)?$/i.test(text)) return undefined;
  // The URL parser of the platform is a tested IPv6 parser, and its serialiser compresses as RFC 5952 asks.
  const url = `http://[${text.replace(/%.*$/, "")}]/`;
  if (!URL.canParse(url)) return undefined;
  const value = new URL(url).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(value);
  if (mapped === null) return value;
  const high = Number.parseInt(mapped[1] as string, 16);
  const low = Number.parseInt(mapped[2] as string, 16);
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}
