import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { simulate } from "./simulate.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

function heapMegabytes(): number {
  collect();
  return process.memoryUsage().heapUsed / 1e6;
}

describe("streaming", () => {
  it("keeps the heap flat over two million events", () => {
    const marks: number[] = [];
    let events = 0;
    for (const _ of simulate({ seed: 1, operators: 6000, days: 380 })) {
      events++;
      if (events % 400_000 === 0) marks.push(heapMegabytes());
      if (events === 2_000_000) break;
    }
    expect(events).toBe(2_000_000);
    /* The first mark has the schedule filled by the warm-up; nothing may grow after that but the long tail of visits. */
    expect(Math.max(...marks) - marks[0]!).toBeLessThan(12);
  });
});
