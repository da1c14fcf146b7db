import type { Pseudonym, Subject, SubjectType } from "../model/index.ts";
import { BoundedMemo, flatten } from "./bounded-memo.ts";
import { canonicalise, readAddress } from "./canonical.ts";
import {
  findIdentifiers,
  findSpelling,
  mayHoldIdentifier,
  type Span,
  spellings,
  squash,
} from "./free-text.ts";
import { createMaskTest, isBlank } from "./masks.ts";
import { createPseudonymiser } from "./pseudonymiser.ts";

/** The only way from a raw value into an event. */
export interface Identifiers {
  /** Canonicalise by type, then pseudonymise. Masks become `withheld`; wildcards and fragments `partial`. Undefined: empty. */
  subject(type: SubjectType, raw: string): Subject | undefined;
  /** As `subject`, for a cell that may hold several values, separated by comma, semicolon, bar, newline or (plates) space. */
  subjects(type: SubjectType, raw: string): Subject[];
  /**
   * The account that looks. Readable unless the run pseudonymises operators; a mask becomes `withheld`.
   * `own` as for `text`.
   */
  operator(raw: string, own?: readonly string[]): { id: string; withheld?: true } | undefined;
  /**
   * Where the operator works from: an IP address in canonical form, a host name as `text`; a pseudonym where the run
   * pseudonymises operators. Undefined: blank or masked.
   */
  address(raw: string, own?: readonly string[]): string | undefined;
  /** The name of a camera, reader or cell: kept as it is, but for this row's own subjects, e-mails, phones and IMEIs. */
  site(raw: string, own?: readonly string[]): string;
  /**
   * Free text (reason, case, authority, filters, prompt, unit, client, object names) with everything in it that looks like a
   * subject identifier replaced by `‹type:short pseudonym›`. `own` are this row's raw subject cells, replaced wherever they occur.
   */
  text(raw: string, own?: readonly string[]): string;
  /** True for `***`, `###`, `REDACTED`, `[withheld]` and the like: present but withheld. */
  isMask(raw: string): boolean;
  /** True for the empty cell and for `-`, `N/A`, `null` and the like: nothing there. */
  isBlank(raw: string): boolean;
  pseudonym(type: SubjectType | "operator" | "address", canonical: string): Pseudonym;
}

export interface IdentifierOptions {
  readonly siteKey: Uint8Array;
  /** ISO 3166 alpha-2, for national phone numbers. */
  readonly country?: string | undefined;
  readonly pseudonymiseOperators?: boolean | undefined;
  /** Further marks that mean present-but-withheld. */
  readonly masks?: readonly string[] | undefined;
}

/** Longest free text kept, in UTF-16 units; the rest is cut off and the cut is shown. */
const LONGEST_TEXT = 4096;
const REMEMBERED = 16_384;

interface ReadText {
  readonly text: string;
  /** Letters and digits only, for the search for the row's own subjects; computed when first asked for. */
  squashed: string | undefined;
}

