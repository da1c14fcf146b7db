/**
 * The agency enrols: members blinded and hidden among random elements, signed for by two officers, answered, checked, kept.
 *
 * May be interrupted anywhere and run again. The draft holds what was agreed, the signatures and the seed from which the same
 * elements are drawn again; with the table on disk, all that is left is to say so. The draft is destroyed last.
 */
import { type KeyObject, randomBytes } from "node:crypto";
import { Enrolment, type EnrolledKeys, loadGroup } from "@counterwatch/evidence";
import type { JsonValue, LedgerAppender } from "../ledger/appender.ts";
import { CounterwatchError } from "../model/index.ts";
import { Caller } from "../server/tripwire-channel.ts";
import { lockFolder } from "../store/tripwire-files.ts";
import type { TripwireFolder } from "../store/tripwire-folder.ts";
import { TripwireTables } from "../store/tripwire-tables.ts";
import { type EnrolmentInputs, type MemberIdentifier, readMembers } from "../tripwire/members.ts";
import { orderHash, SIGNATURES_NEEDED, signersOf } from "../tripwire/order.ts";
import { agencySource, type Announcement, type TripwireTerms } from "../tripwire/terms.ts";
import { announced, confirm, evaluate, sendOrder } from "./tripwire-custodian.ts";
import { knownDraft, otherKey, signDraft } from "./tripwire-draft.ts";
import { inOurWords } from "./tripwire-trouble.ts";

export interface EnrolRequest {
  readonly folder: TripwireFolder;
  readonly custodian: string;
  readonly members: () => AsyncIterable<MemberIdentifier>;
  /** Officers who sign now. */
  readonly officers: readonly KeyObject[];
  readonly clock: () => number;
  /** The agency's own; undefined: it keeps none. */
  readonly ledger?: LedgerAppender | undefined;
  /** Throws where the custodian's ledger does not hold what it announces; undefined: nobody looked. */
  readonly checkLedger: ((announcement: Announcement) => Promise<void>) | undefined;
}

export interface EnrolResult {
  readonly epoch: number;
  /** `unsigned`: another officer has to sign before anything is sent. */
  readonly state: "unsigned" | "enrolled" | "enrolled-before";
  readonly order: string;
  readonly signatures: number;
  readonly identifiers: number;
  readonly quota: number;
  /** Members with a phone number that has no country. */
  readonly nationalPhones: readonly string[];
  /** Whether the key was looked up in the custodian's ledger. */
  readonly ledgerChecked: boolean;
}

export async function enrol(request: EnrolRequest): Promise<EnrolResult> {
  const { folder } = request;
  const release = lockFolder(folder.path, "enrol");
  const caller = new Caller({ identity: folder.identity, peer: folder.peer() }, request.custodian);
  try {
    return await enrolWith(caller, request);
  } catch (error) {
    throw inOurWords(error);
  } finally {
    caller.close();
    release();
  }
}

async function enrolWith(caller: Caller, request: EnrolRequest): Promise<EnrolResult> {
  const { folder } = request;
  const tables = new TripwireTables(folder.path);
  const announcement = await announced(caller, folder);
  const { epoch, terms } = announcement;
  const ledgerChecked = request.checkLedger !== undefined;
  await request.checkLedger?.(announcement);

  const table = tables.read(epoch);
  if (table !== undefined) {
    if (table.publicKey !== announcement.publicKey) throw otherKey(epoch);
    // A crash before the last word left the draft: the leaf may be missing, and is said once more rather than never.
    if (tables.draft() !== undefined)
      await sayEnrolled(request, announcement, table.order, table.members.length);
    await confirm(caller, epoch);
    tables.destroyDraft();
    const counts = { identifiers: table.members.length, quota: terms.quota, signatures: SIGNATURES_NEEDED };
    return {
      epoch,
      state: "enrolled-before",
      order: table.order,
      ...counts,
      nationalPhones: [],
      ledgerChecked,
    };
  }

  const members = await readMembers(request.members());
  const known = knownDraft(tables, announcement);
  const seed = known === undefined ? new Uint8Array(randomBytes(32)) : Buffer.from(known.seed, "hex");
  const group = await loadGroup();
  const plan = { inputs: members.inputs, quota: terms.quota, batch: terms.batch, seed };
  const enrolment = new Enrolment(group, plan);
  try {
    const draft = signDraft(request, announcement, enrolment, known, seed);
    tables.writeDraft(draft);
    const hash = orderHash(draft.signed.order);
    const officers = new Set(folder.officers().map(({ key }) => key));
    const signatures = signersOf(draft.signed, officers).length;
    const counts = { identifiers: members.inputs.length, quota: terms.quota };
    const result = {
      epoch,
      order: hash,
      ...counts,
      signatures,
      nationalPhones: members.nationalPhones,
      ledgerChecked,
    };
    if (signatures < SIGNATURES_NEEDED) return { ...result, state: "unsigned" };

    await say(request, terms, { act: "order", epoch, order: hash, quota: terms.quota, signatures });
    await sendOrder(caller, epoch, draft.signed);
    const enrolled: EnrolledKeys[] = [];
    for (const [number, elements] of enrolment.batches.entries()) {
      const answer = await evaluate(caller, epoch, number, elements);
      const name = { custodian: terms.custodian, agency: terms.agency, epoch, canonical: terms.canonical };
      enrolled.push(...enrolment.accept(number, answer, name, Buffer.from(announcement.publicKey, "hex")));
    }
    keep(tables, announcement, hash, members, enrolled);
    await sayEnrolled(request, announcement, hash, counts.identifiers);
    await confirm(caller, epoch);
    tables.destroyDraft();
    for (const { keys } of enrolled) group.wipe(keys.tag, keys.seal);
    return { ...result, state: "enrolled" };
  } finally {
    enrolment.destroy();
    seed.fill(0);
  }
}

function keep(
  tables: TripwireTables,
  { epoch, terms, publicKey }: Announcement,
  order: string,
  { members }: EnrolmentInputs,
  enrolled: readonly EnrolledKeys[],
): void {
  const inOrder = enrolled.toSorted((a, b) => a.input - b.input);
  if (inOrder.length !== members.length || inOrder.some(({ input }, at) => input !== at))
    throw new CounterwatchError("internal", "the answers do not cover every identifier once");
  tables.write({ epoch, terms, publicKey, order, members, keys: inOrder.map(({ keys }) => keys) });
}

/** Into the agency's own ledger: that it enrolled, with which order; how many, committed to and not told; never whom. */
async function say(
  { ledger, clock }: EnrolRequest,
  terms: TripwireTerms,
  statement: JsonValue,
  body?: JsonValue,
): Promise<void> {
  const time = new Date(clock()).toISOString();
  await ledger?.append({
    kind: "enrolment",
    source: agencySource(terms),
    time,
    statement,
    ...(body !== undefined && { body }),
  });
}

function sayEnrolled(
  request: EnrolRequest,
  { terms, epoch, publicKey }: Announcement,
  order: string,
  identifiers: number,
): Promise<void> {
  return say(request, terms, { act: "enrolled", epoch, order, publicKey }, { identifiers });
}
