import { describe, expect, it } from "vitest";
import { english } from "../words/english.ts";
import { type TourFacts, sceneOf, stepAfter, stepBefore } from "./tour-scene.ts";
import { TOUR_STEPS } from "./tour-progress.ts";

const { tour } = english;
const people = [
  { name: "ana", role: "analyst", password: "x" },
  { name: "rosa", role: "reviewer", password: "x" },
] as const;
const facts: TourFacts = {
  found: undefined,
  people,
  incident: undefined,
  name: "ana",
  mayJudge: true,
  isThere: false,
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
const two = (more: Partial<TourFacts>) => scene("two", { found, isThere: true, ...more });

describe("the tour", () => {
  it("waits for the finding, and names and marks nothing of it before it is told", () => {
    const waiting = scene("wait");
    expect(waiting).toMatchObject({ isOpen: false, points: [".demo-clock"] });
    expect(scene("wait", { found })).toMatchObject({ isOpen: true, text: tour.arrived });
    expect(scene("wait", { found }).points[0]).toContain("f1_a");
  });

  it("offers the way to the finding where another page is shown", () => {
    expect(scene("why", { found }).goThere).toBe(true);
    expect(scene("why", { found, isThere: true }).goThere).toBeUndefined();
  });

  it("follows what people truly did to the incident, and hands over where closing takes a second person", () => {
    expect(two({}).text).toBe(tour.take);
    expect(two({ incident: incident("taken") }).text).toBe(tour.propose);
    expect(two({ incident: incident("close-proposed") }).become?.name).toBe("rosa");
    const rosas = two({ name: "rosa", incident: incident("close-proposed") });
    expect(rosas).toMatchObject({ text: tour.agree("ana") });
    expect(rosas.become).toBeUndefined();
    expect(two({ name: "rosa", incident: incident("closed", "rosa") }).text).toBe(tour.closed);
    expect(two({ name: "otto", mayJudge: false }).text).toBe(tour.cannot);
  });

  it("hands a reviewer's own proposal to nobody who is not a second reviewer", () => {
    const proposed = { name: "rosa", incident: incident("close-proposed", "rosa") };
    expect(scene("two", proposed).become).toBeUndefined();
    expect(scene("two", proposed).text).toBe(tour.second);
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
