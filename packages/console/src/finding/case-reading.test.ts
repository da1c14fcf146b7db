import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ExplainedSitting } from "../api/case-api.ts";
import type { StoredEvent } from "../api/shapes.ts";
import { clockLanes, placeOn } from "./clock-lanes.ts";
import { layOut } from "./graph-layout.ts";
import { graphOf, subjectsOf } from "./matter.ts";
import { pathOfRows } from "./path-of-rows.ts";
import { ruleFacts } from "./rule-facts.ts";
import { sittingRuns } from "./sitting-runs.ts";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 1);
type LookUp = StoredEvent["event"];
const pseudonym = (letter: string) => `p1_${letter.repeat(24)}`;

function row(hour: number, more: Partial<LookUp> = {}, delay = 0): StoredEvent {
  return {
    leaf: hour,
    received: new Date(START + hour * HOUR + delay).toISOString(),
    event: {
      id: `e-${hour}`,
      time: new Date(START + hour * HOUR).toISOString(),
      source: "city",
      system: "cameras",
      action: "view",
      operator: { id: "op-1" },
      ...more,
    } as LookUp,
  };
}

const site = (id: string, lat?: number) => ({ site: { id, ...(lat !== undefined && { lat, lon: -99 }) } });

function sitting(hour: number, more: Partial<ExplainedSitting> = {}): ExplainedSitting {
  return {
    from: new Date(START + hour * HOUR).toISOString(),
    to: new Date(START + hour * HOUR).toISOString(),
    lookups: 2,
    subject: pseudonym("a"),
    site: undefined,
    by: "nothing",
    explained: false,
    case: undefined,
    reason: undefined,
    withheld: false,
    colleagues: 0,
    ...more,
  };
}

describe("the path of a finding's rows", () => {
  it("follows record time, joins rows at one site, and leaves out what has no place", () => {
    const window = { from: new Date(START - 5 * HOUR).toISOString() };
    const path = pathOfRows([
      row(0, site("cam-2", 19.2)),
      row(1, { ...site("cam-1", 19.1), window, purpose: { case: "C26-100" } }),
      row(2, site("cam-2", 19.2)),
      row(3, site("nowhere")),
      row(4, site("cam-3", 19.3)),
    ]);
    expect(path?.stops.map((stop) => [stop.site, stop.case])).toEqual([
      ["cam-1", "26-100"],
      ["cam-2", undefined],
      ["cam-3", undefined],
    ]);
  });

  it("is none where there is one place, and draws at most sixty stops", () => {
    expect(
      pathOfRows([row(0, site("cam-1", 1)), row(1, site("cam-1", 1)), row(2, site("far"))]),
    ).toBeUndefined();
    const many = Array.from({ length: 90 }, (_, at) => row(at, site(`cam-${at % 7}`, at % 7)));
    expect(pathOfRows(many)).toMatchObject({ stops: { length: 60 }, more: 30 });
  });
});

describe("both clocks", () => {
  it("tell which rows came late, and no row is learned before it happened", () => {
    const lanes = clockLanes([row(0), row(1, {}, 2 * HOUR), row(2, {}, -HOUR), row(3, {}, HOUR)]);
    expect(lanes?.rows.map(({ late }) => late)).toEqual([false, true, false, false]);
    expect(lanes).toMatchObject({ late: 1, longest: 2 * HOUR, from: START, to: START + 4 * HOUR });
    expect(lanes?.rows[2]?.learned).toBe(START + 2 * HOUR);
    expect(clockLanes([])).toBeUndefined();
  });

  it("stand on the axis, the first before the last", () => {
    expect([
      placeOn({ from: 0, to: 10 }, 0),
      placeOn({ from: 0, to: 10 }, 10),
      placeOn({ from: 5, to: 5 }, 5),
    ]).toEqual([1, 99, 50]);
  });
});

describe("the graph around a finding", () => {
  const [a, b] = [pseudonym("a"), pseudonym("b")];
  const rows = [
    row(0, { subjects: [{ type: "plate", id: a }], purpose: { case: "C26-100" } } as Partial<LookUp>),
    row(1, { subjects: [{ type: "plate", id: a }] } as Partial<LookUp>),
    row(2, { subjects: [{ type: "plate", id: b, partial: true }, { type: "plate" }] } as Partial<LookUp>),
  ];

  it("holds what the rows single out, and colleagues only once they were asked for", () => {
    const subjects = subjectsOf(rows);
    expect(subjects).toEqual([{ subject: a, lookups: 2, cases: ["26-100"] }]);
    expect(graphOf("op-1", subjects, []).nodes.map(({ kind }) => kind)).toEqual([
      "operator",
      "subject",
      "case",
    ]);
    const report = {
      subject: a,
      from: "",
      until: "",
      more: 0,
      withheld: 0,
      neighbours: [
        { operator: "op-2", unit: undefined, lookups: 3, first: "", last: "", cases: ["26-100", "26-999"] },
      ],
    };
    const { nodes, edges } = graphOf("op-1", subjects, [report]);
    // The colleague's other case is not the finding's: it is not drawn.
    expect(nodes.map(({ label }) => label)).toEqual(["op-1", "aaaaaaaa", "26-100", "op-2"]);
    expect(edges).toContainEqual({ from: "case 26-100", to: "colleague op-2" });
  });

  it("is laid out the same every time, within its height, at most forty nodes", () => {
    const kinds = fc.array(fc.constantFrom("subject", "case", "colleague"), { maxLength: 80 });
    fc.assert(
      fc.property(kinds, (all) => {
        const nodes = [
          { key: "o", kind: "operator" as const, label: "op-1" },
          ...all.map((kind, at) => ({ key: `${at}`, kind, label: `${at}` })),
        ];
        const graph = layOut(nodes, [{ from: "o", to: "0" }]);
        expect(layOut(nodes, [{ from: "o", to: "0" }])).toEqual(graph);
        expect(graph.nodes.length + graph.left).toBe(nodes.length);
        expect(graph.nodes.length).toBeLessThanOrEqual(40);
        for (const { y } of graph.nodes) expect(y > 0 && y < graph.height).toBe(true);
        const places = graph.nodes.map(({ x, y }) => `${x} ${y}`);
        expect(new Set(places).size).toBe(places.length);
      }),
    );
  });
});

describe("a rule's evidence", () => {
  it("is read as facts, whatever the rule writes", () => {
    expect(ruleFacts("story/fixation", {})).toBeUndefined();
    expect(
      ruleFacts("rule/reach", {
        title: "Far",
        days: 2,
        rowsOfOperator: Number.NaN,
        sources: ["city", 7],
        "reach.networks": 1480,
        odd: { nested: true },
      }),
    ).toMatchObject({
      title: "Far",
      days: 2,
      rowsOfOperator: undefined,
      sources: ["city"],
      facts: [["reach.networks", 1480]],
    });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (evidence) => {
        for (const [, value] of ruleFacts("rule/x", evidence)?.facts ?? [])
          expect(["string", "number"]).toContain(typeof value);
      }),
    );
  });
});

describe("sittings of which the same is to be said", () => {
  it("are one entry, and none is lost", () => {
    const runs = sittingRuns([
      sitting(0),
      sitting(5),
      sitting(9, { by: "colleague", explained: true, colleagues: 1 }),
      sitting(12),
    ]);
    expect(runs.map(({ sittings, lookups, sitting: { by } }) => [sittings, lookups, by])).toEqual([
      [2, 4, "nothing"],
      [1, 2, "colleague"],
      [1, 2, "nothing"],
    ]);
    expect(runs[0]?.until).toBe(sitting(5).from);
  });
});
