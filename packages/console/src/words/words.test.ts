import { describe, expect, it } from "vitest";
import { CLOSING_REASONS, FINDING_STATES, ROLES } from "../../../counterwatch/src/incidents/desk/case.ts";
import { SEVERITIES } from "../../../counterwatch/src/model/index.ts";
import { english } from "./english.ts";
import { spanish } from "./spanish.ts";
import { counter, localeOf, speech } from "./speech.ts";

/** Every leaf of a catalogue with its path; functions are called with numbers and names. */
function sentences(catalogue: object, path = ""): [string, string][] {
  return Object.entries(catalogue).flatMap(([name, value]): [string, string][] => {
    const at = `${path}${name}`;
    if (typeof value === "string") return [[at, value]];
    if (typeof value === "function") return [[at, said(value as (...parts: unknown[]) => string)]];
    return sentences(value as object, `${at}.`);
  });
}

/** A sentence takes a record, or up to four parts: whatever it asks for is there. */
function said(sentence: (...parts: unknown[]) => string): string {
  const record = new Proxy({}, { get: (_, name) => (typeof name === "symbol" ? () => "7" : "7") });
  return sentence.length === 1 && /=>|\(v\)/.test(String(sentence)) && /\bv\./.test(String(sentence))
    ? sentence(record)
    : sentence(7, 7, 7, 7);
}

describe("the catalogue", () => {
  const both = [sentences(english), sentences(spanish)] as const;

  it("has the same sentences in both languages, none empty", () => {
    const [first, second] = both.map((all) => all.map(([path]) => path));
    expect(second).toEqual(first);
    expect(both[0].length).toBeGreaterThan(200);
    for (const all of both)
      for (const [path, text] of all) {
        expect(text.trim(), path).not.toBe("");
        expect(text, path).not.toMatch(/undefined|null|NaN|#|\[object/);
      }
  });

  it("says what it says in Spanish, and not in English again", () => {
    const same = both[0].filter(([, text], at) => both[1][at]?.[1] === text).map(([path]) => path);
    expect(same).toEqual([
      "languages.en",
      "languages.es",
      "names.subject.imsi",
      "names.subject.imei",
      "roles.auditor",
      "filters.detector",
      "detector",
      "nats",
      "program",
      "precisionColumns.detector",
    ]);
  });

  it("has a word for each state, role, reason and severity of the server", () => {
    for (const words of [english, spanish]) {
      expect(Object.keys(words.severity)).toEqual([...SEVERITIES]);
      expect(Object.keys(words.state)).toEqual([...FINDING_STATES]);
      expect(Object.keys(words.roles)).toEqual([...ROLES]);
      expect(Object.keys(words.reasons)).toEqual([...CLOSING_REASONS]);
    }
  });

  it("accuses nobody", () => {
    for (const all of both)
      for (const [path, text] of all)
        expect(text, path).not.toMatch(/suspect|guilty|anomal|sospech|culpable/i);
  });
});

describe("speech", () => {
  it("takes the first language of the browser that there is a catalogue for", () => {
    expect(localeOf(["ca-ES", "es-ES", "en"])).toBe("es");
    expect(localeOf(["de", "fr"])).toBe("en");
  });

  it("counts by the plural rules of the language", () => {
    expect(counter("en")(1, "# finding", "# findings")).toBe("1 finding");
    expect(counter("es")(12_345, "# hallazgo", "# hallazgos")).toBe("12.345 hallazgos");
  });

  it("says times in one zone, and a time that is none as a dash", () => {
    const say = speech("en", "Europe/Madrid");
    expect(say.minute("2026-03-02T08:14:00.000Z")).toBe("2026-03-02 09:14");
    expect(say.minute("never")).toBe("–");
    expect(say.age("2026-03-02T08:00:00.000Z", Date.parse("2026-03-02T10:30:00.000Z"))).toBe("2h");
    expect(say.age("2026-03-02T08:00:00.000Z", Date.parse("2026-03-02T07:00:00.000Z"))).toBe("0m");
  });
});
