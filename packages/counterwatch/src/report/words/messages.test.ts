import { describe, expect, it } from "vitest";
import { messagesFor } from "./messages.ts";
import { Speech } from "./speech.ts";

const english = messagesFor(new Speech("en", "UTC"));
const spanish = messagesFor(new Speech("es", "UTC"));
/** Words that are the same in both languages. */
const SAME = new Set(["wordmark", "total", "north"]);

describe("catalogue", () => {
  it("says everything in both languages, and nothing twice in the same words", () => {
    expect(Object.keys(spanish).toSorted()).toEqual(Object.keys(english).toSorted());
    for (const [key, value] of Object.entries(english)) {
      const other = spanish[key as keyof typeof spanish];
      expect(typeof other).toBe(typeof value);
      if (typeof value === "string" && !SAME.has(key)) expect(other, key).not.toBe(value);
    }
  });

  it("has a word in both for every value of the model", () => {
    for (const kind of ["severity", "system", "action", "subject", "rejection"] as const) {
      expect(Object.keys(spanish[kind])).toEqual(Object.keys(english[kind]));
      for (const word of Object.values(spanish[kind])) expect(word).not.toBe("");
    }
  });
});

describe("plural forms", () => {
  it.each([
    [0, "0 look-ups", "0 consultas"],
    [1, "1 look-up", "1 consulta"],
    [2, "2 look-ups", "2 consultas"],
    [18_652, "18,652 look-ups", "18\u202f652 consultas"],
    [1_000_000, "1,000,000 look-ups", "1\u202f000\u202f000 de consultas"],
  ])("%d", (count, inEnglish, inSpanish) => {
    expect(english.lookups(count)).toBe(inEnglish);
    expect(spanish.lookups(count)).toBe(inSpanish);
  });

  it("reaches every noun of a sentence by its own number", () => {
    const one = {
      lookups: 1,
      operators: 1,
      days: 1,
      findings: 1,
      flagged: 1,
      flaggedSources: 0,
      severities: "1 high",
    };
    expect(english.result(one)).toBe(
      "In 1 look-up by 1 operator on 1 day, one finding asks for an explanation: 1 high. One operator is concerned.",
    );
    expect(
      spanish.result({ ...one, findings: 3, flagged: 2, severities: spanish.severityCount("high", 3) }),
    ).toBe(
      "En 1 consulta de 1 operador durante 1 día, 3 hallazgos piden una explicación: 3\u00a0altos. Afectan a 2 operadores.",
    );
  });

  it("counts sources apart from operators, and neither where there is none", () => {
    const some = {
      lookups: 9,
      operators: 2,
      days: 1,
      findings: 2,
      flagged: 1,
      flaggedSources: 1,
      severities: "2 high",
    };
    expect(english.result(some)).toMatch(/: 2 high\. One operator is concerned\. One source is concerned\.$/);
    expect(english.result({ ...some, flagged: 0, flaggedSources: 2 })).toMatch(
      /: 2 high\. 2 sources are concerned\.$/,
    );
    expect(spanish.result({ ...some, flagged: 0 })).toMatch(/: 2 high\. Concierne a una fuente\.$/);
  });
});

describe("numbers and times", () => {
  const say = new Speech("en", "America/New_York");

  it("never rounds something to nothing, nor most to all", () => {
    expect(say.percent(0)).toBe("0\u202f%");
    expect(say.percent(0.001)).toBe("<1\u202f%");
    expect(say.percent(0.999)).toBe(">99\u202f%");
    expect(say.percent(1)).toBe("100\u202f%");
  });

  it("reads instants in the zone, across the change of the clock", () => {
    expect(say.minute(Date.parse("2025-03-09T06:59:00.000Z"))).toBe("2025-03-09 01:59");
    expect(say.minute(Date.parse("2025-03-09T07:00:00.000Z"))).toBe("2025-03-09 03:00");
    expect(say.day(Date.parse("2025-03-02T03:00:00.000Z"))).toBe("1 March 2025");
  });

  it("gives durations in the largest fitting unit", () => {
    expect(say.duration(30 * 86_400_000)).toBe("30 days");
    expect(say.duration(86_400_000)).toBe("24 hours");
    expect(say.duration(20 * 60_000)).toBe("20 minutes");
    expect(new Speech("es", "UTC").duration(30 * 86_400_000)).toBe("30 días");
  });
});
