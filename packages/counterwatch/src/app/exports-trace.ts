/** From a leak to the exports it may have come from: p-values with a stated error, and nobody named above it. */
import { createReadStream } from "node:fs";
import { stdin } from "node:process";
import { createInterface } from "node:readline";
import {
  commitExport,
  type Leakers,
  scoreLeak,
  singleDecoyLnP,
  TRACING_SLOTS,
  wordFromHex,
} from "@counterwatch/evidence";
import { canonicalise } from "../intake/canonical.ts";
import { CounterwatchError } from "../model/index.ts";
import { type CodeFile, type ExportRecord, ExportsFolder } from "../store/exports-folder.ts";
import { fileTrouble } from "../store/file-trouble.ts";
import { readStatements } from "../store/register-ledger.ts";
import { codeOf, exportSource, hashOfCode, rangesOf, singleOf } from "./exports-code.ts";
import type { DecoyRanges } from "./exports-ranges.ts";

export interface TracedExport {
  readonly export: number;
  readonly time: string;
  readonly to: string;
  readonly leakers: 0 | Leakers;
  /** Decoys of this export's code that stand in the leak, and how many of them this export carries. */
  readonly present: number;
  readonly carried: number;
  /** ln of the chance that an export which was not leaked looks like this one. */
  readonly lnP: number;
  readonly accused: boolean;
  /** Whether the ledger holds its commitment; undefined: no ledger was asked. */
  readonly committed?: boolean;
}

export interface Trace {
  readonly lines: number;
  readonly decoys: number;
  readonly alpha: number;
  /** In the order of the evidence against them. */
  readonly exports: readonly TracedExport[];
}

/**
 * `path`: a leaked file in whatever text form, or - for stdin. Throws `evidence` where the records do not fit their own
 * commitments, or the ledger does not verify.
 */
export async function traceLeak(
  folder: string,
  path: string,
  alpha: number,
  ledger: string | undefined,
): Promise<Trace> {
  const exportsFolder = new ExportsFolder(folder);
  const code = exportsFolder.code();
  const records = exportsFolder.exports();
  checkCommitments(code, records);
  const committed = ledger === undefined ? undefined : await committedIn(ledger, code, records);
  const ranges = rangesOf(code);
  const leak = await readLeak(path, code, ranges);
  const traced = ([1, 2, 3] as const).flatMap((leakers) => traceCode(leakers, code, records, leak, alpha));
  const singles = traceSingles(records, ranges, leak, alpha);
  return {
    lines: leak.lines,
    decoys: leak.slots[1].size + leak.slots[2].size + leak.slots[3].size + leak.singles.size,
    alpha,
    exports: [...traced, ...singles]
      .map((each) => judge(each, committed))
      .toSorted((a, b) => a.lnP - b.lnP || a.export - b.export),
  };
}

/** What was not committed to before delivery points to nobody: its word could have been written after the leak. */
function judge(traced: TracedExport, committed: ReadonlySet<number> | undefined): TracedExport {
  if (committed === undefined) return traced;
  const held = committed.has(traced.export);
  return { ...traced, committed: held, accused: traced.accused && held };
}

interface Leak {
  readonly lines: number;
  readonly slots: Readonly<Record<Leakers, ReadonlySet<number>>>;
  readonly singles: ReadonlySet<number>;
}

function checkCommitments(code: CodeFile, records: readonly ExportRecord[]): void {
  const codeHash = hashOfCode(code);
  for (const { export: number, word, file, salt, commitment } of records)
    if (commitExport(Buffer.from(salt, "hex"), { code: codeHash, export: number, word, file }) !== commitment)
      throw new CounterwatchError("evidence", `the record of export ${number} is not what was committed to`, {
        remedy:
          "The code or the list of exports was changed: restore both from a backup. Nothing was traced.",
      });
}

