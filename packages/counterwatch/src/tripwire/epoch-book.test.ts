import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type EpochRecord,
  finishedEpochs,
  isNextDue,
  isOverdue,
  newestEpoch,
  sendingEpoch,
} from "./epoch-book.ts";

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const DAYS = 30;
const terms = {
  custodian: "a",
  agency: "b",
  quota: 64,
  batch: 64,
  size: 8,
  payload: 256,
  tick: 1,
  canonical: 1,
};

function opened(epoch: number, now: number): EpochRecord {
  const leaf = { index: epoch, sequence: epoch };
  return { epoch, terms, publicKey: "ab".repeat(32), opened: new Date(now).toISOString(), leaf, logged: 0 };
}

/** What an office does with what the book decides, over days in which the agency enrols or does not. */
function live(
  days: readonly { readonly enrols: boolean; readonly sends: boolean; readonly asked: boolean }[],
) {
  let records: EpochRecord[] = [];
  const change = (epoch: number, more: Partial<EpochRecord>) => {
    records = records.with(epoch - 1, { ...(records[epoch - 1] as EpochRecord), ...more });
  };
  const seen: { now: number; records: readonly EpochRecord[] }[] = [];
  for (const [day, { enrols, sends, asked }] of days.entries()) {
    const now = START + day * DAY;
    const time = new Date(now).toISOString();
    if (asked || isNextDue(records, now, DAYS)) records = [...records, opened(records.length + 1, now)];
    const newest = newestEpoch(records);
    if (enrols && newest?.ready === undefined) change(newest!.epoch, { ready: time });
    const sending = sendingEpoch(records);
    if (sends && sending !== undefined && sending.first === undefined)
      change(sending.epoch, { first: day + 1 });
    for (const { epoch } of finishedEpochs(records)) change(epoch, { destroyed: time });
    seen.push({ now, records });
  }
  return seen;
}

const days = fc.array(
  fc.record({
    enrols: fc.boolean(),
    sends: fc.boolean(),
    asked: fc.integer({ min: 0, max: 19 }).map((draw) => draw === 0),
  }),
  { maxLength: 200 },
);

describe("epochs", () => {
  it("never leave a moment without one that is sent and can be read, once the agency has enrolled", () => {
    fc.assert(
      fc.property(days, (course) => {
        let began = false;
        for (const { records } of live(course)) {
          const sending = sendingEpoch(records);
          began ||= sending !== undefined;
          if (!began) continue;
          expect(sending?.ready).toBeDefined();
          expect(sending?.destroyed).toBeUndefined();
        }
      }),
    );
  });

  it("keep no key of an epoch that is over, and none is over before the next is sent", () => {
    fc.assert(
      fc.property(days, (course) => {
        for (const { records } of live(course)) {
          const begun = records.findLast(({ first }) => first !== undefined)?.epoch ?? 0;
          for (const { epoch, destroyed } of records) expect(destroyed !== undefined).toBe(epoch < begun);
        }
      }),
    );
  });

  it("open ahead of time, one at a time, and say when the agency is late", () => {
    const punctual = live(Array.from({ length: 100 }, () => day(true)));
    expect(punctual.at(-1)!.records.map(({ opened }) => (Date.parse(opened) - START) / DAY)).toEqual([
      0, 23, 46, 69, 92,
    ]);
    expect(punctual.some(({ records, now }) => isOverdue(records, now, DAYS))).toBe(false);
    const late = live(Array.from({ length: 100 }, (_, at) => day(at === 0)));
    expect(late.at(-1)!.records).toHaveLength(2);
    expect(late.filter(({ records, now }) => isOverdue(records, now, DAYS))).toHaveLength(100 - 31);
  });
});

const day = (enrols: boolean) => ({ enrols, sends: true, asked: false });
