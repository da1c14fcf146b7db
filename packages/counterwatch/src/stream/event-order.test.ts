import { expect, it } from "vitest";
import type { AccessEvent } from "../model/index.ts";
import { orderEvents } from "./event-order.ts";

function at(second: number): AccessEvent {
  return {
    id: `e-${second}`,
    time: new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString(),
    source: "alpr",
    system: "plates",
    action: "search",
    operator: { id: "op-1" },
  };
}

it("a stream lets each event go at once, also where it runs backward", () => {
  const seen: string[] = [];
  const order = orderEvents(0, ({ id }) => seen.push(id), undefined);
  for (let second = 3000; second > 0; second--) {
    order.see(at(second));
    expect(seen.at(-1)).toBe(`e-${second}`);
  }
  expect(seen.length).toBe(3000);
});
