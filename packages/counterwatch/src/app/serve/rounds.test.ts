import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CounterwatchError } from "../../model/index.ts";
import { Rounds, type RoundsPlan } from "./rounds.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Rounds of ten seconds; `at`: seconds at which a look began. */
function rounds(look: RoundsPlan["look"] = async () => {}, plan: Partial<RoundsPlan> = {}) {
  const began = performance.now();
  const at: number[] = [];
  const told: string[] = [];
  const each = new Rounds({
    look: () => {
      at.push((performance.now() - began) / 1000);
      return look();
    },
    rest: 10_000,
    trouble: "the cellar was not looked at",
    log: (sentence) => told.push(sentence),
    ...plan,
  });
  return { each, at, told };
}

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000);

describe("rounds", () => {
  it("look again and again, and not before somebody wakes them", async () => {
    const { each, at } = rounds();
    await seconds(30);
    expect(at).toEqual([]);
    each.wake(2000);
    await seconds(23);
    expect(at).toEqual([32, 42, 52]);
    await each.end();
    each.wake();
    await seconds(60);
    expect(at).toEqual([32, 42, 52]);
  });

  it("look when the last look said so: within the longest and the shortest rest", async () => {
    const wanted = [3000, 60_000, -5000, 0];
    const { each, at } = rounds(async () => wanted.shift(), { shortest: 1000 });
    each.wake();
    await seconds(24);
    expect(at).toEqual([0, 3, 13, 14, 15]);
  });

  it("rest for good where a look says so, and can be woken all the same", async () => {
    const { each, at } = rounds(async () => Number.POSITIVE_INFINITY);
    each.wake();
    await seconds(100);
    expect(at).toEqual([0]);
    each.wake(1000);
    await seconds(100);
    expect(at).toEqual([0, 101]);
  });

  it("keep the sooner of two alarms", async () => {
    const { each, at } = rounds();
    each.wake(5000);
    each.wake(1000);
    each.wake(8000);
    await seconds(3);
    expect(at).toEqual([1]);
  });

  it("are never at two looks at once, and forget nobody who woke them meanwhile", async () => {
    let running = 0;
    let most = 0;
    const { each, at } = rounds(async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 4000));
      running--;
    });
    each.wake();
    await seconds(1);
    each.wake();
    each.wake(1000);
    await seconds(8);
    expect(at).toEqual([0, 4]);
    expect(most).toBe(1);
  });

  it("end after the look that runs", async () => {
    let isDone = false;
    const { each } = rounds(async () => {
      await new Promise((resolve) => setTimeout(resolve, 4000));
      isDone = true;
    });
    each.wake();
    await seconds(1);
    const end = each.end();
    expect(isDone).toBe(false);
    await seconds(3);
    await end;
    expect(isDone).toBe(true);
  });

  it("go on after a look that failed; the same trouble is told once in an hour, and anew after a look that was none", async () => {
    let trouble: Error | undefined = new CounterwatchError("unavailable", "the door is locked");
    const fail = async () => {
      if (trouble !== undefined) throw trouble;
    };
    const { each, at, told } = rounds(fail, { again: 5000 });
    each.wake();
    await seconds(12);
    expect(at).toEqual([0, 5, 10]);
    expect(told).toEqual(["the cellar was not looked at: the door is locked"]);
    await seconds(3600);
    expect(told).toHaveLength(2);
    trouble = new TypeError("no lamp");
    await seconds(5);
    expect(told.at(-1)).toBe("the cellar was not looked at: TypeError: no lamp");
    trouble = undefined;
    await seconds(10);
    trouble = new TypeError("no lamp");
    await seconds(10);
    expect(told).toHaveLength(4);
  });
});
