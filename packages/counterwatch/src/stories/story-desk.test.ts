import { deserialize } from "node:v8";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AccessEvent, type ExplainedFinding, findingSchema } from "../model/index.ts";
import { parseBudget } from "./budget.ts";
import { colleague, honestWork } from "./honest-work.fixture.ts";
import { at, inOrder, judge, type LookUp, lookUp, peaksOf, pseudonym } from "./lookups.fixture.ts";
import { meanOf } from "./random.fixture.ts";
import { MINUTE } from "./run.ts";
import { StoryDesk } from "./story-desk.ts";

/** A day's visit to each of these subjects, forty minutes apart, for so many days. */
function watching(
  operator: string,
  subjects: readonly string[],
  from: number,
  days: number,
  more: Partial<LookUp> = {},
) {
  return Array.from({ length: days }, (_, day) =>
    subjects.map((subject, i) => lookUp({ operator, subject, at: at(from + day, 13, 40 * i), ...more })),
  ).flat();
}

/** What every story has an interest in, on top of honest work: each sees its state change and most tell something. */
function misuse(from: number): AccessEvent[] {
  const systems = ["plates", "calls", "location", "travel", "finance"] as const;
  const friends = Array.from({ length: 8 }, (_, i) => `friend-${i}`);
  return [
    ...watching(colleague(1), ["target"], from, 8),
    ...watching(colleague(2), ["one", "other"], from, 6),
    ...systems.map((system, i) =>
      lookUp({ operator: colleague(3), subject: "everywhere", system, at: at(from + i) }),
    ),
    lookUp({ operator: colleague(4), subject: "root", system: "calls", results: friends, at: at(from, 9) }),
    ...friends.map((subject, i) =>
      lookUp({ operator: colleague(4), subject, at: at(from + 1 + (i >> 1), 10 + (i % 2)) }),
    ),
    ...[5, 6, 7].flatMap((n) => watching(colleague(n), ["shared"], from + n, 4)),
    ...Array.from({ length: 60 }, (_, i) =>
      lookUp({ operator: colleague(8), subject: `scraped-${i}`, at: at(from + 2, 10, i) }),
    ),
    ...watching(colleague(9), ["night"], from + 3, 4, { at: at(from + 3, 2), address: "192.168.0.9" }),
    ...Array.from({ length: 12 }, (_, i) =>
      lookUp({
        operator: colleague(10),
        at: at(from + 4, 15, i),
        system: "cameras",
        site: { id: `cam-${i}`, lat: 19.4 + i * 0.003, lon: -99.1 },
        from: at(from + 4, 14, i),
      }),
    ),
    ...Array.from({ length: 9 }, (_, i) =>
      lookUp({ operator: colleague(11), subject: `cloaked-${i}`, case: "25-10002", at: at(from + i, 16) }),
    ),
  ];
}

function written(desk: StoryDesk): string {
  return JSON.stringify(
    [...desk.findings()].map(({ finding, rows, events }) => ({ finding, rows, events: [...events()] })),
  );
}

function findingsOf(events: readonly AccessEvent[], budget = "1/week"): ExplainedFinding[] {
  return [...judge(events, budget).findings()];
}

/** Bytes of the state after eight, ten and twelve months of look-ups, every one of a new subject: least of two weeks. */
function sizes(addresses: (day: number, n: number) => string): [number, number, number] {
  const desk = new StoryDesk(parseBudget("1/week"));
  const least = new Map<number, number>();
  let fresh = 0;
  for (let day = 0; day < 364; day++) {
    if (day % 7 > 4) continue;
    for (let n = 0; n < 6; n++) {
      for (let i = 0; i < 4; i++) {
        const purpose = i % 3 === 0 ? { case: `25-${100_000 + fresh}` } : {};
        const lookup = {
          operator: `op-${n}`,
          unit: "u",
          subject: `s-${fresh++}`,
          address: addresses(day, n),
        };
        desk.see(lookUp({ ...lookup, ...purpose, at: at(day, 8 + i, n) }));
      }
    }
    const month = [238, 301, 364].findIndex((end) => day < end && day >= end - 14);
    if (month < 0) continue;
    least.set(month, Math.min(least.get(month) ?? Number.POSITIVE_INFINITY, desk.snapshot().byteLength));
  }
  return [least.get(0) as number, least.get(1) as number, least.get(2) as number];
}

