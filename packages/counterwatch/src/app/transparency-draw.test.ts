/** One draw for one set of counts, whatever happens; and no more of a year than its budget. */
import { describe, expect, it } from "vitest";
import type { LedgerEntry } from "../ledger/appender.ts";
import { CounterwatchError } from "../model/index.ts";
import { readPeriod } from "../report/transparency/period.ts";
import { makePlan } from "../report/transparency/plan.ts";
import { bitReservoir } from "../report/transparency/bit-reservoir.ts";
import { type Release, releaseSchema, releaseText } from "../report/transparency/release.ts";
import type { Draw, RecordedSpending, Spending } from "../store/transparency-draws.ts";
import { randomBytes } from "node:crypto";
import { type DrawnReport, drawOnce } from "./transparency-draw.ts";

const PLAN = makePlan({ policy: { epsilonPerYear: 4 }, epsilon: "1", findings: false, outcomes: false });
const COUNTS = PLAN.tables.map(({ cells }) => cells.map((_, at) => at * 10));
const INPUTS = "a".repeat(64);
const Q3 = readPeriod("2026-Q3");

const key = (name: string, revision: number) => `${name}.${revision}`;

class Crash extends Error {}

/** A ledger and a folder of draws that can die at any of their writes: before it is done, or after. */
class Office {
  readonly leaves: RecordedSpending[] = [];
  readonly draws = new Map<string, Draw>();
  steps = 0;
  dieAt = Number.POSITIVE_INFINITY;

  #step<T>(act: () => T): T {
    this.steps += 1;
    if (this.steps === this.dieAt) throw new Crash();
    const done = act();
    this.steps += 1;
    if (this.steps === this.dieAt) throw new Crash();
    return done;
  }

  run(
    change: { plan?: typeof PLAN; period?: string; inputs?: string; revise?: string } = {},
  ): Promise<DrawnReport> {
    const period = readPeriod(change.period ?? "2026-Q3");
    return drawOnce(
      change.plan ?? PLAN,
      period,
      { counts: COUNTS, inputs: change.inputs ?? INPUTS, deadLetters: 0 },
      {
        ledger: {
          append: (entry: LedgerEntry) =>
            Promise.resolve().then(() =>
              this.#step(() => {
                const leaf = this.leaves.length;
                this.leaves.push({ ...(entry.statement as unknown as Spending), leaf });
                return { index: leaf, sequence: leaf };
              }),
            ),
        },
        spendings: [...this.leaves],
        draws: {
          read: ({ name }, revision) => this.draws.get(key(name, revision)),
          add: ({ name }, draw) =>
            this.#step(() => void this.draws.set(key(name, draw.release.revision), draw)),
          pathOf: ({ name }, revision) => key(name, revision),
        },
        random: bitReservoir(randomBytes),
        now: "2026-11-28T00:00:00.000Z",
        program: "0.1.0",
        publisher: undefined,
        revise: change.revise,
      },
    );
  }
}

async function refusal(running: Promise<unknown>): Promise<CounterwatchError> {
  const error = await running.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (error instanceof CounterwatchError) return error;
  throw new Error("nothing was refused");
}

