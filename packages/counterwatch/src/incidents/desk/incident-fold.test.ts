import { describe, expect, it } from "vitest";
import { sourceAsOperator } from "../../model/index.ts";
import type { Account } from "./case.ts";
import { checkStep, foldIncident, isOwn } from "./incident-fold.ts";

const keeper: Account = {
  name: "keeper",
  roles: ["analyst", "reviewer"],
  operators: ["op-1"],
  administers: ["city-a"],
  password: undefined,
  disabled: false,
};
const about = (...operators: string[]) => ({ operators });

describe("what is somebody's own", () => {
  it("is what names them, and look-ups of a source that they administer", () => {
    for (const operator of ["keeper", "op-1"]) expect(isOwn(about("op-2", operator), keeper, [])).toBe(true);
    expect(isOwn(about("op-2"), keeper, ["portal", "city-a"])).toBe(true);
    expect(isOwn(about("op-2", "op-11"), keeper, ["portal", "city-ab", "city"])).toBe(false);
  });

  it("is what speaks through that source under another name", () => {
    expect(isOwn(about("op-2"), keeper, ["city-a/alpr"])).toBe(true);
    expect(isOwn(about("op-2"), keeper, ["city-a/alpr/north"])).toBe(true);
    expect(isOwn(about("op-2"), keeper, ["portal/city-a"])).toBe(false);
  });

  it("is what is said of the source itself, which has no look-ups", () => {
    for (const source of ["city-a", "city-a/alpr"])
      expect(isOwn(about(sourceAsOperator(source)), keeper, [])).toBe(true);
    for (const source of ["city-ab", "portal", "portal/city-a"])
      expect(isOwn(about(sourceAsOperator(source)), keeper, [])).toBe(false);
  });

  it("is what nobody can say any more whose system it is of, but for those who administer none", () => {
    expect(isOwn(about("op-2"), keeper, undefined)).toBe(true);
    expect(isOwn(about("op-2"), { ...keeper, administers: [] }, undefined)).toBe(false);
  });

  it("is closed by others", () => {
    const incident = foldIncident(
      [
        {
          incident: "i1_0",
          number: 0,
          at: "2026-03-01T00:00:00.000Z",
          by: "counterwatch",
          step: { do: "opened", findings: ["f-1"] },
        },
      ],
      (id) => ({ id, operator: sourceAsOperator("city-a"), severity: "high" }),
    );
    const step = { do: "close-proposed", reason: "explained", why: "a planned outage" } as const;
    expect(() => checkStep(incident, step, keeper, [])).toThrow(expect.objectContaining({ code: "refused" }));
    expect(() => checkStep(incident, step, { ...keeper, administers: ["portal"] }, [])).not.toThrow();
  });
});
