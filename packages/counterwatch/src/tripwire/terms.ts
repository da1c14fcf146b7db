/** What custodian and agency agree on: fixed for an epoch, said by the custodian, checked by the agency, in the ledger. */
import { requireShape, requireSizes } from "@counterwatch/evidence";
import { z } from "zod";
import { CANONICAL_VERSION } from "../intake/canonical.ts";
import type { LedgerEntry } from "../ledger/appender.ts";
import { CounterwatchError } from "../model/index.ts";

export const partyName = z.string().regex(/^[a-z0-9-]{1,64}$/);
export const hex32 = z.string().regex(/^[0-9a-f]{64}$/);
export const epochNumber = z.int().min(1).max(1_000_000);

export const termsSchema = z.strictObject({
  custodian: partyName,
  agency: partyName,
  /** Q: elements of every enrolment. */
  quota: z.int().min(64),
  /** Elements in one batch of an enrolment. */
  batch: z.int().min(64).max(256),
  /** Entries in every batch of look-ups. */
  size: z.int().min(1).max(65_536),
  /** Bytes for what is told of a look-up. */
  payload: z.int().min(256).max(4096),
  /** Milliseconds from one batch of look-ups to the next. */
  tick: z.int().min(1).max(86_400_000),
  /** Version of the canonical forms (intake/canonical.ts). */
  canonical: z.int().min(1),
});
export type TripwireTerms = z.output<typeof termsSchema>;

export const announcementSchema = z.strictObject({
  v: z.literal(1),
  terms: termsSchema,
  epoch: epochNumber,
  publicKey: hex32,
  opened: z.iso.datetime({ precision: 3 }),
  /** The leaf that holds all of the above, in the custodian's ledger. */
  leaf: z.strictObject({ index: z.int().min(0), sequence: z.int().min(0) }),
  /** Whether this epoch has its enrolment already, and which (hash of the order). */
  order: hex32.optional(),
});
export type Announcement = z.output<typeof announcementSchema>;

/** Under which name the custodian speaks in its ledger about this agency. */
export function ledgerSource({ custodian, agency }: TripwireTerms): string {
  return `tripwire:${custodian}:${agency}`;
}

/** The agency's side of the same line, in the agency's own ledger. */
export function agencySource({ custodian, agency }: Pick<TripwireTerms, "custodian" | "agency">): string {
  return `tripwire-agency:${agency}:${custodian}`;
}

/** What the ledger is told of a new epoch: nothing that the announcement does not say, so that an agency can look it up. */
export function openingEntry({
  terms,
  epoch,
  publicKey,
  opened,
}: Omit<Announcement, "v" | "leaf" | "order">): LedgerEntry {
  const statement = { act: "opened", epoch, publicKey, opened, terms };
  return { kind: "tripwire-epoch", source: ledgerSource(terms), time: opened, statement };
}

/** Throws `config` for numbers that do not go together. */
export function checkTerms(terms: TripwireTerms): TripwireTerms {
  try {
    requireSizes(terms.quota, terms.batch);
    requireShape(terms);
  } catch (cause) {
    throw new CounterwatchError("config", (cause as Error).message, {
      remedy: "Choose sizes that fit: a quota is a multiple of the enrolment batch.",
      cause,
    });
  }
  return terms;
}

/** Throws `config` where the two sides would compare forms that differ: they would find nothing, and not know it. */
export function checkCanonical(theirs: number): void {
  if (theirs === CANONICAL_VERSION) return;
  throw new CounterwatchError(
    "config",
    `the other side writes identifiers in version ${theirs} of their canonical form, this one in version ${CANONICAL_VERSION}`,
    { remedy: "Bring both sides to the same release before the next enrolment." },
  );
}
