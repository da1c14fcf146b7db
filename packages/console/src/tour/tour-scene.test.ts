import { describe, expect, it } from "vitest";
import { english } from "../words/english.ts";
import { type TourFacts, sceneOf, stepAfter, stepBefore } from "./tour-scene.ts";
import { TOUR_STEPS } from "./tour-progress.ts";

const { tour } = english;
const people = [
  { name: "ana", role: "analyst", password: "x" },
  { name: "rosa", role: "reviewer", password: "x" },
  { name: "olga", role: "register-officer", password: "x" },
] as const;
const facts: TourFacts = {
  found: undefined,
  people,
  incident: undefined,
  name: "ana",
  mayJudge: true,
  isOfficer: false,
  here: undefined,
  isAssessed: false,
  isVerified: false,
};
const found = { finding: "f1_a", incident: "i1_a", operator: "op" };
const incident = (state: "open" | "taken" | "close-proposed" | "closed", by = "ana") => ({
  state,
  owner: "ana",
  closing: state.startsWith("close") ? { reason: "misuse" as const, by } : undefined,
});
const scene = (step: (typeof TOUR_STEPS)[number], more: Partial<TourFacts> = {}) =>
  sceneOf(step, { ...facts, ...more }, english);
const two = (more: Partial<TourFacts>) => scene("two", { found, here: "finding", ...more });

describe("the tour", () => {
  it("waits for the finding, and names and marks nothing of it before it is told", () => {
    expect(scene("calm")).toMatchObject({ isOpen: false, text: tour.calm, goTo: "queue" });
    const waiting = scene("calm", { here: "queue" });
    expect(waiting).toMatchObject({ isOpen: false, text: tour.wait, points: [".demo-clock"] });
    expect(waiting.goTo).toBeUndefined();
    expect(scene("calm", { found })).toMatchObject({ isOpen: true, text: tour.arrived, goTo: "queue" });
    expect(scene("calm", { found }).points[0]).toContain("f1_a");
  });

  it("offers the way to the finding where another page is shown", () => {
    expect(scene("why", { found }).goTo).toBe("finding");
    expect(scene("why", { found, here: "queue" }).goTo).toBe("finding");
    expect(scene("why", { found, here: "finding" }).goTo).toBeUndefined();
  });

  it("follows what people truly did to the incident, and hands over where closing takes a second person", () => {
    expect(two({}).text).toBe(tour.take);
    expect(two({ incident: incident("taken") }).text).toBe(tour.propose);
    expect(two({ incident: incident("close-proposed") }).become?.name).toBe("rosa");
    const rosas = two({ name: "rosa", incident: incident("close-proposed") });
    expect(rosas).toMatchObject({ text: tour.agree("ana") });
    expect(rosas.become).toBeUndefined();
    expect(two({ name: "rosa", incident: incident("closed", "rosa") }).text).toBe(tour.closed);
    for (const step of ["calm", "why", "two"] as const)
      expect(scene(step, { found, name: "otto", mayJudge: false })).toMatchObject({
        text: tour.cannot,
        become: { name: "ana" },
      });
  });

  it("hands a reviewer's own proposal to nobody who is not a second reviewer", () => {
    const proposed = { name: "rosa", incident: incident("close-proposed", "rosa") };
    expect(scene("two", proposed).become).toBeUndefined();
    expect(scene("two", proposed).text).toBe(tour.second);
  });

  it("leads a register officer, and nobody else, to what was exposed, and says when it is there", () => {
    expect(scene("warn", { found }).become?.name).toBe("olga");
    const officer = { found, name: "olga", isOfficer: true, mayJudge: false };
    expect(scene("warn", officer)).toMatchObject({ text: tour.assess, goTo: "assessment" });
    const there = scene("warn", { ...officer, here: "assessment" });
    expect(there).toMatchObject({ text: tour.assess, points: [".assessment-of"] });
    expect(there.become ?? there.goTo).toBeUndefined();
    expect(scene("warn", { ...officer, here: "assessment", isAssessed: true }).text).toBe(tour.assessed);
  });

  it("says that the ledger is verified only once it is", () => {
    expect(scene("ledger").text).toBe(tour.ledger);
    expect(scene("ledger", { isVerified: true })).toMatchObject({ text: tour.verified, points: [".court"] });
  });

  it("goes through five steps and back", () => {
    expect(TOUR_STEPS).toHaveLength(5);
    expect(TOUR_STEPS.map(stepAfter)).toEqual([...TOUR_STEPS.slice(1), "done"]);
    expect(TOUR_STEPS.map(stepBefore)).toEqual([undefined, ...TOUR_STEPS.slice(0, -1)]);
  });
});
