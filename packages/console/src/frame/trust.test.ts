import { describe, expect, it } from "vitest";
import type { DeskState } from "../api/shapes.ts";
import { english } from "../words/english.ts";
import { speech } from "../words/speech.ts";
import { trustOf } from "./trust.ts";

const heard = "2026-03-02T08:14:00.000Z";
const source = (name: string, more: object = {}) => ({
  source: name,
  system: "plates" as const,
  heard,
  silent: false,
  deadLetters: 0,
  ...more,
});
const calm: DeskState = {
  sources: [source("city-a"), source("city-b")],
  ledger: { leaves: 1200, waiting: 0 },
  budget: "1/day",
  guarantee: [],
  version: "0",
  inputs: [],
};
const trust = (state: Partial<DeskState>) => trustOf({ ...calm, ...state }, english, speech("en", "UTC"));

describe("the state of trust", () => {
  it("is figures alone where nothing is wrong", () => {
    expect(trust({})).toEqual({
      wrong: [],
      unread: [],
      limits: [],
      calm: ["2 of 2 sources heard", "ledger 1,200 leaves", "all judged", "budget 1 a day", "guarantee kept"],
    });
  });

  it("names what is wrong, silence first", () => {
    const { wrong, unread, limits, calm } = trust({
      sources: [source("city-a", { deadLetters: 3 }), source("city-b", { silent: true })],
      guarantee: ["Guarantee suspended for unit B since 2 May."],
      ledger: { leaves: 1, waiting: 90_000 },
    });
    expect(wrong).toEqual([
      { source: "city-b", sentence: "city-b is silent since 2026-03-02 08:14." },
      { sentence: "90,000 look-ups are not judged yet" },
    ]);
    expect(unread).toEqual([{ source: "city-a", sentence: "3 rows of city-a could not be read." }]);
    expect(limits).toEqual(["Guarantee suspended for unit B since 2 May."]);
    expect(calm).not.toContain("guarantee kept");
    expect(calm).toContain("1 of 2 sources heard");
  });

  it("says which source has not been heard at all", () => {
    const { wrong, calm } = trust({ sources: [source("city-a", { heard: undefined }), source("city-b")] });
    expect(wrong.map(({ sentence }) => sentence)).toEqual([
      "city-a has not been heard since the server started.",
    ]);
    expect(calm[0]).toBe("1 of 2 sources heard");
  });

  it("without any source says that nothing is watched", () => {
    expect(trust({ sources: [] }).wrong).toEqual([
      { sentence: "No source is connected: nothing is watched." },
    ]);
  });
});