export function createIdentifiers(options: IdentifierOptions): Identifiers {
  const { country } = options;
  const pseudonym = createPseudonymiser(options.siteKey);
  const isMask = createMaskTest(options.masks);
  const texts = new BoundedMemo<ReadText>(REMEMBERED);
  const places = new BoundedMemo<ReadText>(REMEMBERED);
  const operators = new BoundedMemo<{ id: string; withheld?: true }>(REMEMBERED);
  const ownSpellings = new BoundedMemo<readonly string[]>(REMEMBERED);
  const subjectMemos = new Map<SubjectType, BoundedMemo<readonly Subject[]>>();

  function subject(type: SubjectType, raw: string): Subject | undefined {
    if (isBlank(raw)) return undefined;
    if (isMask(raw)) return { type, withheld: true };
    const canonical = canonicalise(type, raw, country);
    if (canonical === undefined) return undefined;
    const id = pseudonym(type, canonical.value);
    return canonical.partial ? { type, id, partial: true } : { type, id };
  }

  function replace(raw: string, spans: readonly Span[]): string {
    let out = "";
    let from = 0;
    for (const { start, end, type } of spans) {
      if (type === undefined) continue;
      out += raw.slice(from, start) + stand(type, raw.slice(start, end));
      from = end;
    }
    return from === 0 ? raw : out + raw.slice(from);
  }

  function stand(type: SubjectType, raw: string): string {
    const canonical = canonicalise(type, raw, country);
    return `‹${type}:${pseudonym(type, canonical?.value ?? raw).slice(3, 11)}›`;
  }

  function read(raw: string, memo: BoundedMemo<ReadText>, wanted: (type: SubjectType) => boolean): ReadText {
    const known = memo.get(raw);
    if (known !== undefined) return known;
    let text = tidy(raw);
    if (mayHoldIdentifier(text)) {
      const spans = findIdentifiers(text, country, []).filter(
        ({ type }) => type !== undefined && wanted(type),
      );
      text = replace(text, spans);
    }
    return memo.set(raw, { text: flatten(text), squashed: undefined });
  }

  function readOwn(
    raw: string,
    entry: ReadText,
    own: readonly string[],
    wanted: (type: SubjectType) => boolean,
  ): string {
    let spans: Span[] | undefined;
    for (const cell of own) {
      for (const spelling of spell(cell)) {
        entry.squashed ??= flatten(squash(raw));
        if (!entry.squashed.includes(spelling)) continue;
        spans ??= [];
        for (const span of findSpelling(tidy(raw), spelling)) {
          if (!spans.some((other) => other.start < span.end && span.start < other.end)) spans.push(span);
        }
      }
    }
    if (spans === undefined) return entry.text;
    const text = tidy(raw);
    const found = findIdentifiers(text, country, spans);
    return replace(
      text,
      found.filter((span) => spans.includes(span) || (span.type !== undefined && wanted(span.type))),
    );
  }

  function spell(cell: string): readonly string[] {
    return (
      ownSpellings.get(cell) ??
      ownSpellings.set(
        cell,
        isBlank(cell) || isMask(cell)
          ? []
          : splitCell("plate", cell).flatMap((part) => spellings(part, country)),
      )
    );
  }

  const everything = (): boolean => true;
  const inPlaces = (type: SubjectType): boolean => type === "email" || type === "phone" || type === "imei";

  return {
    subject,
    subjects(type, raw) {
      if (raw === "") return [];
      let memo = subjectMemos.get(type);
      if (memo === undefined) subjectMemos.set(type, (memo = new BoundedMemo(REMEMBERED)));
      const known =
        memo.get(raw) ??
        memo.set(
          raw,
          isMask(raw)
            ? [{ type, withheld: true }]
            : splitCell(type, raw).flatMap((part) => subject(type, part) ?? []),
        );
      return [...known];
    },
    operator(raw, own) {
      let operator = operators.get(raw);
      if (operator === undefined) {
        if (isBlank(raw)) return undefined;
        if (isMask(raw)) operator = { id: "withheld", withheld: true };
        else {
          const id = flatten(tidy(raw));
          operator = { id: options.pseudonymiseOperators === true ? pseudonym("operator", id) : id };
        }
        operators.set(raw, operator);
      }
      if (own === undefined || options.pseudonymiseOperators === true || operator.withheld === true)
        return operator;
      const id = readOwn(raw, { text: operator.id, squashed: undefined }, own, () => false);
      return id === operator.id ? operator : { id };
    },
    address(raw, own) {
      if (isBlank(raw) || isMask(raw)) return undefined;
      const address = readAddress(raw.trim().replace(/^\[(.*)\](?::\d+)?$/, "$1"));
      if (options.pseudonymiseOperators === true) return pseudonym("address", address ?? tidy(raw));
      const isOwn = own?.some((cell) => cell.trim() === raw.trim() || readAddress(cell.trim()) === address);
      return address === undefined || isOwn === true ? this.text(raw, own) : address;
    },
    site(raw, own) {
      const entry = read(raw, places, inPlaces);
      return own === undefined || own.length === 0 ? entry.text : readOwn(raw, entry, own, inPlaces);
    },
    text(raw, own) {
      const entry = read(raw, texts, everything);
      return own === undefined || own.length === 0 ? entry.text : readOwn(raw, entry, own, everything);
    },
    isMask,
    isBlank,
    pseudonym,
  };
}

/** One line, no control characters, bounded. */
function tidy(raw: string): string {
  const text = raw.replace(/[\s\p{Cc}]+/gu, " ").trim();
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}

/** `AB12CDE XY34ZZZ` are two plates, `ABC 1234` is one: a space separates only where every piece mixes letters and digits. */
function splitCell(type: SubjectType, raw: string): readonly string[] {
  const parts = /[,;|\n\r]/.test(raw) && type !== "person" ? raw.split(/[,;|\n\r]+/) : [raw];
  if (type !== "plate") return parts;
  return parts.flatMap((part) => {
    const words = part.trim().split(/\s+/);
    const apart =
      words.length > 1 && words.every((word) => word.length >= 4 && /\d/.test(word) && /\p{L}/u.test(word));
    return apart ? words : [part];
  });
}
