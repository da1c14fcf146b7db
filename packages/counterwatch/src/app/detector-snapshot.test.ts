import { deserialize, serialize } from "node:v8";
import { describe, expect, it } from "vitest";
import { createIdentifiers } from "../intake/identifiers.ts";
import { createPseudonymiser } from "../intake/pseudonymiser.ts";
import { LiveWatch } from "../ledger/live-watch.ts";
import { type AccessEvent, accessEventSchema, type Detector } from "../model/index.ts";
import { Context, type ContextMeans } from "../rules/context.ts";
import { FirstEventIds } from "../rules/event-id-spool.ts";
import { RuleDesk } from "../rules/rule-desk.ts";
import type { RulePack } from "../rules/rule-files.ts";
import { Random } from "../stories/random.fixture.ts";
import { orderEvents } from "../stream/event-order.ts";
import { type Detectors, openDetectors } from "./detectors.ts";
import { openRulePack, readRuleMeans } from "./rule-means.ts";
import type { Settings } from "./settings.ts";

const KEY = new Uint8Array(32).fill(9);
const SETTINGS: Settings = {
  configFile: undefined,
  key: KEY,
  budget: "4/month",
  lateness: "10m",
  sources: { alpr: { heartbeat: "2h" } },
};
const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

/** Look-ups of every kind that rules and stories remember something of, one operator at a time more than the others. */
function lookUps(seed: number, count: number): AccessEvent[] {
  const random = new Random(seed);
  const pseudonym = createPseudonymiser(KEY);
  const subject = (n: number) => ({ type: "plate", id: pseudonym("plate", `P${n}`) });
  let time = START;
  return Array.from({ length: count }, (_, n) => {
    time += Math.round(random.exponential() * 20 * MINUTE);
    const late = random.chance(0.05) ? -random.below(30) * MINUTE : 0;
    const who = random.below(12);
    const isSignIn = random.chance(0.06);
    return accessEventSchema.parse({
      id: random.chance(0.02) ? `alpr:${n + 7}` : `alpr:${n}`,
      time: new Date(time + late).toISOString(),
      source: random.chance(0.9) ? "alpr" : "phones",
      system: random.pick(["plates", "plates", "location", "identity", "calls", "cameras"]),
      action: isSignIn ? "sign-in" : random.pick(["search", "search", "view", "export", "list", "configure"]),
      operator: { id: `op-${who}`, unit: who < 6 ? "patrol" : "homicide" },
      session: {
        id: `s-${random.below(30)}`,
        address: `10.0.0.${random.below(3)}`,
        client: random.pick(["web", "curl/8", "android 12"]),
      },
      subjects: isSignIn
        ? []
        : random.chance(0.1)
          ? [{ type: "plate", withheld: true }]
          : [subject(who === 3 ? 1 : random.below(60)), ...(random.chance(0.1) ? [subject(99)] : [])],
      ...(random.chance(0.3) && {
        site: { id: `cam-${random.below(9)}`, lat: 19 + random.below(9) / 100, lon: -99 },
      }),
      ...(random.chance(0.3) && {
        window: { from: new Date(time - random.below(900) * 86_400_000).toISOString() },
      }),
      purpose: random.pick([
        {},
        { reason: "test" },
        { reason: "investigation", case: `C26-${random.below(40)}` },
        { authority: `warrant ${random.below(5)}` },
        { case: "C26-1", authority: "warrant 1" },
      ]),
      object: random.pick([
        {},
        { name: `op-${who}` },
        { type: "assessment", name: `register-${random.below(2)}` },
      ]),
      query: { filters: `version ${random.below(40)}` },
      result: {
        rows: random.below(40) * 100,
        outcome: random.pick(["success", "success", "denied", "failure"]),
        ...(random.chance(0.2) && { subjects: [subject(random.below(60))] }),
      },
      automated: random.chance(0.05),
    });
  });
}

function open(snapshot?: Uint8Array): Detectors {
  return openDetectors(SETTINGS, createIdentifiers({ siteKey: KEY }), { stream: true, snapshot });
}

