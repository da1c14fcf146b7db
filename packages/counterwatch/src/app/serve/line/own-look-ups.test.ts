import { describe, expect, it } from "vitest";
import { accessEventSchema } from "../../../model/index.ts";
import { createIdentifiers } from "../../../intake/identifiers.ts";
import { openDetectors } from "../../detectors.ts";
import { openedName, ownLookUp } from "./own-look-ups.ts";

const NOW = "2026-03-01T00:00:00.000Z";
const HOUSE = { key: new Uint8Array(32).fill(7), country: "MX" };
const ana = {
  name: "ana",
  roles: ["analyst"],
  operators: [],
  administers: [],
  password: undefined,
  disabled: false,
} as const;

function at(minute: number): string {
  return new Date(Date.parse("2026-03-02T09:00:00.000Z") + minute * 60_000).toISOString();
}

describe("what people at the desk do", () => {
  it("is a look-up, and what changes something is told from reading", () => {
    const actions = (["export", "change", undefined] as const).map((by) => {
      const event = ownLookUp(ana, "incident", "i1_0", NOW, "1-1", by);
      expect(accessEventSchema.parse(event)).toMatchObject({
        source: "counterwatch",
        operator: { id: "ana" },
        object: { type: "incident", name: "i1_0" },
      });
      return event.action;
    });
    expect(actions).toEqual(["export", "configure", "view"]);
    expect(ownLookUp(ana, "incident", undefined, NOW, "1-2").action).toBe("list");
  });

  it("tells the shipped rules of an administrator who changes the own account, and of no day's work", () => {
    const settings = { configFile: undefined, key: HOUSE.key, budget: "none", lateness: "0s" };
    const detectors = openDetectors(settings, createIdentifiers({ siteKey: HOUSE.key }), { stream: true });
    const root = { ...ana, name: "root", roles: ["administrator"] } as const;
    for (let minute = 0; minute < 240; minute += 4) {
      const incident = `i1_${String(minute).padStart(24, "0")}`;
      detectors.see(ownLookUp(ana, "finding", undefined, at(minute), `1-${minute}`));
      detectors.see(ownLookUp(ana, "incident", incident, at(minute + 1), `2-${minute}`));
      detectors.see(ownLookUp(ana, "incident", incident, at(minute + 2), `3-${minute}`, "change"));
      detectors.see(ownLookUp(root, "accounts", "rosa", at(minute + 3), `4-${minute}`, "change"));
    }
    expect([...detectors.findings()]).toEqual([]);
    detectors.see(ownLookUp(root, "accounts", "root", at(250), "5-1", "change"));
    const found = [...detectors.findings()].map(({ finding: { detector, operator } }) => [
      detector,
      operator,
    ]);
    detectors.close();
    expect(found).toEqual([["rule/own-permissions-changed", "root"]]);
  });

  it("keeps nobody's number that somebody wrote into an address", () => {
    for (const written of ["+52 55 1234 5678", "+5215512345678", "maria@example.org", "3520990017614823"]) {
      const name = openedName("operator", written, HOUSE);
      expect(name).toMatch(/^[b-t]{8}$/);
      expect(openedName("operator", written, HOUSE)).toBe(name);
      expect(openedName("operator", written, { ...HOUSE, key: new Uint8Array(32) })).not.toBe(name);
    }
    for (const id of ["op-17", "ABC123", "i1_0123456789abcdef01234567", "p1_0123456789abcdef01234567"])
      expect(openedName("operator", id, HOUSE)).toBe(id);
    expect(openedName("warning", "w1_0123456789abcdef01234567", HOUSE)).not.toContain("w1_");
  });
});
