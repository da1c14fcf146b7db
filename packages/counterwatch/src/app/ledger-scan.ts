/** The ledger beside a scan: every look-up is taken in before a detector sees it, and durable before a finding is written. */
import { leafSource } from "../ledger/event-body.ts";
import { deletionOf } from "../ledger/deletion.ts";
import { readLogNumber } from "../ledger/log-number.ts";
import type { AccessEvent, ExplainedFinding } from "../model/index.ts";
import type { LedgerFolder } from "../store/ledger-folder.ts";

/** Missing look-ups of one source that a finding names. */
const MOST_NAMED = 200;

export interface LedgerRecord {
  /** Look-ups that were appended. */
  readonly appended: number;
  /** Look-ups that the ledger had already. */
  readonly present: number;
  /** Leaves of the ledger now. */
  readonly leaves: number;
  /** Look-ups that the ledger had and the log no longer has. */
  readonly deletions: readonly ExplainedFinding[];
}

export interface ScanLedger {
  /** `source`: what intake calls the log; ids that begin so are its own count of rows. */
  take(events: readonly AccessEvent[], source: string): Promise<void>;
  /** All are durable. Throws what the store throws. */
  end(): Promise<LedgerRecord>;
  close(): Promise<void>;
}

/** Begins one where there is none. `keyed`: the same site key at every scan. Loaded late: most scans have no ledger. */
export async function openScanLedger(folder: string, keyed: boolean): Promise<ScanLedger> {
  const { openLedger } = await import("../store/ledger-folder.ts");
  const ledger = await openLedger(folder, {});
  const again = new FoundAgain(ledger.size);
  ledger.onPresent = (leaf) => again.add(leaf);
  return {
    async take(events, source) {
      const ordinals = `${source}:`;
      for (const event of events) again.span(event);
      await ledger.appendEvents(
        events,
        keyed ? ({ id }) => readLogNumber(id, ordinals)?.ordinal === true : undefined,
      );
    },
    async end() {
      await ledger.flush();
      const { appended, present } = ledger.counts;
      const deletions = present === 0 ? [] : await again.deletions(ledger);
      return { appended, present, leaves: ledger.size, deletions };
    },
    close: () => ledger.close(),
  };
}

/** One bit a leaf that the ledger had before: whether this scan met its look-up again. */
class FoundAgain {
  readonly #size: number;
  readonly #bits: Uint8Array;
  /** What this scan saw of each source. Sources beyond those that a ledger tells apart are left out. */
  readonly #spans = new Map<string, { from: string; to: string }>();

  constructor(size: number) {
    this.#size = size;
    this.#bits = new Uint8Array(Math.ceil(size / 8));
  }

  add(leaf: number): void {
    if (leaf < this.#size) this.#bits[leaf >> 3] = (this.#bits[leaf >> 3] ?? 0) | (1 << (leaf & 7));
  }

  span({ source: own, time }: AccessEvent): void {
    const source = leafSource(own);
    const span = this.#spans.get(source);
    if (span === undefined) {
      if (this.#spans.size < 10_000) this.#spans.set(source, { from: time, to: time });
    } else if (time < span.from) span.from = time;
    else if (time > span.to) span.to = time;
  }

  async deletions(ledger: LedgerFolder): Promise<ExplainedFinding[]> {
    const counts = new Map<
      string,
      { recorded: number; again: number; missing: { leaf: number; time: string }[] }
    >();
    for await (const { index, kind, source, time } of ledger.leaves(this.#size)) {
      const span = this.#spans.get(source);
      if (kind !== "event" || span === undefined || time < span.from || span.to < time) continue;
      const count = counts.get(source) ?? { recorded: 0, again: 0, missing: [] };
      counts.set(source, count);
      count.recorded++;
      if ((((this.#bits[index >> 3] ?? 0) >> (index & 7)) & 1) === 1) count.again++;
      else if (count.missing.length < MOST_NAMED) count.missing.push({ leaf: index, time });
      else count.missing[MOST_NAMED - 1] = { leaf: index, time };
    }
    return [...counts].flatMap(([source, { recorded, again, missing }]) => {
      const times = missing.map(({ time }) => time).toSorted();
      const found = deletionOf({
        source,
        recorded,
        again,
        first: times[0] ?? "",
        last: times.at(-1) ?? "",
        leaves: missing.map(({ leaf }) => ({ leaf, id: ledger.idOf(leaf) })),
      });
      return found === undefined ? [] : [found];
    });
  }
}
