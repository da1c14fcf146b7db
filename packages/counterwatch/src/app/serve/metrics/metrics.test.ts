import fc from "fast-check";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { finding } from "../../../store/desk/contract/desk-contract.fixture.ts";
import { Counter, exposition, Histogram } from "./exposition.ts";
import { Meters } from "./meters.ts";
import { metricsOf } from "./metrics.ts";

interface Read {
  readonly kind: string;
  readonly samples: {
    readonly name: string;
    readonly labels: Record<string, string>;
    readonly value: number;
  }[];
}

/** A reader of the exposition format 0.0.4 by its rules; throws where a line keeps none of them. */
function readExposition(text: string): Map<string, Read> {
  const families = new Map<string, Read>();
  const helped = new Set<string>();
  let current = "";
  if (!text.endsWith("\n")) throw new Error("the last line must end");
  for (const line of text.slice(0, -1).split("\n")) {
    const help = /^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) /.exec(line);
    const type = /^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)$/.exec(line);
    if (help !== null) {
      if (helped.has(help[1] as string)) throw new Error(`HELP twice: ${help[1]}`);
      helped.add(help[1] as string);
      continue;
    }
    if (type !== null) {
      current = type[1] as string;
      if (families.has(current)) throw new Error(`TYPE twice: ${current}`);
      families.set(current, { kind: type[2] as string, samples: [] });
      continue;
    }
    const sample = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (sample === null) throw new Error(`no sample: ${line}`);
    const [, name = "", inner = "", value] = sample;
    const family = families.get(current);
    const suffix = name.slice(current.length);
    const allowed = family?.kind === "histogram" ? ["_bucket", "_sum", "_count"] : [""];
    if (family === undefined || !name.startsWith(current) || !allowed.includes(suffix))
      throw new Error(`${name} stands among ${current}`);
    family.samples.push({
      name,
      labels: readLabels(inner),
      value: Number(value === "+Inf" ? Infinity : value),
    });
  }
  return families;
}

function readLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  let rest = text;
  while (rest !== "") {
    const label = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/.exec(rest);
    if (label === null) throw new Error(`no label: ${rest}`);
    const [whole, name = "", value = ""] = label;
    labels[name] = value.replaceAll(/\\(.)/g, (_, each: string) => (each === "n" ? "\n" : each));
    rest = rest.slice(whole.length);
  }
  return labels;
}

const hostile = fc.oneof(
  fc.string(),
  fc.constantFrom('"} 1\ncounterwatch_evil 1\n', "\\", '\\"', "\n# TYPE x counter", "a\\nb"),
);

describe("the exposition format 0.0.4", () => {
  it("gives back every label and value, whatever stands in them", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(hostile, fc.integer({ min: 1 }))), hostile, (added, help) => {
        const counter = new Counter();
        const sums = new Map<string, number>();
        for (const [source, by] of added) {
          counter.add({ source }, by);
          sums.set(source, (sums.get(source) ?? 0) + by);
        }
        const text = exposition([{ name: "x_total", kind: "counter", help, samples: counter.samples() }]);
        const read = readExposition(text).get("x_total");
        expect(new Map(read?.samples.map(({ labels, value }) => [labels["source"], value]))).toEqual(sums);
      }),
    );
  });

  it("has histograms whose buckets only grow, and end with the count", () => {
    const bounds = [0.1, 1, 10];
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1 }), (seconds) => {
        const histogram = new Histogram(bounds);
        for (const each of seconds) histogram.observe({ part: "api" }, each);
        const text = exposition([{ name: "x", kind: "histogram", help: "", samples: histogram.samples() }]);
        const samples = readExposition(text).get("x")?.samples ?? [];
        const valueOf = (le: string) => samples.find(({ labels }) => labels["le"] === le)?.value;
        for (const bound of bounds)
          expect(valueOf(String(bound))).toBe(seconds.filter((each) => each <= bound).length);
        expect(valueOf("+Inf")).toBe(seconds.length);
        expect(samples.find(({ name }) => name === "x_count")?.value).toBe(seconds.length);
      }),
    );
  });

  it("does not let a sender make series without end", () => {
    const counter = new Counter(3);
    for (let n = 0; n < 10; n++) counter.add({ source: `s-${n}` });
    expect(counter.samples().map(({ labels, value }) => [labels?.["source"], value])).toEqual([
      ["s-0", 1],
      ["s-1", 1],
      ["s-2", 1],
      ["other", 7],
    ]);
  });
});

describe("metrics", () => {
  const state = {
    sources: [{ source: 'al"pr\n', system: undefined, heard: undefined, silent: true, deadLetters: 3 }],
    ledger: { leaves: 12, waiting: 2 },
    budget: "1/day",
    guarantee: [],
    version: "0",
    inputs: [],
  };

  it("count rows, findings and how long they took, requests, sign-ins and notices, and name nobody", async () => {
    const meters = new Meters();
    meters.took("alpr", { rows: 10, appended: 6, present: 1, duplicates: 1, rejected: 2, request: "" });
    const told = finding(1);
    const event = {
      leaf: 1,
      received: "2026-03-01T01:00:01.000Z",
      event: {
        id: "e-1",
        time: told.finding.time,
        source: "alpr",
        system: "plates",
        action: "search",
        operator: { id: told.finding.operator },
      },
    } as const;
    const catchingUp = { ...event, received: event.event.time };
    meters.learned({ fresh: [told], events: [event], now: "2026-03-01T01:00:03.000Z" });
    meters.learned({ fresh: [finding(2)], events: [catchingUp], now: "2026-03-01T01:00:03.000Z" });
    const app = new Hono();
    meters.watch(app);
    app.post("/api/session", (context) => context.json({}, 401));
    app.post("/ingest/:source", (context) => context.json({}));
    await app.request("/api/session", { method: "POST" });
    await app.request("/ingest/op-1", { method: "POST" });
    const text = metricsOf({
      state,
      meters,
      outbox: [
        { target: "mail/duty/ana@example.org", state: "waiting", count: 2, eldest: "" },
        { target: "mail/duty/bo@example.org", state: "waiting", count: 1, eldest: "" },
      ],
      failures: new Map([["mail/duty/ana@example.org", 4]]),
    });
    const read = readExposition(text);
    const value = (name: string, labels: Record<string, string> = {}) =>
      read
        .get(name.replace(/_(bucket|sum|count)$/, ""))
        ?.samples.find(
          (sample) =>
            sample.name === name &&
            Object.entries(labels).every(([key, each]) => sample.labels[key] === each),
        )?.value;
    expect(value("counterwatch_lookups_total", { source: "alpr", outcome: "appended" })).toBe(6);
    expect(value("counterwatch_lookups_total", { outcome: "rejected" })).toBe(2);
    expect(value("counterwatch_findings_total", { severity: "medium" })).toBe(1);
    expect(value("counterwatch_finding_delay_seconds_count")).toBe(1);
    expect(value("counterwatch_finding_delay_seconds_sum")).toBe(2);
    expect(value("counterwatch_request_seconds_count", { part: "ingest", status: "2xx" })).toBe(1);
    expect(value("counterwatch_sign_in_failures_total", { reason: "wrong" })).toBe(1);
    expect(value("counterwatch_notices", { target: "mail/duty", state: "waiting" })).toBe(3);
    expect(value("counterwatch_notice_failures_total", { target: "mail/duty" })).toBe(4);
    expect(value("counterwatch_dead_letters_total", { source: 'al"pr\n' })).toBe(3);
    expect(value("process_resident_memory_bytes")).toBeGreaterThan(1e6);
    expect(text).not.toMatch(/op-1|@/);
  });
});