describe("snapshot and resume", () => {
  it("give byte-identical findings at 100 random cuts", () => {
    const events = inOrder(honestWork(2, { operators: 12, days: 14 }), misuse(4));
    const whole = written(judge(events, "1/day"));
    expect(JSON.parse(whole).length).toBeGreaterThan(3);
    const places = fc.uniqueArray(fc.integer({ min: 0, max: events.length }), {
      minLength: 100,
      maxLength: 100,
    });
    fc.assert(
      fc.property(places, (cuts) => {
        const walking = new StoryDesk(parseBudget("1/day"));
        let walked = 0;
        for (const cut of cuts.toSorted((a, b) => a - b)) {
          for (; walked < cut; walked++) walking.see(events[walked] as AccessEvent);
          const resumed = new StoryDesk(parseBudget("1/day"), walking.snapshot());
          for (const event of events.slice(cut)) resumed.see(event);
          expect(written(resumed)).toBe(whole);
        }
      }),
      { numRuns: 1 },
    );
  });

  it("leave the desk that was copied as it was", () => {
    const events = inOrder(honestWork(3, { operators: 12, days: 10 }), misuse(3));
    const [plain, copied] = [judge(events, "1/day"), judge(events, "1/day")];
    const resumed = new StoryDesk(parseBudget("1/day"), copied.snapshot());
    for (const event of watching("op-99", ["x"], 12, 20)) resumed.see(event);
    // By value: how V8 writes a whole number depends on how it happens to hold it, small integer or double.
    expect(deserialize(copied.snapshot())).toEqual(deserialize(plain.snapshot()));
  });
});

describe("memory", () => {
  const still = sizes((_day, n) => `10.0.0.${n}`);

  it("does not grow with the months, however many subjects and cases are looked at once", () => {
    expect(still[2]).toBeLessThan(1.01 * still[0]);
    expect(still[2]).toBeLessThan(1.01 * still[1]);
  });

  it("does not grow with the addresses of people on the move", () => {
    const moving = sizes((day, n) => `10.${day}.0.${n}`);
    expect(moving[2] - moving[0]).toBeLessThan(still[2] - still[0] + 5000);
  });
});

describe("the budget", () => {
  it.each(["1/week", "1/day"])("of %s is kept in honest worlds", (budget) => {
    const days = 50;
    const worlds = Array.from({ length: 5 }, (_, seed) => {
      const found = findingsOf(honestWork(100 + seed, { operators: 40, days }), budget);
      return found.length / (days * parseBudget(budget).perDay);
    });
    const { mean, error } = meanOf(worlds);
    expect(mean - 3 * error).toBeLessThanOrEqual(1);
    expect(mean).toBeLessThanOrEqual(1.5);
  });
});

describe("what is judged", () => {
  it("no automated look-ups and none of withheld operators: the desk does not even remember them", () => {
    const empty = new StoryDesk(parseBudget("1/week")).snapshot();
    for (const more of [{ automated: true }, { withheld: true }]) {
      const desk = judge(watching("poll", ["target"], 0, 200, more));
      expect(Buffer.from(desk.snapshot()).equals(Buffer.from(empty))).toBe(true);
    }
  });

  it("nothing before the learning period is over", () => {
    const events = inOrder(honestWork(4, { operators: 20, days: 9 }), watching("op-3", ["target"], 0, 9));
    expect(findingsOf(events)).toEqual([]);
  });

  it("no subject that a look-up does not single out: masks, fragments and lists make no pursuit", () => {
    const list = Array.from({ length: 30 }, (_, i) => `listed-${i}`);
    const repeated = Array.from({ length: 30 }, (_, day) => day).flatMap((day): AccessEvent[] => {
      const event = lookUp({ operator: "op-1", subject: "target", at: at(day) });
      const [subject] = event.subjects ?? [];
      return [
        { ...event, subjects: [{ type: "plate", withheld: true }] },
        { ...event, subjects: [{ ...(subject as { type: "plate" }), partial: true }] },
        lookUp({ operator: "op-1", subject: list, at: at(day, 14) }),
      ];
    });
    expect(peaksOf(judge(repeated), "fixation")).toEqual([]);
    expect(peaksOf(judge(watching("op-1", ["target"], 0, 30)), "fixation")).toHaveLength(1);
  });
});

