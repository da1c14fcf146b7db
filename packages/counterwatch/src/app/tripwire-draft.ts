/** An enrolment's draft: the order that officers sign, kept until the table is on disk. */
import type { KeyObject } from "node:crypto";
import type { Enrolment } from "@counterwatch/evidence";
import { CounterwatchError } from "../model/index.ts";
import type { TripwireFolder } from "../store/tripwire-folder.ts";
import type { EnrolmentDraft, TripwireTables } from "../store/tripwire-tables.ts";
import { makeOrder, orderHash, type SignedOrder, signersOf, signOrder } from "../tripwire/order.ts";
import type { Announcement } from "../tripwire/terms.ts";

interface Signing {
  readonly folder: TripwireFolder;
  /** Officers who sign now. */
  readonly officers: readonly KeyObject[];
  readonly clock: () => number;
}

/** Of this epoch and key; one of an epoch that is over is destroyed. Throws `evidence` for another key of the same epoch. */
export function knownDraft(tables: TripwireTables, announcement: Announcement): EnrolmentDraft | undefined {
  const draft = tables.draft();
  if (draft === undefined) return undefined;
  if (draft.announcement.epoch !== announcement.epoch) {
    tables.destroyDraft();
    return undefined;
  }
  if (draft.announcement.publicKey !== announcement.publicKey) throw otherKey(announcement.epoch);
  return draft;
}

export function signDraft(
  { officers, folder, clock }: Signing,
  announcement: Announcement,
  enrolment: Enrolment,
  known: EnrolmentDraft | undefined,
  seed: Uint8Array,
): EnrolmentDraft {
  const same = known?.signed.order.digests.join() === enrolment.digests.join();
  // Signatures are for exactly these elements: with other members they are worth nothing.
  let signed: SignedOrder =
    known !== undefined && same
      ? known.signed
      : {
          order: makeOrder(announcement, enrolment.digests, new Date(clock()).toISOString()),
          signatures: [],
        };
  if (announcement.order !== undefined && announcement.order !== orderHash(signed.order))
    throw new CounterwatchError(
      "config",
      "the custodian has the order of this epoch already, and these members do not make the same one again",
      {
        remedy:
          "Enrol with the register as it was then, or ask the custodian for another epoch: tripwire send --next-epoch.",
      },
    );
  const own = new Set(folder.officers().map(({ key }) => key));
  for (const officer of officers) signed = signOrder(signed, officer);
  if (officers.length > 0 && signersOf(signed, own).length === 0)
    throw new CounterwatchError("config", "this key belongs to none of the officers that were paired", {
      remedy: "counterwatch tripwire show names them; pair again with --officer NAME=KEY.",
    });
  return { announcement, signed, seed: Buffer.from(seed).toString("hex") };
}

export function otherKey(epoch: number): CounterwatchError {
  return new CounterwatchError("evidence", `the custodian shows another key for epoch ${epoch} than before`, {
    remedy: "Do not enrol. Keep this folder, and ask the custodian's overseer which key its ledger holds.",
  });
}
