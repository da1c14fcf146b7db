import { afterEach, describe, expect, it } from "vitest";
import { finding, opened } from "../../../store/desk/contract/desk-contract.fixture.ts";
import { MemoryDesk } from "../../../store/desk/memory/memory-desk.fixture.ts";
import { SuppressionClock } from "./suppression-clock.ts";

const NOW = "2026-03-01T00:00:00.000Z";
const clocks: SuppressionClock[] = [];
afterEach(async () => {
  for (const clock of clocks.splice(0)) await clock.end();
});

async function desk() {
  const store = new MemoryDesk();
  await store.advance({
    position: 1,
    events: [],
    findings: [finding(1)],
    suppressed: new Set(),
    steps: [opened(1, NOW)],
    now: NOW,
  });
  const audit = { at: NOW, by: "ana", action: "suppress", target: "s-1", detail: undefined };
  const until = "2026-03-03T00:00:00.000Z";
  await store.suppress({ id: "s-1", operator: "op-1", by: "ana", why: "known", from: NOW, until }, audit);
  let now = Date.parse(NOW);
  const clock = new SuppressionClock({ store, clock: () => now, log: () => {} });
  clocks.push(clock);
  const state = async () => (await store.finding("f-1"))?.state;
  return {
    store,
    clock,
    state,
    at: (time: string) => {
      now = Date.parse(time);
    },
  };
}

describe("the end of a suppression", () => {
  it("shows a finding again that has not grown since", async () => {
    const { clock, state, at } = await desk();
    await clock.look();
    expect(await state()).toBe("suppressed");
    at("2026-03-02T23:59:59.999Z");
    await clock.look();
    expect(await state()).toBe("suppressed");
    at("2026-03-03T00:00:00.000Z");
    await clock.look();
    expect(await state()).toBe("new");
  });

  it("is told at the next start where no server ran meanwhile, and again where the store refused", async () => {
    const { store, state } = await desk();
    await store.settleSuppressed(NOW);
    const refusing = {
      suppressions: () => store.suppressions(),
      settleSuppressed: () => Promise.reject(new Error("the disk is full")),
    };
    let works = false;
    const clock = new SuppressionClock({
      store: {
        suppressions: refusing.suppressions,
        settleSuppressed: (now) => (works ? store.settleSuppressed(now) : refusing.settleSuppressed()),
      },
      clock: () => Date.parse("2026-04-01T00:00:00.000Z"),
      log: () => {},
    });
    clocks.push(clock);
    await expect(clock.look()).rejects.toThrow("full");
    expect(await state()).toBe("suppressed");
    works = true;
    await clock.look();
    expect(await state()).toBe("new");
  });
});