describe("findings", () => {
  const events = inOrder(honestWork(5, { operators: 40, days: 50 }), misuse(30));
  const found = findingsOf(events);

  it("hold to the schema, and count and list what contributed, in order", () => {
    expect(found.length).toBeGreaterThan(2);
    const known = new Map(events.map((event) => [event.id, event]));
    for (const { finding, events: ids, rows } of found) {
      const listed = [...ids()];
      expect(findingSchema.parse({ ...finding, events: listed })).toBeTruthy();
      expect(listed).toHaveLength(finding.lookups);
      expect(new Set(listed).size).toBe(listed.length);
      const times = listed.map((id) => known.get(id)?.time as string);
      expect(times).toEqual(times.toSorted());
      expect(finding.since).toBe(times[0]);
      expect(times).toContain(finding.time);
      expect([...ids()]).toEqual(listed);
      for (const row of rows) {
        const { id, time, operator, subjects, purpose } = known.get(row.id) as AccessEvent;
        expect(row).toMatchObject({
          id,
          time,
          operator,
          ...(subjects && { subjects }),
          ...(purpose && { purpose }),
        });
      }
    }
    expect(new Set(found.map(({ finding }) => finding.id)).size).toBe(found.length);
  });

  it("explain themselves in one sentence that names the operator and the comparison with others", () => {
    for (const { finding } of found) {
      expect(finding.explanation).toMatch(/^[^\n]+\.$/);
      expect(finding.explanation).toContain(finding.operator);
      expect(finding.explanation).toMatch(/other operators? come/);
    }
  });

  it("are the same again in a replay", () => {
    expect(written(judge(events))).toBe(written(judge(events)));
  });

  it("grow: once found, id, time and first look-up stay, look-ups are added, none is lost", () => {
    const desk = new StoryDesk(parseBudget("1/week"));
    const before = new Map<string, { id: string; time: string; since: string; ids: string[] }>();
    for (const [i, event] of events.entries()) {
      desk.see(event);
      if (i % 500 !== 0 && i !== events.length - 1) continue;
      for (const [n, { finding, events: ids }] of [...desk.findings()].entries()) {
        const listed = [...ids()];
        const earlier = before.get(`${n}`);
        if (earlier !== undefined) {
          expect({ id: finding.id, time: finding.time, since: finding.since }).toEqual({
            id: earlier.id,
            time: earlier.time,
            since: earlier.since,
          });
          expect(listed.slice(0, earlier.ids.length)).toEqual(earlier.ids);
        }
        before.set(`${n}`, { id: finding.id, time: finding.time, since: finding.since, ids: listed });
      }
    }
    expect(before.size).toBe(found.length);
  });

  it("join later look-ups to the finding that exists; its time stays that of the look-up that completed it", () => {
    const work = honestWork(6, { operators: 30, days: 60 });
    const campaign = watching(colleague(1), ["target"], 25, 30);
    const told = findingsOf(inOrder(work, campaign)).filter(({ finding }) =>
      finding.subjects.includes(pseudonym("target")),
    );
    expect(told).toHaveLength(1);
    const [{ finding, events: ids }] = told as [ExplainedFinding];
    expect(finding.lookups).toBe(30);
    expect([...ids()]).toEqual(campaign.map(({ id }) => id));
    expect(finding.since).toBe((campaign[0] as AccessEvent).time);
    expect(finding.time < (campaign[20] as AccessEvent).time).toBe(true);
  });

  it("tell a matter once, whichever stories tell it", () => {
    for (const operator of [1, 2, 3].map(colleague)) {
      const matters = found
        .filter(({ finding }) => finding.operator === operator)
        .flatMap(({ finding }) => finding.subjects);
      expect(new Set(matters).size).toBe(matters.length);
    }
    const pursued = found.filter(({ finding }) => finding.subjects.includes(pseudonym("everywhere")));
    expect(pursued).toHaveLength(1);
    const { also } = (pursued[0] as ExplainedFinding).finding.evidence as { also: string[] };
    expect(also).not.toContain(pursued[0]?.finding.detector.replace("story/", ""));
  });

  it("are no more for rows of a sitting repeated within minutes, and never fewer look-ups", () => {
    const work = honestWork(6, { operators: 30, days: 45 });
    const campaign = watching(colleague(1), ["target"], 25, 12);
    const echoes = campaign.flatMap(({ time }) =>
      [5, 20, 45].map((minutes) =>
        lookUp({ operator: colleague(1), subject: "target", at: Date.parse(time) + minutes * MINUTE }),
      ),
    );
    const [once, often] = [campaign, [...campaign, ...echoes]].map((list) => {
      const desk = judge(inOrder(work, list));
      return [...desk.findings()].find(({ finding }) => finding.subjects.includes(pseudonym("target")))
        ?.finding;
    });
    expect(often?.evidence["sittings"]).toBe(once?.evidence["sittings"]);
    expect(often?.evidence["nats"]).toBe(once?.evidence["nats"]);
    expect(often?.time).toBe(once?.time);
    expect(often?.lookups).toBe(4 * (once?.lookups as number));
  });
});
