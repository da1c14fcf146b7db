import { describe, expect, it } from "vitest";
import type { StoredEvent } from "../../../incidents/desk/desk-store.ts";
import { DayCounts } from "./day-counts.ts";

class CountingStore {
  asked = 0;
  readonly rows = [
    { source: "city", day: "2026-03-01", count: 5 },
    { source: "city/north", day: "2026-03-01", count: 2 },
    { source: "counterwatch", day: "2026-03-01", count: 9 },
  ];
  async dayCounts() {
    this.asked++;
    return this.rows;
  }
}

const stored = (source: string, time: string) => ({ event: { source, time } }) as StoredEvent;

describe("look-ups a day", () => {
  it("are counted by the store once, and added to as look-ups are stored", async () => {
    const store = new CountingStore();
    const days = new DayCounts(store);
    // Before anybody asked there is nothing to add to.
    days.stored([stored("city", "2026-03-01T10:00:00.000Z")]);
    expect([...(await days.ofSource("city"))]).toEqual([["2026-03-01", 7]]);
    days.stored([stored("city", "2026-03-02T10:00:00.000Z"), stored("calls", "2026-03-02T11:00:00.000Z")]);
    expect([...(await days.ofAllBut("counterwatch"))]).toEqual([
      ["2026-03-01", 7],
      ["2026-03-02", 2],
    ]);
    expect(store.asked).toBe(1);
  });

  it("are counted again where it is not known what was stored, and after an error", async () => {
    const store = new CountingStore();
    const days = new DayCounts(store);
    await days.ofSource("city");
    days.stored(undefined);
    await days.ofSource("city");
    expect(store.asked).toBe(2);
    const failing = new DayCounts({
      dayCounts: () =>
        store.asked++ === 2 ? Promise.reject(new Error("no answer")) : Promise.resolve(store.rows),
    });
    await expect(failing.ofSource("city")).rejects.toThrow("no answer");
    expect((await failing.ofSource("city")).size).toBe(1);
  });
});