describe("drawOnce", () => {
  it("draws, tells the ledger, and gives the same again without another draw", async () => {
    const office = new Office();
    const first = await office.run();
    const again = await office.run();
    expect(first.fresh).toBe(true);
    expect(again).toMatchObject({ fresh: false, leaf: 0, release: first.release });
    expect(office.leaves).toHaveLength(1);
    expect(office.leaves[0]).toMatchObject({
      period: "2026-Q3",
      revision: 0,
      epsilon: "1",
      delta: "0",
      inputs: INPUTS,
    });
    expect(releaseSchema.parse(JSON.parse(releaseText(first.release)))).toEqual(first.release);
  });

  it("draws once however often it dies, at every write", async () => {
    for (let at = 1; ; at++) {
      const office = new Office();
      office.dieAt = at;
      const died = await office.run().then(
        () => false,
        (error: unknown) => error instanceof Crash,
      );
      if (!died) {
        expect(at).toBe(5);
        break;
      }
      const drawn = [...office.draws.values()].map(({ release }) => releaseText(release));
      // Nothing is known of a draw that was not stored: it was not told to anybody.
      for (let more = 1; more <= 2; more++) {
        office.dieAt = office.steps + more;
        await office.run().catch((error: unknown) => expect(error).toBeInstanceOf(Crash));
      }
      office.dieAt = Number.POSITIVE_INFINITY;
      const { release } = await office.run();
      if (drawn.length > 0) expect(releaseText(release)).toBe(drawn[0]);
      expect(office.draws.size).toBe(1);
      expect(office.leaves).toHaveLength(1);
    }
  });

  it("tells of a draw that a crash left even where other counts are asked for then", async () => {
    const office = new Office();
    office.dieAt = 3;
    await expect(office.run()).rejects.toBeInstanceOf(Crash);
    office.dieAt = Number.POSITIVE_INFINITY;
    expect((await refusal(office.run({ inputs: "b".repeat(64) }))).code).toBe("usage");
    expect(office.leaves).toHaveLength(1);
  });

  it("refuses a second draw from changed look-ups or settings, unless it is asked for and paid", async () => {
    const office = new Office();
    await office.run();
    const other = makePlan({
      policy: { epsilonPerYear: 4, perSubject: 6, perOperator: 30 },
      epsilon: "1",
      findings: false,
      outcomes: false,
    });
    expect((await refusal(office.run({ inputs: "b".repeat(64) }))).message).toContain("other look-ups");
    expect((await refusal(office.run({ plan: other }))).code).toBe("usage");
    expect((await refusal(office.run({ revise: "to see another" }))).message).toContain(
      "nothing has changed",
    );
    expect(office.leaves).toHaveLength(1);
    const revised = await office.run({ inputs: "b".repeat(64), revise: "August was incomplete" });
    expect(revised.release).toMatchObject({ revision: 1, reason: "August was incomplete" });
    expect(office.leaves.map(({ epsilon }) => epsilon)).toEqual(["1", "1"]);
    expect((await office.run({ inputs: "b".repeat(64) })).release).toEqual(revised.release);
  });

  it("refuses a revision of what was never drawn", async () => {
    expect((await refusal(new Office().run({ revise: "why not" }))).code).toBe("usage");
  });

  it("refuses beyond the year's budget, saying what is left and from when there is more", async () => {
    const office = new Office();
    for (const period of ["2026-Q1", "2026-Q2", "2026-Q3"]) await office.run({ period });
    expect((await office.run({ period: "2026-04" })).left.epsilon).toEqual({ n: 0n, d: 1n });
    const refused = await refusal(office.run({ period: "2026-Q4" }));
    expect(refused.code).toBe("usage");
    expect(refused.message).toContain("ε 0 left");
    expect(refused.remedy).toContain("2027-01-01");
    expect(office.leaves).toHaveLength(4);
    expect(office.draws.has("2026-Q4.0")).toBe(false);
    expect((await office.run({ period: "2027-Q1" })).left.epsilon).toEqual({ n: 3n, d: 1n });
  });

  it("believes the ledger, not the folder of draws", async () => {
    const office = new Office();
    await office.run();
    const [key, draw] = [...office.draws][0]!;
    office.draws.delete(key);
    expect((await refusal(office.run())).code).toBe("not-found");
    const [first] = draw.release.tables;
    const forged: Release = {
      ...draw.release,
      tables: [{ ...first!, cells: [{ ...first!.cells[0]!, value: 7 }] }],
    };
    office.draws.set(key, { ...draw, release: forged });
    expect((await refusal(office.run())).code).toBe("evidence");
    expect((await refusal(office.run({ revise: "hide it" }))).code).toBe("evidence");
    office.leaves[0] = { ...office.leaves[0]!, epsilon: "free" };
    office.draws.set(key, draw);
    expect((await refusal(office.run())).code).toBe("evidence");
  });

  it("adds noise to every cell, zeros too, and forgets the counts", async () => {
    const draws = await Promise.all(Array.from({ length: 20 }, () => new Office().run()));
    const systems = draws.map(({ release }) => release.tables.find(({ table }) => table === "system")!.cells);
    for (const at of systems[0]!.keys())
      expect(new Set(systems.map((cells) => cells[at]!.value)).size).toBeGreaterThan(10);
    expect(Q3.to).toBe("2026-10-01T00:00:00.000Z");
    expect(Object.keys(draws[0]!.release).toSorted()).not.toContain("counts");
  });
});

describe("period", () => {
  it.each([
    ["2026-Q3", "2026-07-01", "2026-10-01"],
    ["2026-Q4", "2026-10-01", "2027-01-01"],
    ["2024-02", "2024-02-01", "2024-03-01"],
    ["2026-12", "2026-12-01", "2027-01-01"],
    ["2026", "2026-01-01", "2027-01-01"],
  ])("%s", (name, from, to) => {
    expect(readPeriod(name)).toMatchObject({
      name,
      from: `${from}T00:00:00.000Z`,
      to: `${to}T00:00:00.000Z`,
    });
  });

  it.each(["2026-Q5", "2026-13", "26", "2026-q3", "2026-Q3/../x", ""])("refuses %s", (name) => {
    expect(() => readPeriod(name)).toThrow(CounterwatchError);
  });
});
