import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import type { Contribution } from "../report/transparency/contribution.ts";
import { ContributionSorter } from "./contribution-sorter.ts";

/** One long hash, cut into pieces: a hash for each would take most of the test's time. */
function made(count: number, seed: string): Contribution[] {
  const bytes = createHash("shake256", { outputLength: Math.max(1, count) * 18 })
    .update(seed)
    .digest();
  return Array.from({ length: count }, (_, number) => {
    const at = number * 18;
    return {
      of: bytes[at + 17] === 7 ? "findings" : "look-ups",
      order: bytes.readUIntBE(at, 6),
      operator: bytes.readUInt32BE(at + 6),
      subject: number % 5 === 0 ? 0xff_ff_ff_ff : bytes.readUInt32BE(at + 10),
      first: bytes[at + 14] as number,
      second: bytes[at + 15] as number,
      third: bytes[at + 16] as number,
    } as const;
  });
}

function sorted(contributions: readonly Contribution[], times = 1): Contribution[] {
  const sorter = new ContributionSorter();
  try {
    for (const contribution of contributions) sorter.add(contribution);
    sorter.sort();
    let seen: Contribution[] = [];
    for (let pass = 0; pass < times; pass++) {
      seen = [];
      sorter.each((contribution) => seen.push({ ...contribution }));
    }
    return seen;
  } finally {
    sorter.close();
  }
}

const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith("counterwatch-counts-")).length;

describe("ContributionSorter", () => {
  it.each([0, 1, 3000, 300_000])("gives back %d, by order, as often as asked", (count) => {
    const before = left();
    const contributions = made(count, "sorter");
    const seen = sorted(contributions, 2);
    expect(seen).toHaveLength(count);
    const expected = contributions.toSorted((a, b) => a.order - b.order);
    const wrong = seen.filter((one, at) => keys(one) !== keys(expected[at]!));
    expect(wrong).toEqual([]);
    expect(left()).toBe(before);
  });

  it("does not hang on the order in which they came, even where orders agree", () => {
    const contributions = made(2000, "ties").map((one, at) => ({ ...one, order: at % 3 }));
    expect(sorted(contributions.toReversed())).toEqual(sorted(contributions));
  });

  it("leaves nothing behind when it is closed early", () => {
    const before = left();
    const sorter = new ContributionSorter();
    for (const contribution of made(300_000, "early")) sorter.add(contribution);
    expect(left()).toBe(before + 1);
    sorter.close();
    expect(left()).toBe(before);
  });
});

function keys({ of, order, operator, subject, first, second, third }: Contribution) {
  return `${of} ${order} ${operator} ${subject} ${first} ${second} ${third}`;
}
