import { beforeAll, describe, expect, it } from "vitest";
import { checkEvent } from "../event-check.ts";
import type { AccessEventJson } from "../event.ts";
import { citesCase } from "../truth/case-number.ts";
import type { TruthCampaign } from "../truth/truth.ts";
import { simulate } from "../world/simulate.ts";
import { CAMPAIGN_SHAPES } from "./catalogue.ts";

interface Played {
  readonly campaign: TruthCampaign;
  /** The campaign's events, in event order. */
  readonly own: readonly AccessEventJson[];
  /** Everybody's. */
  readonly all: readonly AccessEventJson[];
}

function play(shape: string, seed: number, rate?: number): Played {
  const world = simulate({ preset: "city", operators: 200, days: 120, seed, campaigns: [shape], rate });
  const all = [...world];
  const campaign = world.truth().campaigns[0]!;
  const ids = new Set(campaign.events);
  return { campaign, own: all.filter((event) => ids.has(event.id)), all };
}

const played = new Map<string, readonly Played[]>();
beforeAll(() => {
  for (const { name } of CAMPAIGN_SHAPES) played.set(name, [play(name, 21), play(name, 22), play(name, 23)]);
});

/** Three worlds with a campaign of this shape. */
function each(shape: string, check: (one: Played) => void): void {
  for (const one of played.get(shape)!) check(one);
}

function subjects(events: readonly AccessEventJson[]): Set<string> {
  return new Set(events.flatMap((event) => event.subjects ?? []).map(({ id }) => id));
}

function share(events: readonly AccessEventJson[], of: (event: AccessEventJson) => boolean): number {
  return events.filter(of).length / events.length;
}

function sittings(campaign: TruthCampaign): number {
  return Math.max(0, ...campaign.lookups.map((lookup) => lookup.sitting));
}

function weeks(campaign: TruthCampaign): number {
  const [first, last] = [campaign.lookups[0]!, campaign.lookups.at(-1)!];
  return (Date.parse(last.time) - Date.parse(first.time)) / (7 * 86_400_000);
}

describe("every campaign", () => {
  it.each(CAMPAIGN_SHAPES.map(({ name }) => name))(
    "%s: valid events, true ids, its own operators, after the learning time",
    (shape) => {
      each(shape, ({ campaign, own }) => {
        expect(own.map(checkEvent).find((wrong) => wrong !== undefined)).toBeUndefined();
        expect(own.length).toBe(campaign.events.length);
        expect(own.length).toBeGreaterThan(5);
        expect(new Set(own.map((event) => event.operator.id))).toEqual(new Set(campaign.operators));
        expect(campaign.first!.event).toBe(own[0]!.id);
        expect(campaign.first!.time > "2025-02-04").toBe(true);
        let last = 0;
        for (const lookup of campaign.lookups) {
          if (lookup.sitting > last) expect(lookup.sitting).toBe(last + 1);
          last = Math.max(last, lookup.sitting);
        }
      });
    },
  );

  it("differs from world to world", () => {
    for (const { name } of CAMPAIGN_SHAPES) {
      const [first, second] = played.get(name)!;
      expect(first!.campaign.events, name).not.toEqual(second!.campaign.events);
    }
  });
});

describe("attache", () => {
  it("asks for calls, location and plate of one person, cameras in record time, and the contacts that were shown", () => {
    each("attache", ({ campaign, own }) => {
      expect(new Set(own.map((event) => event.system))).toEqual(
        new Set(["calls", "location", "cameras", "plates"]),
      );
      const known = new Set(campaign.subjects.map(({ id }) => id));
      for (const id of subjects(own)) expect(known.has(id)).toBe(true);
      const shown = new Set(own.flatMap((event) => event.result?.subjects ?? []).map(({ id }) => id));
      const asked = [...subjects(own.filter((event) => event.system === "calls"))];
      expect(asked.filter((id) => shown.has(id)).length).toBeGreaterThan(0);
      const views = own.filter((event) => event.system === "cameras");
      expect(views.length).toBeGreaterThan(8);
      for (const view of views) {
        expect(view.site).toBeDefined();
        expect(Date.parse(view.time) - Date.parse(view.window!.to!)).toBeGreaterThan(0);
        expect(Date.parse(view.window!.to!) - Date.parse(view.window!.from!)).toBe(360_000);
      }
    });
  });
});

