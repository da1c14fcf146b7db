import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import * as main from "../index.ts";
import { attackRelations } from "./attacker.ts";
import { relationWorld } from "./relation-world.ts";

const world = relationWorld({
  people: 1500,
  relations: 60,
  days: 42,
  seed: 2,
  view: "both",
  circles: false,
  secondPhones: true,
  decoys: { contacts: 1, others: 1 },
});
const attacks = attackRelations(world);
const ranksOf = (pick: (i: number) => boolean) =>
  attacks.flatMap(({ rankOfTo }, i) => (pick(i) ? [rankOfTo ?? 10_000] : [])).sort((a, b) => a - b);
const median = (ranks: readonly number[]) => ranks[ranks.length >> 1]!;

describe("the attacker", () => {
  it("finds those who call each other first, and does worse with those who only meet", () => {
    const open = ranksOf((i) => world.ties[i]!.real && world.ties[i]!.seen.calls >= 3);
    const meeting = ranksOf((i) => world.ties[i]!.tradecraft === "meetings-only");
    expect(open.length).toBeGreaterThan(8);
    expect(open.filter((rank) => rank === 1).length / open.length).toBeGreaterThan(0.6);
    expect(median(meeting)).toBeGreaterThan(median(open));
    expect(median(meeting)).toBeLessThan(60);
  });

  it("does not find whom there is nothing to find of", () => {
    const nobody = ranksOf((i) => world.ties[i]!.stratum === "others");
    expect(nobody.filter((rank) => rank === 1).length / nobody.length).toBeLessThan(0.05);
  });

  it("says the same twice, and nothing about people whose records were not read", () => {
    expect(attackRelations(world)).toEqual(attacks);
    for (const [i, { to }] of world.ties.entries()) {
      if (!world.read.has(to)) expect(attacks[i]).toMatchObject({ rankOfFrom: undefined, suspectsOfTo: 0 });
    }
  });

  it("refuses identifiers that the simulator did not make", () => {
    const foreign = {
      ...world,
      *rows() {
        yield {
          id: "x",
          system: "calls",
          kind: "device",
          subject: { type: "phone", id: "+34600000000" },
          thing: "d",
        } as const;
      },
    };
    expect(() => attackRelations(foreign)).toThrow(/did not make/);
  });

  it("is out of reach of the package's main entry, and of every program", () => {
    expect(Object.values(main)).not.toContain(attackRelations);
    const packages = fileURLToPath(new URL("../../../", import.meta.url));
    const files = readdirSync(packages, { recursive: true })
      .map(String)
      .filter((path) => /^[^/]+\/(?:src|bin|workers|scripts)\/.*\.(?:ts|js)$/.test(path))
      .filter((path) => !path.includes("node_modules") && !/\.(?:test|fixture)\.ts$/.test(path));
    expect(files.length).toBeGreaterThan(300);
    const reaching = files.filter((path) =>
      /simulator\/attacker|records\/attacker|\.\/attacker\.ts/.test(
        readFileSync(`${packages}${path}`, "utf8"),
      ),
    );
    expect(reaching).toEqual([]);
  });
});
