import { describe, expect, it } from "vitest";
import { jsonLines } from "../write/json-lines.ts";
import { simulate } from "./simulate.ts";

const small = { operators: 60, days: 60, campaigns: ["obsession"], prevalence: 0.02 } as const;

const text = (seed: number) => [...jsonLines(simulate({ ...small, seed }))].join("");

describe("simulate", () => {
  it("writes the same bytes for the same seed, and others for another", () => {
    expect(text(3)).toBe(text(3));
    expect(text(3)).not.toBe(text(4));
  });

  it("is ordered by event time, inside its period, with unique ids, and its truth names events that exist", () => {
    const world = simulate({ ...small, seed: 5 });
    const ids = new Set<string>();
    let last = "2025-01-01T00:00:00.000Z";
    for (const event of world) {
      expect(event.time >= last).toBe(true);
      last = event.time;
      ids.add(event.id);
    }
    const truth = world.truth();
    expect(last < truth.to).toBe(true);
    expect(truth.campaigns.length).toBe(1);
    for (const campaign of truth.campaigns) {
      expect(campaign.events.length).toBeGreaterThan(3);
      for (const id of campaign.events) expect(ids.has(id)).toBe(true);
    }
  });
});
