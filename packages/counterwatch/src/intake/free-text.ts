/**
 * Finds what looks like a subject identifier in free text. Errs on the side of finding: a replaced case number can still be
 * compared (equal text, equal replacement), an identifier that stays is a leak. Every expression here is linear
 * in the text: the cells are hostile input.
 */
import { isValidPhoneNumber } from "libphonenumber-js/max";
import type { SubjectType } from "../model/index.ts";
import { canonicalPhone, passesLuhn, readAddress } from "./canonical.ts";
import { isNational } from "./national-numbers.ts";

export interface Span {
  readonly start: number;
  readonly end: number;
  /** Undefined: a replacement made earlier, which stays as it is. */
  readonly type: SubjectType | undefined;
  /** The value that stands there; undefined: the stretch of text itself. */
  readonly value?: string;
}

/** `c17-65036`, `25-1001`: at most one letter and seven digits, which no form below takes for an identifier. */
const SHORT_NUMBER = /^[a-z]?(?=(?:\d-?){4,7}$)\d+-\d+$/i;

/** Without a digit or an at sign there is nothing to find: this keeps plain reasons free of cost. */
export function mayHoldIdentifier(text: string): boolean {
  if (SHORT_NUMBER.test(text)) return false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if ((code >= 48 && code <= 57) || code === 64 || code > 127 || code === 58) return true;
  }
  return false;
}

/** Places keep their names: of identifiers only an e-mail address, which has an at sign, a phone and an IMEI are looked for in them. */
export function mayHoldContact(text: string): boolean {
  let digits = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 64 || code === 43) return true;
    if (code >= 48 && code <= 57) digits++;
  }
  return digits >= FEWEST_DIGITS;
}

/** Without a plus sign no form below takes fewer digits for a phone. */
const FEWEST_DIGITS = 8;