/** Exports whose commitment stands in the ledger as it is recorded. */
async function committedIn(
  ledger: string,
  code: CodeFile,
  records: readonly ExportRecord[],
): Promise<ReadonlySet<number>> {
  const said = new Map<unknown, unknown>();
  for (const statement of await readStatements(ledger, exportSource(code))) {
    const { export: number, commitment } = statement as { export?: unknown; commitment?: unknown };
    // The first one counts: a later leaf for the same export would be a second story.
    if (!said.has(number)) said.set(number, commitment);
  }
  const held = records.filter(({ export: number, commitment }) => said.get(number) === commitment);
  return new Set(held.map(({ export: number }) => number));
}

function traceCode(
  leakers: Leakers,
  code: CodeFile,
  records: readonly ExportRecord[],
  leak: Leak,
  alpha: number,
): TracedExport[] {
  const mine = records.filter((record) => record.leakers === leakers);
  if (mine.length === 0) return [];
  const tracing = codeOf(code, leakers);
  const words = mine.map(({ word }) => wordFromHex(tracing, word));
  const present = Uint8Array.from({ length: TRACING_SLOTS[leakers] }, (_, slot) =>
    leak.slots[leakers].has(slot) ? 1 : 0,
  );
  const verdicts = scoreLeak(tracing, words, present, { alpha, exports: records.length });
  return mine.map((record, at) => ({
    ...factsOf(record),
    present: leak.slots[leakers].size,
    carried: [...leak.slots[leakers]].filter((slot) => words[at]?.[slot] === 1).length,
    lnP: verdicts[at]?.lnP ?? 0,
    accused: verdicts[at]?.accused ?? false,
  }));
}

function traceSingles(
  records: readonly ExportRecord[],
  ranges: DecoyRanges,
  leak: Leak,
  alpha: number,
): TracedExport[] {
  const mine = records.filter(({ leakers }) => leakers === 0);
  const given = new Set(mine.map(({ word }) => singleOf(word)));
  return mine.map((record) => {
    const own = singleOf(record.word) as number;
    const found = leak.singles.has(own);
    // Whoever knows the ranges may put numbers into a leak: each one could have hit an innocent's decoy.
    const guesses = [...leak.singles].filter((number) => number === own || !given.has(number)).length;
    const lnP = found ? singleDecoyLnP(guesses, ranges.singles - (mine.length - 1)) : 0;
    return {
      ...factsOf(record),
      present: leak.singles.size,
      carried: found ? 1 : 0,
      lnP,
      accused: lnP <= Math.log(alpha / records.length),
    };
  });
}

function factsOf({ export: number, time, to, leakers }: ExportRecord) {
  return { export: number, time, to, leakers };
}

const LONGEST_LINE = 1 << 20;
/** A cell longer than this is no identifier. */
const LONGEST_CELL = 64;

/** Every cell of every line, whatever separates them; also lines as a whole and words. */
async function readLeak(path: string, { description }: CodeFile, ranges: DecoyRanges): Promise<Leak> {
  const slots = { 1: new Set<number>(), 2: new Set<number>(), 3: new Set<number>() };
  const singles = new Set<number>();
  const { type, country } = description;
  const consider = (text: string) => {
    if (text.length === 0 || text.length > LONGEST_CELL) return;
    // Reading a telephone number costs more than all the rest.
    if (type === "phone" && text.replace(/\D/g, "").length < 7) return;
    const canonical = canonicalise(type, text, country);
    const place = canonical === undefined ? undefined : ranges.placeOf(canonical.value);
    if (place?.use === "slot") slots[place.leakers].add(place.slot);
    else if (place?.use === "single") singles.add(place.number);
  };
  let lines = 0;
  const input = path === "-" ? stdin : createReadStream(path);
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      lines += 1;
      const text = line.slice(0, LONGEST_LINE);
      for (const cell of text.split(/[,;\t|"'{}[\]<>=]+/)) {
        const trimmed = cell.trim();
        consider(trimmed);
        if (/[\s:]/.test(trimmed)) for (const word of trimmed.split(/[\s:]+/)) consider(word);
      }
    }
  } catch (cause) {
    throw fileTrouble(cause, path, "unreadable");
  }
  return { lines, slots, singles };
}
