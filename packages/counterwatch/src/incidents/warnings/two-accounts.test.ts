import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assessment, HOUR, MemoryWarnings, START } from "./sample-warnings.fixture.ts";
import type { StepOf } from "./warning-steps.ts";

type Deed = "release" | "not-needed";

function spoken(warnings: readonly string[], deed: Deed, account: string) {
  return { deed, warnings: [...warnings], account, lookup: `counterwatch:1-${account}` };
}

function proposed(ids: readonly string[], deed: Deed, account: string): StepOf<"proposed"> {
  return {
    do: "proposed",
    ...spoken(ids, deed, account),
    ...(deed === "not-needed" && { reason: "Abroad" }),
  };
}

function agreed(ids: readonly string[], deed: Deed, account: string, by: string): StepOf<"agreed"> {
  return { do: "agreed", ...spoken(ids, deed, account), proposed: by };
}

function desk() {
  const house = new MemoryWarnings({ accounts: true });
  house.draft(assessment({ R1: "certain", R2: "likely" }));
  return { house, ids: house.ids() };
}

describe("two accounts", () => {
  it("release what one proposed and another one agreed to, and it says by what it was released", () => {
    const { house, ids } = desk();
    expect(house.take(proposed(ids, "release", "ana"))).toBeUndefined();
    for (const id of ids) expect(house.get(id)).toMatchObject({ released: false, state: "draft" });
    expect(house.take(agreed(ids, "release", "ana", "ana"))).toMatch(/two different people/);
    expect(house.take(agreed(ids, "release", "bo", "cy"))).toMatch(/nobody has proposed/);
    expect(house.take(agreed(ids, "not-needed", "bo", "ana"))).toMatch(/nobody has proposed/);
    expect(house.take(agreed(ids, "release", "bo", "ana"))).toBeUndefined();
    for (const id of ids)
      expect(house.get(id)).toMatchObject({ state: "due", assurance: "accounts", proposals: [] });
    expect(house.take(agreed(ids, "release", "bo", "ana"))).toMatch(/released before/);
    expect(house.folded().byId.get(ids[0] as string)).toEqual(house.get(ids[0] as string));
  });

  it("find one not needed with the reason that was proposed", () => {
    const { house, ids } = desk();
    const [id = ""] = ids;
    const bare = { ...proposed([id], "not-needed", "ana"), reason: undefined };
    expect(house.take(bare)).toMatch(/a reason belongs/);
    expect(house.take({ ...proposed([id], "release", "ana"), reason: "because" })).toMatch(
      /a reason belongs/,
    );
    house.take(proposed([id], "not-needed", "ana"));
    expect(house.take(agreed([id], "not-needed", "bo", "ana"))).toBeUndefined();
    expect(house.get(id)).toMatchObject({ state: "not-needed", assurance: undefined });
    expect(house.take(proposed([id], "release", "ana"))).toMatch(/is closed/);
  });

  it("count in no journal that was founded for signatures alone", () => {
    const house = new MemoryWarnings();
    house.draft(assessment({ R1: "certain" }));
    expect(house.take(proposed(house.ids(), "release", "ana"))).toMatch(/sign with their keys/);
    expect(house.release(house.ids())).toBeUndefined();
    expect(house.get(house.ids()[0] as string)).toMatchObject({ assurance: "signatures" });
  });

  it("agree to nothing that has changed since it was proposed", () => {
    const { house } = desk();
    const [, likely = ""] = house.ids();
    house.take(proposed([likely], "release", "ana"));
    house.now += HOUR;
    house.draft(assessment({ R2: "certain" }, { at: START + HOUR }));
    expect(house.take(agreed([likely], "release", "bo", "ana"))).toMatch(/changed since/);
    house.take(proposed([likely], "release", "ana"));
    expect(house.take(agreed([likely], "release", "bo", "ana"))).toBeUndefined();
  });

  it("never release by one person alone, in whatever order they speak", () => {
    const name = fc.constantFrom("ana", "bo", "cy");
    const deed = fc.constantFrom<Deed>("release", "not-needed");
    const say = fc.record({ agrees: fc.boolean(), name, by: name, deed, at: fc.nat(1) });
    fc.assert(
      fc.property(fc.array(say, { maxLength: 30 }), (said) => {
        const { house, ids } = desk();
        for (const { agrees, name: who, by, deed: what, at } of said) {
          const id = [ids[at] as string];
          house.take(agrees ? agreed(id, what, who, by) : proposed(id, what, who));
        }
        for (const id of ids) {
          const { history, released, state } = house.get(id);
          const done = history.filter(({ step }) => step.do === "agreed");
          expect(done.length).toBe(Number(released) + Number(state === "not-needed"));
          for (const { step } of done) {
            if (step.do !== "agreed") continue;
            expect(step.account).not.toBe(step.proposed);
            expect(
              history.some(
                ({ step: before }) =>
                  before.do === "proposed" && before.account === step.proposed && before.deed === step.deed,
              ),
            ).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
