import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Account, Incident, IncidentStep, RecordedStep } from "./case.ts";
import { checkTry, grantOf, isAmong } from "./unmasking.ts";

const GRANTED = Date.parse("2026-03-10T12:00:00.000Z");
const HOUR = 3_600_000;

function step(number: number, by: string, at: number, what: IncidentStep, incident = "i1"): RecordedStep {
  return { incident, number, by, at: new Date(at).toISOString(), step: what };
}

function tried(number: number, by: string, at: number, granted: number, incident?: string): RecordedStep {
  return step(number, by, at, { do: "unmask-tried", what: "subjects", granted, matched: false }, incident);
}

function incidentOf(steps: readonly RecordedStep[], state: Incident["state"] = "taken"): Incident {
  return { steps, state } as Incident;
}

const GRANT = step(0, "rosa", GRANTED, { do: "unmask-granted", what: "subjects", asked: "ana" });
const ANA: Account = {
  name: "ana",
  roles: ["analyst"],
  operators: [],
  administers: [],
  password: undefined,
  disabled: false,
};

function at(hours: number): string {
  return new Date(GRANTED + hours * HOUR).toISOString();
}

describe("a granted unmasking", () => {
  it("is for whoever asked, for what was asked, for 24 hours", () => {
    const incident = incidentOf([GRANT]);
    expect(grantOf(incident, "ana", "subjects", at(1), [])).toEqual({
      granted: 0,
      left: 20,
      until: at(24),
    });
    expect(grantOf(incident, "rosa", "subjects", at(1), [])).toBeUndefined();
    expect(grantOf(incident, "ana", "operator", at(1), [])).toBeUndefined();
    expect(grantOf(incident, "ana", "subjects", at(24), [])).toBeUndefined();
    expect(() => checkTry(incident, ANA, "subjects", at(25), [])).toThrow(/24 hours/);
  });

  it("ends with the work on the incident", () => {
    for (const state of ["closed", "merged"] as const)
      expect(() => checkTry(incidentOf([GRANT], state), ANA, "subjects", at(1), [])).toThrow(/worked on/);
  });

  it("has twenty tries, a new grant twenty more, but a person sixty and the desk two hundred a week", () => {
    const used = Array.from({ length: 20 }, (_, n) => tried(n + 1, "ana", GRANTED, 0));
    expect(() => checkTry(incidentOf([GRANT, ...used]), ANA, "subjects", at(1), used)).toThrow(/no try/);
    const again = step(21, "rosa", GRANTED, { do: "unmask-granted", what: "subjects", asked: "ana" });
    const incident = incidentOf([GRANT, ...used, again]);
    expect(checkTry(incident, ANA, "subjects", at(1), used)).toMatchObject({ granted: 21, left: 20 });
    const elsewhere = Array.from({ length: 55 }, (_, n) => tried(n, "ana", GRANTED, 0, "i2"));
    expect(checkTry(incidentOf([GRANT]), ANA, "subjects", at(1), elsewhere).left).toBe(5);
    const others = Array.from({ length: 200 }, (_, n) => tried(n, `bo-${n % 9}`, GRANTED, 0, `i${n}`));
    expect(() => checkTry(incidentOf([GRANT]), ANA, "subjects", at(1), others)).toThrow(/no try/);
    const before = elsewhere.map((each) => ({ ...each, at: at(-24 * 8) }));
    expect(checkTry(incidentOf([GRANT]), ANA, "subjects", at(1), before).left).toBe(20);
  });

  it("lets nobody try more than sixty a week, however grants, incidents and hours are arranged", () => {
    const moves = fc.array(
      fc.record({ hours: fc.integer({ min: 0, max: 12 }), incident: fc.integer({ min: 0, max: 5 }) }),
      { maxLength: 400 },
    );
    fc.assert(
      fc.property(moves, (made) => {
        let hours = 0;
        const tries: RecordedStep[] = [];
        for (const move of made) {
          hours += move.hours;
          const id = `i${move.incident}`;
          const fresh = { ...GRANT, incident: id, number: tries.length, at: at(hours) };
          const own = tries.filter(({ incident }) => incident === id);
          const grant = grantOf(incidentOf([...own, fresh]), "ana", "subjects", at(hours), tries);
          if (grant !== undefined && grant.left > 0)
            tries.push(tried(tries.length, "ana", Date.parse(at(hours)), grant.granted, id));
        }
        for (const { at: from } of tries) {
          const until = new Date(Date.parse(from) + 7 * 24 * HOUR).toISOString();
          expect(tries.filter((each) => each.at >= from && each.at < until).length).toBeLessThanOrEqual(60);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe("a candidate", () => {
  it("is among pseudonyms exactly where one is the same", () => {
    const pseudonym = fc.stringMatching(/^p1_[0-9a-f]{2}$/);
    fc.assert(
      fc.property(pseudonym, fc.array(pseudonym), (candidate, all) => {
        expect(isAmong(candidate, all)).toBe(all.includes(candidate));
      }),
    );
    expect(isAmong("p1_", ["p1_00"])).toBe(false);
    expect(isAmong("", [])).toBe(false);
  });
});
