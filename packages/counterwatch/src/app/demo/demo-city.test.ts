import { describe, expect, it } from "vitest";
import { createIdentifiers } from "../../intake/identifiers.ts";
import { accessEventSchema, type ExplainedFinding } from "../../model/index.ts";
import { createPseudonymiser } from "../../intake/pseudonymiser.ts";
import { openDetectors } from "../detectors.ts";
import { CITY, demoCity } from "./demo-city.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const KEY = new Uint8Array(32).fill(3);

interface Told {
  readonly at: number;
  readonly detector: string;
  readonly operator: string;
  readonly severity: string;
}

/** The city through the detectors of `serve` at their usual budget: what they tell, and how far the city was then. */
function told(now: number): { readonly all: Told[]; readonly city: ReturnType<typeof demoCity> } {
  const city = demoCity(now);
  const settings = { configFile: undefined, key: KEY, lateness: "10m", budget: "1/day" };
  const detectors = openDetectors(settings, createIdentifiers({ siteKey: KEY }), { stream: true });
  const pseudonym = createPseudonymiser(KEY);
  const hidden = <T extends { type: string; id: string }>({ type, id }: T) => ({
    type,
    id: pseudonym(type as "plate", id),
  });
  const known = new Map<string, Told>();
  let seen = 0;
  for (const { at, line } of city.lookups) {
    if (at >= Math.min(now, city.waitsAt + 40 * HOUR)) break;
    const event = JSON.parse(line);
    detectors.see(
      accessEventSchema.parse({
        ...event,
        ...(event.subjects && { subjects: event.subjects.map(hidden) }),
        ...(event.result?.subjects && {
          result: { ...event.result, subjects: event.result.subjects.map(hidden) },
        }),
      }),
    );
    // As it is judged on the server: the past in pieces, the stream at once.
    if (at < city.waitsAt ? ++seen % 100 === 0 : true) note(detectors.findings(), at, known);
  }
  detectors.close();
  return { all: [...known.values()], city };
}

function note(findings: Iterable<ExplainedFinding>, at: number, known: Map<string, Told>): void {
  for (const { finding } of findings)
    if (!known.has(finding.id)) {
      const { detector, operator, severity } = finding;
      known.set(finding.id, { at, detector, operator, severity });
    }
}

function timeless(event: Readonly<Record<string, unknown>>): object {
  return { ...event, time: undefined, window: undefined };
}

function eventsAt(now: string) {
  return Array.from(demoCity(Date.parse(now)).lookups, ({ line }) => JSON.parse(line));
}

describe("the city of the demo", () => {
  // A Saturday and a Wednesday: its days are moved to others of the week.
  it.each(["2026-11-28T07:15:00Z", "2027-02-03T22:40:00Z"])(
    "hides one campaign that the detectors tell by themselves while one watches: %s",
    (text) => {
      const now = Date.parse(text);
      const { all, city } = told(now);
      const past = all.filter(({ at }) => at < city.waitsAt);
      expect(past.length).toBeGreaterThan(10);
      expect(past.filter(({ operator }) => operator === city.hiddenOperator)).toEqual([]);
      const stream = all.filter(({ at }) => at >= city.waitsAt);
      expect(stream.map(({ operator }) => operator)).toEqual(stream.map(() => city.hiddenOperator));
      const first = stream.find(({ severity }) => severity === "high");
      expect(first?.detector).toBe("story/fixation");
      // Long enough to see that all is calm, short enough to wait for it: an hour is a second.
      expect((first!.at - city.waitsAt) / HOUR).toBeGreaterThan(8);
      expect((first!.at - city.waitsAt) / HOUR).toBeLessThan(20);
      expect(stream.map(({ detector }) => detector)).toContain("story/following");
    },
  );

  it("ends now, and goes on for days", () => {
    const now = Date.parse("2026-11-28T07:15:00Z");
    const { waitsAt, beginsAt, lookups } = demoCity(now);
    expect(now - waitsAt).toBeGreaterThanOrEqual(34 * HOUR);
    expect(now - waitsAt).toBeLessThan(58 * HOUR);
    expect(waitsAt - beginsAt).toBeGreaterThan(28 * DAY);
    const times = Array.from(lookups, ({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBeGreaterThan(now + 7 * DAY);
  });

  it("sends the same look-ups each time but for the day, from a city that stands in the open sea", () => {
    const [one, other] = [eventsAt("2026-11-28T07:15:00Z"), eventsAt("2026-12-05T03:00:00Z")];
    expect(one.map(timeless)).toEqual(other.map(timeless));
    expect(new Set(one.map(({ source }) => source))).toEqual(new Set(CITY.sources));
    const sites = one.flatMap(({ site }) => (site?.lat === undefined ? [] : [site]));
    expect(sites.length).toBeGreaterThan(100);
    for (const { lat, lon } of sites) {
      expect(Math.abs(lat)).toBeLessThan(1);
      expect(Math.abs(lon)).toBeLessThan(1);
    }
  });
});