describe("shapes of one operator and one person", () => {
  it("obsession: several sittings a week, no case", () => {
    each("obsession", ({ campaign, own }) => {
      expect(subjects(own).size).toBe(1);
      expect(share(own, (event) => citesCase(event.purpose))).toBe(0);
      expect(sittings(campaign) / weeks(campaign)).toBeGreaterThan(1.5);
      expect(weeks(campaign)).toBeGreaterThan(1.5);
    });
  });

  it("vague reason: two people, always the same word, on duty", () => {
    each("vague-reason", ({ own, campaign }) => {
      expect(subjects(own).size).toBe(2);
      expect(share(own, (event) => event.purpose?.reason === "investigation")).toBe(1);
      expect(sittings(campaign) / weeks(campaign)).toBeGreaterThan(2.5);
    });
  });

  it("linked pair: two people in contact, mostly within minutes", () => {
    each("linked-pair", ({ own }) => {
      expect(subjects(own).size).toBe(2);
      let close = 0;
      for (const [i, event] of own.entries()) {
        const next = own[i + 1];
        if (next === undefined || next.subjects![0]!.id === event.subjects![0]!.id) continue;
        if (Date.parse(next.time) - Date.parse(event.time) < 30 * 60_000) close++;
      }
      expect(close).toBeGreaterThanOrEqual(3);
    });
  });

  it("slow drip: keeps to the rate it is given", () => {
    for (const rate of [1, 2, 4]) {
      const runs = [31, 32, 33, 34].map((seed) => play("slow-drip", seed, rate).campaign);
      const total = runs.reduce((sum, run) => sum + sittings(run), 0);
      const length = runs.reduce((sum, run) => sum + weeks(run), 0);
      expect(Math.abs(total / length / rate - 1), `${total / length} for ${rate}`).toBeLessThan(0.45);
      expect(runs.every((run) => run.parameters["rate"] === rate)).toBe(true);
    }
  });

  it("borrowed case: numbers that colleagues cite and the operator does not work on", () => {
    each("borrowed-case", ({ campaign, own, all }) => {
      expect(share(own, (event) => citesCase(event.purpose))).toBe(1);
      const misuse = new Set(campaign.events);
      const cited = all.filter(
        (event) => !misuse.has(event.id) && campaign.cases.some((number) => cites(event, number)),
      );
      expect(cited.length).toBeGreaterThan(0);
      expect(cited.some((event) => !campaign.operators.includes(event.operator.id))).toBe(true);
      const known = subjects(cited);
      for (const id of subjects(own)) expect(known.has(id)).toBe(false);
    });
  });

  it("own case: mostly under the operator's own numbers", () => {
    each("own-case", ({ campaign, own }) => {
      expect(subjects(own).size).toBe(1);
      expect(campaign.cases.length).toBeGreaterThan(0);
      expect(share(own, (event) => campaign.cases.some((number) => cites(event, number)))).toBeGreaterThan(
        0.5,
      );
    });
  });

  it("mimic: seldom on the person, on duty, written as the unit writes, among strangers", () => {
    each("mimic", ({ campaign, own }) => {
      const person = new Set(campaign.subjects.map(({ id }) => id));
      const covers = campaign.lookups.filter((lookup) => lookup.sitting === 0);
      expect(covers.length).toBeGreaterThan(2);
      for (const cover of covers) expect(person.has(cover.target)).toBe(false);
      expect(sittings(campaign) / Math.max(1, weeks(campaign))).toBeLessThan(4);
      expect(share(own, (event) => citesCase(event.purpose))).toBeGreaterThan(0.05);
    });
  });

  it("journalist: one person through all record systems", () => {
    each("journalist", ({ own }) => {
      expect(new Set(own.map((event) => event.system)).size).toBeGreaterThanOrEqual(4);
      expect(new Set(own.map((event) => event.operator.id)).size).toBe(1);
    });
  });

  it("borrowed credential: a superior's account from another address, and while the superior is signed in", () => {
    each("borrowed-credential", ({ campaign, own, all }) => {
      expect(own.every((event) => event.operator.role === "supervisor")).toBe(true);
      const misuse = new Set(campaign.events);
      const honest = all.filter(
        (event) => campaign.operators.includes(event.operator.id) && !misuse.has(event.id),
      );
      const usual = new Set(honest.map((event) => event.session?.address));
      expect(share(own, (event) => !usual.has(event.session?.address))).toBeGreaterThan(0.9);
      expect(campaign.operators).not.toContain(campaign.parameters["user"]);
    });
  });
});

describe("shapes of many", () => {
  it("case launderer: ever more unconnected people under one number", () => {
    each("case-launderer", ({ campaign, own }) => {
      expect(campaign.cases.length).toBe(1);
      expect(subjects(own).size).toBeGreaterThan(6);
      expect(share(own, (event) => cites(event, campaign.cases[0]!))).toBe(1);
    });
  });

  it("ring: four operators, one person, nobody much more than once a week", () => {
    each("ring", ({ campaign, own }) => {
      expect(campaign.operators.length).toBe(4);
      expect(subjects(own).size).toBe(1);
      for (const operator of campaign.operators) {
        const own = new Set(
          campaign.lookups.filter((lookup) => lookup.operator === operator).map((lookup) => lookup.sitting),
        );
        expect(own.size / Math.max(1, weeks(campaign))).toBeLessThan(4);
      }
    });
  });

  it("seller: many people, each looked at once", () => {
    each("seller", ({ own }) => {
      expect(own.length).toBeGreaterThan(25);
      expect(subjects(own).size).toBeGreaterThan(own.length * 0.98);
    });
  });

  it("scraper: hundreds in a night, some exported", () => {
    each("scraper", ({ own }) => {
      const days = new Map<string, number>();
      for (const event of own)
        days.set(event.time.slice(0, 10), (days.get(event.time.slice(0, 10)) ?? 0) + 1);
      expect(Math.max(...days.values())).toBeGreaterThan(100);
      expect(own.some((event) => event.action === "export")).toBe(true);
    });
  });

  it("administrator: switches the audit off, looks, and switches it on again", () => {
    each("administrator", ({ own, campaign }) => {
      const actions = new Set(own.map((event) => event.action));
      for (const action of ["configure", "search"]) expect(actions).toContain(action);
      expect(actions.has("export") || actions.has("delete") || actions.has("share")).toBe(true);
      expect(
        own
          .filter((event) => event.action === "configure")
          .every((event) => event.object?.type === "audit-setting"),
      ).toBe(true);
      expect(campaign.subjects.length).toBeGreaterThan(0);
    });
  });
});

function cites(event: AccessEventJson, number: string): boolean {
  return event.purpose?.case === number || event.purpose?.reason === number;
}
