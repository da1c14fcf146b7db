/**
 * Look-ups that are kept no longer, many at once: what the leaf says that announces it, and how the leaf is held against the ledger.
 *
 * The leaf names no look-up one by one. Which ones it is about follows from what anybody can read in the ledger: the leaves of the source from
 * `from` to `to` with a time before `before`, without those that are `held` for an investigation and without those that were erased earlier.
 * `count` and `hash` say the same again, so that nobody can widen it afterwards.
 */
import { hash } from "node:crypto";
import { z } from "zod";
import { CounterwatchError } from "../model/index.ts";

/** Numbers that a leaf has room for. */
export const MOST_HELD = 1000;

const leaf = z.int().min(0);
export const retirementSchema = z.strictObject({
  /** `retention 365d` */
  rule: z.string().min(1).max(100),
  source: z.string().min(1).max(256),
  /** RFC 3339: look-ups before it. */
  before: z.iso.datetime({ precision: 3 }),
  /** First and last leaf that it is about. */
  from: leaf,
  to: leaf,
  count: z.int().min(1),
  /** `leavesHash` of the leaves that are erased. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Leaves between them that are past the rule and stay, ascending. */
  held: z.array(leaf).max(MOST_HELD),
});
export type Retirement = z.output<typeof retirementSchema>;

/** SHA-256 over the numbers, ascending, each with a newline; hexadecimal. */
export function leavesHash(leaves: readonly number[]): string {
  return hash("sha256", leaves.map((each) => `${each}\n`).join(""));
}

/** `leaves` and `held` ascending; of `held` those that lie between. */
export function retirementOf(
  { rule, source, before }: Pick<Retirement, "rule" | "source" | "before">,
  leaves: readonly number[],
  held: readonly number[],
): Retirement {
  const [from = 0, to = from] = [leaves[0], leaves.at(-1)];
  const between = held.filter((each) => each > from && each < to);
  return { rule, source, before, from, to, count: leaves.length, hash: leavesHash(leaves), held: between };
}

interface Gone {
  readonly leaf: number;
  readonly time: string;
}

/** What a ledger says was erased, against what is gone; both are told in the order of the leaves. */
export class ErasureBook {
  readonly #single = new Map<number, number>();
  readonly #many: { readonly at: number; readonly said: Retirement }[] = [];
  readonly #gone = new Map<string, Gone[]>();

  /** A leaf of kind `erasure`. Throws `evidence` where it says nothing that can be held against the ledger. */
  announced(at: number, statement: unknown): void {
    const single = z.strictObject({ leaf }).safeParse(statement);
    if (single.success) {
      if (!this.#single.has(single.data.leaf)) this.#single.set(single.data.leaf, at);
      return;
    }
    const said = retirementSchema.safeParse(statement);
    if (!said.success || said.data.to >= at)
      throw new CounterwatchError("evidence", `leaf ${at} says that something was erased, and not what`, {
        remedy: "It was written by another program, or the ledger is not what it was.",
      });
    this.#many.push({ at, said: said.data });
  }

  /** Salt and body of this leaf are not there. */
  gone(at: number, source: string, time: string): void {
    const known = this.#gone.get(source);
    if (known === undefined) this.#gone.set(source, [{ leaf: at, time }]);
    else known.push({ leaf: at, time });
  }

  /** Leaves that were announced one by one. */
  get single(): Iterable<number> {
    return this.#single.keys();
  }

  /**
   * How many were announced together and are still there. Throws `evidence` where something is gone that no leaf speaks of, or where a leaf
   * speaks of others.
   */
  settle(): number {
    const spoken = new Set<number>();
    let unfinished = 0;
    for (const { at, said } of this.#many) {
      const held = new Set(said.held);
      const meant = this.#between(said)
        .filter(({ leaf: one, time }) => time < said.before && !held.has(one) && !spoken.has(one))
        .map(({ leaf: one }) => one)
        .filter((one) => (this.#single.get(one) ?? at) >= at);
      const isWhole = meant.length === said.count && leavesHash(meant) === said.hash;
      if (!isWhole && meant.length >= said.count)
        throw new CounterwatchError(
          "evidence",
          `leaf ${at} announces the erasure of ${said.count} look-ups of ${said.source}, and what is gone there is something else`,
          { remedy: "Restore private/ from a backup, or find out who destroyed them." },
        );
      unfinished += said.count - meant.length;
      for (const one of meant) spoken.add(one);
    }
    for (const all of this.#gone.values())
      for (const { leaf: one } of all)
        if (!spoken.has(one) && !this.#single.has(one))
          throw new CounterwatchError(
            "evidence",
            `salt and body of leaf ${one} are gone, and no leaf says that they were erased`,
            { remedy: "Restore private/ from a backup, or find out who destroyed them." },
          );
    return unfinished;
  }

  #between({ source, from, to }: Retirement): Gone[] {
    const all = this.#gone.get(source) ?? [];
    return all.slice(firstFrom(all, from), firstFrom(all, to + 1));
  }
}

/** The place of the first one at or after a leaf. */
function firstFrom(all: readonly Gone[], wanted: number): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle] as Gone).leaf < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