function told(detectors: Detectors) {
  return {
    findings: [...detectors.findings()].map(({ finding, events }) => ({ finding, events: [...events()] })),
    notChecked: detectors.notChecked(),
    calibration: detectors.calibration(),
  };
}

function show(to: Pick<Detector, "see">, events: readonly AccessEvent[]): void {
  for (const event of events) to.see(event);
}

interface Assembled {
  readonly rules: ReturnType<RuleDesk["snapshot"]>;
  readonly ids: ReturnType<FirstEventIds["snapshot"]>;
  readonly watch: ReturnType<LiveWatch["snapshot"]>;
  readonly order: ReturnType<ReturnType<typeof orderEvents>["snapshot"]>;
}

/** Whatever can be cut without reading rules and lists anew: a hundred times costs no more than once. */
function assemble(pack: RulePack, means: ContextMeans, bytes?: Uint8Array) {
  const state = bytes && (deserialize(bytes) as Assembled);
  const ids = new FirstEventIds(state?.ids);
  const rules = new RuleDesk({ rules: pack, context: new Context(means, pack.reads), spool: ids, rows: 20 });
  const watch = new LiveWatch(
    { heartbeats: new Map([["alpr", 2 * 60 * MINUTE]]), lateness: 10 * MINUTE, unread: () => 0 },
    state?.watch,
  );
  const order = orderEvents(10 * MINUTE, (event) => rules.see(event), undefined);
  if (state !== undefined) {
    rules.resume(state.rules);
    order.resume(state.order);
  }
  const stateOf = (): Assembled => ({
    rules: rules.snapshot(),
    ids: ids.snapshot(),
    watch: watch.snapshot(),
    order: order.snapshot(),
  });
  return {
    see(event: AccessEvent) {
      watch.see(event);
      order.see(event);
    },
    snapshot: () => serialize(stateOf()),
    told() {
      for (const _ of order.end());
      return {
        rules: [...rules.findings()].map(({ finding, events, rows }) => [finding, [...events()], rows]),
        notChecked: rules.notChecked(),
        sources: [...watch.findings()].map(({ finding }) => finding),
      };
    },
  };
}

/** Places to cut at, ascending. */
function cuts(count: number, below: number): number[] {
  const random = new Random(count);
  return Array.from({ length: count }, () => random.below(below)).toSorted((a, b) => a - b);
}

describe("detectors that go on from a snapshot", () => {
  const events = lookUps(1, 6000);

  it("tell what uninterrupted ones tell, rules and the watch over sources cut a hundred times", () => {
    const means = readRuleMeans(SETTINGS, createIdentifiers({ siteKey: KEY }));
    const pack = openRulePack(SETTINGS, means);
    const some = events.slice(0, 2000);
    const whole = assemble(pack, means);
    show(whole, some);
    let resumed = assemble(pack, means);
    let at = 0;
    for (const cut of cuts(100, some.length)) {
      show(resumed, some.slice(at, cut));
      resumed = assemble(pack, means, resumed.snapshot());
      at = cut;
    }
    show(resumed, some.slice(at));
    const expected = whole.told();
    expect(expected.rules.length).toBeGreaterThan(100);
    expect(expected.sources.length).toBeGreaterThan(0);
    expect(resumed.told()).toEqual(expected);
  });

  it("tell it all together, as the server has them", () => {
    const whole = open();
    show(whole, events);
    let resumed = open();
    let at = 0;
    for (const cut of cuts(4, events.length)) {
      show(resumed, events.slice(at, cut));
      resumed = open(resumed.snapshot());
      at = cut;
    }
    show(resumed, events.slice(at));
    const expected = told(whole);
    const names = new Set(expected.findings.map(({ finding }) => finding.detector.split("/")[0]));
    expect([...names].toSorted()).toEqual(["rule", "source", "story"]);
    expect(told(resumed)).toEqual(expected);
  });
});
