import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CAMPAIGN_SHAPES } from "../campaigns/catalogue.ts";
import { checkEvent } from "../event-check.ts";
import { readOrganizationAudit } from "../read/organization-audit.ts";
import { simulate } from "../world/simulate.ts";
import type { HostEvent } from "./host.ts";
import { inject } from "./inject.ts";

const host = [...simulate({ preset: "city", operators: 150, days: 60, seed: 77 })];
const plates = [...simulate({ operators: 100, days: 60, seed: 78 })];

function check<T extends HostEvent>(events: readonly T[], shape: string, seed: number) {
  const injection = inject(events, shape, seed);
  const merged = [...injection.events];
  const campaign = injection.truth().campaigns[0]!;
  const misuse = new Set(campaign.events);
  const own = merged.filter((event) => misuse.has(event.id));
  for (let i = 1; i < merged.length; i++) {
    if (merged[i]!.time < merged[i - 1]!.time) throw new Error(`out of order: ${merged[i]!.id}`);
  }
  expect(merged.filter((event) => !misuse.has(event.id))).toEqual(events);
  expect(own.length).toBe(campaign.events.length);
  const before = new Set(events.flatMap((event) => event.subjects ?? []).map((subject) => subject.id));
  for (const event of own)
    for (const subject of event.subjects ?? []) expect(before.has(subject.id)).toBe(false);
  const operators = new Set(events.map((event) => event.operator.id));
  for (const operator of campaign.operators) expect(operators.has(operator)).toBe(true);
  expect(new Set(merged.map((event) => event.id)).size).toBe(merged.length);
  return { campaign, own, merged };
}

const lines = (seed: number) => JSON.stringify([...inject(plates, "obsession", seed).events]);

function sittingsAt(rate: number): number {
  const injection = inject(plates, "slow-drip", 9, { rate });
  expect([...injection.events].length).toBeGreaterThan(plates.length);
  return Math.max(...injection.truth().campaigns[0]!.lookups.map((lookup) => lookup.sitting));
}

describe("inject", () => {
  it.each(CAMPAIGN_SHAPES.map(({ name }) => name))(
    "%s: the host's rows as they were, new subjects, event order",
    (shape) => {
      for (const [events, seed] of [
        [host, 1],
        [plates, 2],
      ] as const) {
        const { own } = check(events, shape, seed);
        expect(own.length).toBeGreaterThan(0);
        expect(own.map(checkEvent).find((wrong) => wrong !== undefined)).toBeUndefined();
      }
    },
  );

  it("is the same for the same seed, and chooses others for another", () => {
    expect(lines(5)).toBe(lines(5));
    const chosen = [1, 2, 3, 4, 5, 6].map((seed) => check(plates, "obsession", seed).campaign.operators[0]);
    expect(new Set(chosen).size).toBeGreaterThan(2);
  });

  it("keeps to the operator's own hours", () => {
    for (const seed of [3, 4, 5]) {
      const { campaign, own } = check(plates, "slow-drip", seed);
      const hours = new Set<number>();
      for (const event of plates) {
        if (event.operator.id !== campaign.operators[0]) continue;
        const hour = new Date(event.time).getUTCHours();
        for (const near of [hour - 1, hour, hour + 1]) hours.add((near + 24) % 24);
      }
      const within = own.filter((event) => hours.has(new Date(event.time).getUTCHours())).length;
      expect(within / own.length).toBeGreaterThan(0.9);
    }
  });

  it("gives subjects the form of a log that holds pseudonyms", () => {
    const pseudonymous = plates.map((event, i) => ({
      ...event,
      subjects: event.subjects?.map(({ type }) => ({ type, id: `p1_${i.toString(16).padStart(24, "0")}` })),
    }));
    const { own } = check(pseudonymous, "obsession", 2);
    for (const event of own)
      for (const { id } of event.subjects ?? []) expect(id).toMatch(/^p1_[0-9a-f]{24}$/);
  });

  it("gives its events no field that the log never has", () => {
    const bare = plates.map(({ id, time, source, system, action, operator, subjects, purpose }) => ({
      id,
      time,
      source,
      system,
      action,
      operator,
      subjects,
      purpose,
    }));
    const { own } = check(bare, "obsession", 2);
    for (const event of own) expect(Object.keys(event)).not.toContain("session");
    for (const event of own) expect(Object.keys(event)).not.toContain("result");
  });

  it("follows the rate it is given", () => {
    expect(sittingsAt(8)).toBeGreaterThan(2 * sittingsAt(1));
  });

  it("refuses a log without people, and one without the systems that the shape needs", () => {
    expect(() => inject([], "obsession", 1)).toThrow(/no look-up/);
    const cameras = host.filter((event) => event.system === "cameras");
    expect(() => inject(cameras, "obsession", 1)).toThrow(/needs a log of/);
    expect(() => inject(plates, "obsession", 1).truth()).toThrow(/read/);
  });
});

const AUDIT = "../shared/data/alpr-organization-audit.csv";
describe("inject into a real log", () => {
  const there = existsSync(AUDIT);
  if (!there) console.info(`skipped: ${AUDIT} is not here`);
  it.skipIf(!there)("finds its hours, words and cases", () => {
    const { events, skipped } = readOrganizationAudit(readFileSync(AUDIT, "utf8"));
    expect(events.length).toBe(18_652);
    expect(skipped).toBe(0);
    for (const shape of ["obsession", "borrowed-case", "ring", "mimic"]) {
      const { campaign, own } = check(events, shape, 4);
      expect(own.length, shape).toBeGreaterThan(5);
      expect(campaign.subjects.every((subject) => subject.type === "plate")).toBe(true);
    }
  });
});
