/** A code as exports use it: its ranges and words, its name in the ledger, and every decoy that some export may carry. */
import { createHash, randomBytes } from "node:crypto";
import {
  canonicalJson,
  type Leakers,
  readCode,
  type TracingCode,
  TRACING_SLOTS,
} from "@counterwatch/evidence";
import { type CodeFile, ExportsFolder } from "../store/exports-folder.ts";
import { DecoyRanges } from "./exports-ranges.ts";

/** The number of a single decoy; undefined for the word of a code. */
export function singleOf(word: string): number | undefined {
  return word.startsWith("single:") ? Number(word.slice(7)) : undefined;
}

export function rangesOf({ description, key }: Pick<CodeFile, "description" | "key">): DecoyRanges {
  const { type, ranges, country } = description;
  return new DecoyRanges(type, ranges, country, Buffer.from(key, "hex"));
}

export function codeOf({ biases }: CodeFile, leakers: Leakers): TracingCode {
  return readCode(leakers, biases[`${leakers}`]);
}

/** Names the code without giving its key away: 32 random bytes are in what is hashed. */
export function hashOfCode(code: CodeFile): string {
  return createHash("sha256")
    .update("counterwatch/tracing-code/v1\n")
    .update(canonicalJson(code))
    .digest("hex");
}

/** The ledger source under which exports of a code speak. */
export function exportSource(code: CodeFile): string {
  return `exports:${hashOfCode(code).slice(0, 32)}`;
}

/** Every decoy that some export may carry, as `register add` takes them: internal ids tell neither slot nor export. */
export function decoyMembers(folder: string) {
  const exportsFolder = new ExportsFolder(folder);
  const code = exportsFolder.code();
  const ranges = rangesOf(code);
  const places = [
    ...ranges.levels.flatMap((leakers) =>
      Array.from({ length: TRACING_SLOTS[leakers] }, (_, slot) => ({ use: "slot", leakers, slot }) as const),
    ),
    ...exportsFolder
      .exports()
      .flatMap(({ word }) => singleOf(word) ?? [])
      .map((number) => ({ use: "single", number }) as const),
  ];
  const { type } = code.description;
  const identifiers = places.map((place) => ranges.canonical(place, below)).toSorted();
  const name = hashOfCode(code).slice(0, 8);
  return {
    version: 1,
    decoys: identifiers.map((id) => ({
      id: `decoy-${name}-${createHash("sha256").update(`${code.key} ${id}`).digest("hex").slice(0, 12)}`,
      identifiers: [{ type, id }],
    })),
  };
}

/** Uniform, by rejection. */
export function below(limit: number): number {
  const most = 2 ** 48;
  const fair = most - (most % limit);
  for (;;) {
    const value = randomBytes(6).readUIntBE(0, 6);
    if (value < fair) return value % limit;
  }
}
