import { describe, expect, it } from "vitest";
import type { AccessEvent } from "../model/index.ts";
import { type CaseBook, noteCase, standing } from "./case-book.ts";
import { caseName } from "./case-name.ts";
import {
  ALONE_ON_CASE,
  CLASSES,
  explain,
  EXPLANATIONS,
  LATE_TO_OTHERS,
  LATE_TO_OWN,
  OTHERS_CASE,
  OWN_CASE,
  REASONED,
  TEAM_CASE,
  UNEXPLAINED,
  vouchedFor,
} from "./explanation.ts";
import { lookUp } from "./lookups.fixture.ts";
import { DAY } from "./run.ts";
import { noteLooker, type SubjectBook } from "./subject-book.ts";

function explained(
  purpose: { case?: string; reason?: string },
  {
    subjects = new Map(),
    cases = new Map(),
    at = DAY / 2,
  }: { subjects?: SubjectBook; cases?: CaseBook; at?: number } = {},
): number {
  const event = lookUp({ operator: "me", at, ...purpose });
  const name = caseName(event);
  const onCase = name === undefined ? undefined : standing(cases, name, "me", "s", at);
  return explain(event, onCase, "s", at, subjects);
}

function caseOf(...lookups: [operator: string, subject: string][]): CaseBook {
  const book: CaseBook = new Map();
  for (const [operator, subject] of lookups) {
    noteCase(book, "25-1234", operator, subject, 0, standing(book, "25-1234", operator, subject, 0));
  }
  return book;
}

function lookedAtBy(count: number): SubjectBook {
  const book: SubjectBook = new Map();
  for (let i = 0; i < count; i++) noteLooker(book, "s", `op-${i}`, DAY / 2);
  return book;
}

describe("what explains a look-up", () => {
  it("nothing: no purpose, or words that fit every look-up, in English and in Spanish", () => {
    expect(explained({})).toBe(UNEXPLAINED);
    for (const reason of [
      "investigation",
      "INV",
      "follow up",
      "Follow-Up",
      "police business",
      "seguimiento",
      "investigación",
      "n/a",
      "...",
      "xx",
      "12",
      "caso",
    ]) {
      expect(explained({ reason })).toBe(UNEXPLAINED);
    }
  });

  it("a reason that says something of its own", () => {
    for (const reason of [
      "stolen vehicle",
      "robbery on Main St",
      "persona desaparecida",
      "investigation of a burglary",
    ]) {
      expect(explained({ reason })).toBe(REASONED);
    }
  });

  it("a masked reason says that there was one: present but withheld is never nothing", () => {
    const event: AccessEvent = { ...lookUp({ operator: "me", at: DAY }), purpose: { withheld: ["reason"] } };
    expect(explain(event, undefined, "s", DAY, new Map())).toBe(REASONED);
  });

  it("a colleague's interest more than words, everybody's more than a colleague's", () => {
    const classes = [0, 1, 20].map((count) =>
      explained({ reason: "investigation" }, { subjects: lookedAtBy(count) }),
    );
    expect(classes[0]).toBe(UNEXPLAINED);
    expect(classes[1]).toBeGreaterThan(REASONED);
    expect(classes[2]).toBeGreaterThan(classes[1] as number);
    expect(classes[2]).toBeLessThan(OWN_CASE);
  });

  it("a case by how the operator stands to it, whether given as case or in the reason", () => {
    for (const purpose of [{ case: "C25-1234" }, { reason: "25-1234 robbery" }]) {
      expect(explained(purpose)).toBe(OWN_CASE);
      expect(explained(purpose, { cases: caseOf(["a", "s"], ["b", "s"]) })).toBe(TEAM_CASE);
      expect(explained(purpose, { cases: caseOf(["a", "x"], ["b", "x"], ["me", "x"]) })).toBe(ALONE_ON_CASE);
      expect(explained(purpose, { cases: caseOf(["a", "x"], ["b", "x"], ["a", "y"], ["b", "y"]) })).toBe(
        OTHERS_CASE,
      );
    }
  });

  it("a case that was under way when the subject came to it explains less, unless a colleague on it looks too", () => {
    const late = { at: 3 * DAY };
    expect(explained({ case: "25-1234" }, { cases: caseOf(["me", "x"]), ...late })).toBe(LATE_TO_OWN);
    for (const others of [caseOf(["a", "x"], ["me", "x"]), caseOf(["a", "x"], ["b", "x"], ["a", "x"])])
      expect(explained({ case: "25-1234" }, { cases: others, ...late })).toBe(LATE_TO_OTHERS);
    expect(explained({ case: "25-1234" }, { cases: caseOf(["a", "s"]), ...late })).toBe(TEAM_CASE);
    expect([LATE_TO_OWN, LATE_TO_OTHERS].map(vouchedFor)).toEqual([false, false]);
  });

  it("has words for every class", () => {
    expect(EXPLANATIONS).toHaveLength(CLASSES);
    expect(new Set(EXPLANATIONS).size).toBe(CLASSES);
  });
});
