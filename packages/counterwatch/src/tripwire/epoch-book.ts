/**
 * Which epoch is which, on the custodian's side: pure decisions over the records that `store/tripwire-epochs.ts` keeps.
 *
 *   opened -> ordered -> answered -> ready -> sending -> over (seed destroyed)
 *
 * Invariant: a batch of look-ups has exactly one epoch, and the epoch changes only from one that the agency can read to the next
 * one that it has said it can read. There is no moment without an epoch that is read, so no look-up falls between two.
 * Rejected: sending the tags of both epochs for a while, which doubles every batch and still needs the agency's word before the
 * old key may go; ending an epoch by the clock, which blinds an agency that is late.
 */
import { z } from "zod";
import { epochNumber, hex32, termsSchema } from "./terms.ts";

const instant = z.iso.datetime({ precision: 3 });

export const epochRecordSchema = z.strictObject({
  epoch: epochNumber,
  /** Those of its opening: what is changed later holds from the next epoch on. */
  terms: termsSchema,
  publicKey: hex32,
  opened: instant,
  /** Where the ledger holds all of the above. */
  leaf: z.strictObject({ index: z.int().min(0), sequence: z.int().min(0) }),
  /** Hash of the accepted order, and the digests of the batches that it covers. */
  order: z.strictObject({ hash: hex32, digests: z.array(hex32) }).optional(),
  /** How many of its batches are in the ledger, in order. */
  logged: z.int().min(0),
  /** The agency has its keys, durably. */
  ready: instant.optional(),
  /** The first batch of look-ups that was made with it. */
  first: z.int().min(1).optional(),
  /** The seed is gone. */
  destroyed: instant.optional(),
});
export type EpochRecord = z.output<typeof epochRecordSchema>;

const DAY = 86_400_000;
/** The next epoch opens when so much of the present one is over: the rest is for the enrolment. */
const SHARE_BEFORE_NEXT = 0.75;

/** The one that look-ups are sent with: the newest that is ready. */
export function sendingEpoch(records: readonly EpochRecord[]): EpochRecord | undefined {
  return records.findLast(({ ready }) => ready !== undefined);
}

/** The one that the agency may enrol in, or has enrolled in last. */
export function newestEpoch(records: readonly EpochRecord[]): EpochRecord | undefined {
  return records.at(-1);
}

/** At most one epoch waits for its enrolment: what the agency can ever ask is one quota ahead. */
export function isNextDue(records: readonly EpochRecord[], now: number, days: number): boolean {
  const newest = newestEpoch(records);
  if (newest === undefined) return true;
  return newest.ready !== undefined && age(newest, now) >= days * SHARE_BEFORE_NEXT;
}

/** The agency has not enrolled in time: the old epoch goes on, which is safer than none, and its key lives longer than meant. */
export function isOverdue(records: readonly EpochRecord[], now: number, days: number): boolean {
  const sending = sendingEpoch(records);
  return sending !== undefined && age(sending, now) > days;
}

/** Epochs whose seed must go: all before the one that has begun to send. */
export function finishedEpochs(records: readonly EpochRecord[]): EpochRecord[] {
  const begun = records.findLast(({ first }) => first !== undefined);
  return records.filter(
    ({ epoch, destroyed }) => begun !== undefined && epoch < begun.epoch && destroyed === undefined,
  );
}

function age({ opened }: EpochRecord, now: number): number {
  return (now - Date.parse(opened)) / DAY;
}
