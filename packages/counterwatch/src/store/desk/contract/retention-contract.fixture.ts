/** Retention, asked of any store after the working week; look-ups go, so it comes last. */
import type { DeskStore } from "../../../incidents/desk/desk-store.ts";

export async function retentionAnswers(store: DeskStore): Promise<unknown> {
  const { retention } = store;
  const past = { before: "2026-03-01T12:00:00.000Z", from: 2, below: 11 };
  const asked = {
    sources: await retention.sources(),
    past: [
      await retention.leavesPast("alpr", past, 4),
      await retention.leavesPast("alpr", past, 100),
      await retention.leavesPast("nobody's", past, 4),
    ],
    byId: await retention.leavesById(["e-7", "e-3", "nothing"]),
    held: [
      await retention.heldFindings("2026-03-04T00:00:00.000Z", "", 2),
      await retention.heldFindings("2026-03-04T00:00:00.000Z", "f-1", 100),
      await retention.heldFindings("2030-01-01T00:00:00.000Z", "", 100),
    ],
    present: await retention.present([1, 2, 3, 99]),
  };
  await retention.forget([2, 3, 99]);
  await retention.forget([]);
  return {
    ...asked,
    after: await retention.present([1, 2, 3, 99]),
    left: [
      await retention.leavesPast("alpr", { ...past, from: 0 }, 100),
      await store.eventsById(["e-2", "e-4"]),
    ],
    activity: await store.activity(undefined),
    finding: await store.finding("f-0"),
  };
}