const EARLIER = /‹[a-z]+:[0-9a-f]{8}›/g;
const EMAIL = /(?<![\p{L}\p{N}._%+'-])[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const HARDWARE = /(?<![\p{L}\p{N}:-])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\p{L}\p{N}:-])/giu;
const COLONS = /[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,9}(?:\.\d{1,3}){0,3}/gi;
const DOTTED = /(?<![\p{N}.])\d{1,3}(?:\.\d{1,3}){3}(?![\p{N}]|\.\d)/gu;
/** A date or time of day, whose digits would otherwise read as a telephone number. */
const MOMENT =
  /(?<![\p{N}])(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d{2}))(?![-./]?\p{N})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?/gu;
const SOCIAL_SECURITY = /(?<![\p{L}\p{N}-])\d{3}-\d{2}-\d{4}(?![\p{L}\p{N}]|-\d)/gu;
const INTERNATIONAL =
  /(?:\+|(?<![\p{N}.-])00(?=[1-9 ()]))[ .()-]{0,2}\d(?:[ .()/-]{0,3}\d){6,15}(?![\p{L}\p{N}])/gu;
/** With letters behind: only where the form above, which may end earlier, does not fit. */
const INTERNATIONAL_JOINED = /\+\d{7,15}(?!\p{N})/gu;
const NORTH_AMERICAN = /(?<![\p{N}])(?:1[ .-]{1,2})?\(?\d{3}\)?[ .-]{1,3}\d{3}[ .-]{1,3}\d{4}(?!\p{N})/gu;
const DIGIT_RUN = /(?<!\p{N})\d{8,}(?!\p{N})/gu;
const DIGIT_GROUPS = /(?<![\p{L}\p{N}])\(?\d{1,8}\)?(?:[ .()/-]{1,2}\d{1,11}){1,7}(?![\p{L}\p{N}])/gu;
const VEHICLE = /(?<![\p{L}\p{N}])[A-HJ-NPR-Z0-9]{17}(?![\p{L}\p{N}])/giu;
const WORD = /(?<![\p{L}\p{N}])[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*(?![\p{L}\p{N}])/gu;

/** A type, none, or only so much from the beginning of the match. */
type Claim =
  | SubjectType
  | undefined
  | false
  | { readonly type: SubjectType; readonly from: number; readonly to: number };

/** Spans in order, not overlapping: `known` ones first, then the surest forms. What is claimed is out of sight for the forms after it. */
export function findIdentifiers(
  text: string,
  country: string | undefined,
  known: readonly Span[],
): readonly Span[] {
  const spans: Span[] = [...known];
  let open = text;
  for (const { start, end } of known) open = hide(open, start, end);
  const claim = (expression: RegExp, judge: (match: string, at: number) => Claim): void => {
    let left = open;
    for (const match of open.matchAll(expression)) {
      const found = judge(match[0], match.index);
      if (found === false) continue;
      const part = typeof found === "object" ? found : { type: found, from: 0, to: match[0].length };
      const start = match.index + part.from;
      const end = match.index + part.to;
      spans.push({ start, end, type: part.type });
      left = hide(left, start, end);
    }
    open = left;
  };
  claim(EARLIER, () => undefined);
  if (text.includes("@")) claim(EMAIL, () => "email");
  if (text.includes(":") || text.includes("-")) claim(HARDWARE, () => "device");
  if (text.includes(":"))
    claim(COLONS, (match, at) => judgeAddress(match, text[at - 1], text[at + match.length]));
  claim(DOTTED, (match) => (readAddress(match) === undefined ? false : "ip"));
  claim(MOMENT, () => undefined);
  claim(SOCIAL_SECURITY, () => "person");
  claim(INTERNATIONAL, judgeInternational);
  claim(INTERNATIONAL_JOINED, () => "phone");
  claim(NORTH_AMERICAN, () => "phone");
  claim(DIGIT_RUN, (match, at) => judgeRun(match, country, joinedTo(text, at, match.length)));
  claim(DIGIT_GROUPS, (match) => judgeGroups(match, country));
  claim(VEHICLE, (match) => (/\d/.test(match) && /[a-z]/i.test(match) ? "device" : false));
  claim(WORD, (match) => (looksLikePlate(match) ? "plate" : false));
  return spans.sort((left, right) => left.start - right.start);
}

/** NUL is part of no form and parts two of them. */
function hide(text: string, start: number, end: number): string {
  return text.slice(0, start) + "\0".repeat(end - start) + text.slice(end);
}

/** An IPv6 address, but for the colon of a label before it or of punctuation behind it. */
function judgeAddress(match: string, before: string | undefined, behind: string | undefined): Claim {
  const from = /^:(?!:)/.test(match) ? 1 : 0;
  const to = match.length - (/[^:]:$/.test(match) ? 1 : 0);
  if (to - from < 3 || (from === 0 && isSign(before)) || (to === match.length && isSign(behind)))
    return false;
  return readAddress(match.slice(from, to)) === undefined ? false : { type: "ip", from, to };
}

/** The longest beginning, group by group, that is a number of its country; the whole where none is. */
function judgeInternational(match: string): Claim {
  const international = match.replace(/^00/, "+");
  if (!match.startsWith("+") && match.replace(/\D/g, "").length < 10) return false;
  for (const cut of [...international.matchAll(/\d(?!\d)/g)].toReversed()) {
    const length = cut.index + 1;
    if (isValidPhoneNumber(international.slice(0, length))) {
      return { type: "phone", from: 0, to: length + match.length - international.length };
    }
  }
  return "phone";
}

type Joined = "alone" | "letter" | "more";

/** What stands right beside a run of digits: nothing, one letter before it (as in case numbers), or more. */
function joinedTo(text: string, at: number, length: number): Joined {
  const before = text.slice(Math.max(0, at - 2), at);
  const after = text[at + length] ?? " ";
  if (/[\p{L}-]/u.test(after)) return "more";
  if (/(?:^|[^\p{L}\p{N}])\p{L}$/u.test(before)) return "letter";
  return /[\p{L}-]$/u.test(before) ? "more" : "alone";
}

/**
 * Digits without punctuation. Eight and nine are a phone only where the country has such numbers and nothing is joined to them
 * (most are case numbers); ten to thirteen are a phone unless a single letter leads them, as it does in case numbers, or a
 * declared country excludes them and they begin like a year; fourteen and more single out a device or a card.
 */
function judgeRun(digits: string, country: string | undefined, joined: Joined): SubjectType | false {
  if (digits.length >= 17) return "account";
  if (digits.length >= 14) return digits.length === 15 && passesLuhn(digits) ? "imei" : "imsi";
  if (joined === "letter") return false;
  const valid = country !== undefined && isNational(digits, digits.length, country);
  if (digits.length < 10) return valid && joined === "alone" ? "phone" : false;
  if (valid) return "phone";
  return /^(?:19[89]|20[0-4])\d/.test(digits) ? false : "phone";
}

/** Groups of digits: a phone where the country has the number; with no country declared, where they are spaced like one. */
function judgeGroups(match: string, country: string | undefined): SubjectType | false {
  const digits = match.replace(/\D/g, "");
  if (digits.length < 8) return false;
  if (digits.length >= 14)
    return digits.length === 15 && passesLuhn(digits) ? "imei" : digits.length <= 16 ? "imsi" : "account";
  if (country !== undefined && isNational(match, digits.length, country)) return "phone";
  const groups = match.split(/\D+/).filter((group) => group !== "");
  if (digits.length >= 9 && groups.length >= 3 && !match.includes("/")) return "phone";
  return /^\(?0/.test(match) && /[ /)]/.test(match) && digits.length >= 9 ? "phone" : false;
}

const QUANTITY =
  /^(?:\d+(?:st|nd|rd|th|s|x|hrs?|hours?|mins?|min|secs?|days?|wks?|mos?|yrs?|yo|yoa|am|pm|mph|kmh|ft|lbs?|kgs?|km|mi|door|dr|cyl|wd|kb|mb|gb|usd)|[fekc]\d{3,4}|rav4|covid19|ps[345]|\d+ft\d+(?:in)?)$/i;

/** Four to eight letters and digits mixed, or the same in short groups joined by hyphens. */
function looksLikePlate(word: string): boolean {
  if (word.length < 4 || word.length > 11) return false;
  let letters = 0;
  let digits = 0;
  let hyphens = 0;
  for (const sign of word) {
    if (sign === "-") hyphens++;
    else if (/\p{N}/u.test(sign)) digits++;
    else letters++;
  }
  if (digits === 0 || letters === 0 || letters + digits > 8) return false;
  if (hyphens === 0) return letters + digits >= 4 && !QUANTITY.test(word);
  return hyphens <= 3 && letters + digits >= 5 && letters >= 2 && digits >= 3 && !/\p{L}{4}/u.test(word);
}

/** What a subject cell is, for a replacement in the same row's text: the cell carries no type there. */
export function guessType(raw: string): SubjectType {
  const text = raw.trim();
  if (text.includes("@")) return "email";
  if (readAddress(text) !== undefined) return "ip";
  const digits = text.replace(/[\s().\-/+]/g, "");
  if (/^\d+$/.test(digits)) {
    if (digits.length === 15 && passesLuhn(digits)) return "imei";
    if (digits.length >= 14 && digits.length <= 16) return "imsi";
    if (digits.length >= 10 || text.startsWith("+")) return "phone";
    return "plate";
  }
  return /\p{N}/u.test(text) || !/\s/.test(text) ? "plate" : "person";
}

const ASCII = /^[\x20-\x7e]*$/;

/** The forms in which a subject cell may occur elsewhere: letters and digits only, upper case. */
export function squash(text: string): string {
  // Nearly every text: NFKC leaves it as it is.
  if (ASCII.test(text)) return text.toUpperCase().replace(/[^A-Z0-9]+/g, "");
  return text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

const ONE_WORD = /^(?=.*[A-Za-z])[A-Za-z0-9]{4,1024}$/;

/** Spellings of a subject cell to look for, the longest first: as it stands, in its canonical form, a phone without country code, a name turned round. */
export function spellings(raw: string, country: string | undefined): readonly string[] {
  // One word with a letter in it is no phone and no name of several parts.
  if (ONE_WORD.test(raw)) return [raw.toUpperCase()];
  const found = new Set<string>([squash(raw)]);
  if (guessType(raw) === "phone") {
    const canonical = squash(canonicalPhone(raw.trim(), country));
    found.add(canonical);
    if (canonical.length > 10) found.add(canonical.slice(-10));
    if (canonical.length > 11) found.add(canonical.slice(-9));
  }
  const words = raw.split(/[\s,]+/).filter((word) => word !== "");
  if (words.length >= 2 && words.length <= 4 && !/\d/.test(raw)) {
    for (let turn = 1; turn < words.length; turn++) {
      found.add(squash([...words.slice(turn), ...words.slice(0, turn)].join("")));
    }
  }
  return [...found]
    .filter((spelling) => spelling.length >= 4 || (spelling.length === 3 && /\p{N}/u.test(spelling)))
    .toSorted((left, right) => right.length - left.length);
}

/** Where the letters and digits of `spelling` stand in `text`, whatever lies between them: start and end of each place. */
export function findSpelling(
  text: string,
  spelling: string,
): readonly (readonly [start: number, end: number])[] {
  const origins: number[] = [];
  let squashed = "";
  for (let index = 0; index < text.length; ) {
    const sign = String.fromCodePoint(text.codePointAt(index) as number);
    const bare = squash(sign);
    squashed += bare;
    for (let copy = 0; copy < bare.length; copy++) origins.push(index);
    index += sign.length;
  }
  const places: (readonly [number, number])[] = [];
  for (let at = squashed.indexOf(spelling); at >= 0; at = squashed.indexOf(spelling, at + spelling.length)) {
    const start = origins[at] as number;
    const last = origins[at + spelling.length - 1] as number;
    const end = last + String.fromCodePoint(text.codePointAt(last) as number).length;
    const bounded = !isSign(text[start - 1]) && !isSign(text[end]);
    if (bounded || (/\p{N}/u.test(spelling) && spelling.length >= 4)) places.push([start, end]);
  }
  return places;
}

function isSign(sign: string | undefined): boolean {
  return sign !== undefined && /[\p{L}\p{N}]/u.test(sign);
}
