/**
 * The agency enrols: members blinded and hidden among random elements, signed for by two officers, answered, checked, kept.
 *
 * May be interrupted anywhere and run again. The draft holds what was agreed, the signatures and the seed from which the same
 * elements are drawn again; with the table on disk, all that is left is to say so. The draft is destroyed last.
 */
import { type KeyObject, randomBytes } from "node:crypto";
import { Enrolment, type EnrolledKeys, loadGroup } from "@counterwatch/evidence";
import { CANONICAL_VERSION } from "../intake/canonical.ts";
import { CounterwatchError } from "../model/index.ts";
import { Caller } from "../server/tripwire-channel.ts";
import { lockFolder } from "../store/tripwire-files.ts";
import type { TripwireFolder } from "../store/tripwire-folder.ts";
import { type EnrolmentDraft, TripwireTables } from "../store/tripwire-tables.ts";
import { type EnrolmentInputs, type MemberIdentifier, readMembers } from "../tripwire/members.ts";
import {
  makeOrder,
  orderHash,
  SIGNATURES_NEEDED,
  type SignedOrder,
  signersOf,
  signOrder,
} from "../tripwire/order.ts";
import { type Announcement, announcementSchema, checkCanonical, checkTerms } from "../tripwire/terms.ts";
import { inOurWords } from "./tripwire-trouble.ts";

export interface EnrolRequest {
  readonly folder: TripwireFolder;
  readonly custodian: string;
  readonly members: () => AsyncIterable<MemberIdentifier>;
  /** Officers who sign now. */
  readonly officers: readonly KeyObject[];
  readonly clock: () => number;
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

const MOST_ANNOUNCED = 16 * 1024;
const MOST_ANSWERED = 256 * 32 + 64;
const NOTHING = new Uint8Array(0);

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
    const counts = { identifiers: members.inputs.length, quota: terms.quota, signatures };
    const result = { epoch, order: hash, ...counts, nationalPhones: members.nationalPhones, ledgerChecked };
    if (signatures < SIGNATURES_NEEDED) return { ...result, state: "unsigned" };

    await ask(caller, `/v1/epochs/${epoch}/order`, Buffer.from(JSON.stringify(draft.signed)), 1024);
    const enrolled: EnrolledKeys[] = [];
    for (const [number, elements] of enrolment.batches.entries()) {
      const answer = await ask(caller, `/v1/epochs/${epoch}/batches/${number}`, elements, MOST_ANSWERED);
      const name = { custodian: terms.custodian, agency: terms.agency, epoch, canonical: terms.canonical };
      enrolled.push(...enrolment.accept(number, answer, name, Buffer.from(announcement.publicKey, "hex")));
    }
    keep(tables, announcement, hash, members, enrolled);
    // Only a table that is on disk may be waited for by the other side.
    await confirm(caller, epoch);
    tables.destroyDraft();
    for (const { keys } of enrolled) group.wipe(keys.tag, keys.seal);
    return { ...result, state: "enrolled" };
  } finally {
    enrolment.destroy();
    seed.fill(0);
  }
}

async function announced(caller: Caller, folder: TripwireFolder): Promise<Announcement> {
  const { status, body } = await caller.call("GET", "/v1/epoch", NOTHING, MOST_ANNOUNCED);
  let announcement: Announcement;
  try {
    if (status !== 200) throw new Error("no announcement");
    announcement = announcementSchema.parse(JSON.parse(Buffer.from(body).toString("utf8")));
  } catch {
    throw new CounterwatchError(
      "unavailable",
      "the custodian announces no epoch that this release understands",
      {
        remedy: "Bring both sides to the same release, and try again.",
      },
    );
  }
  const { terms } = announcement;
  checkCanonical(terms.canonical);
  checkTerms(terms);
  if (
    terms.agency !== folder.settings.name ||
    terms.custodian !== folder.peer().name ||
    terms.canonical !== CANONICAL_VERSION
  )
    throw new CounterwatchError("config", "the custodian's epoch is for other parties than these two", {
      remedy: "Pair both sides again: counterwatch tripwire pair.",
    });
  return announcement;
}

/** Of this epoch and key; one of an epoch that is over is destroyed. Throws `evidence` for another key of the same epoch. */
function knownDraft(tables: TripwireTables, announcement: Announcement): EnrolmentDraft | undefined {
  const draft = tables.draft();
  if (draft === undefined) return undefined;
  if (draft.announcement.epoch !== announcement.epoch) {
    tables.destroyDraft();
    return undefined;
  }
  if (draft.announcement.publicKey !== announcement.publicKey) throw otherKey(announcement.epoch);
  return draft;
}

function signDraft(
  { officers, folder, clock }: EnrolRequest,
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

async function confirm(caller: Caller, epoch: number): Promise<void> {
  await ask(caller, `/v1/epochs/${epoch}/ready`, NOTHING, 1024);
}

/** Throws `unavailable`, `evidence` where the custodian refuses. */
async function ask(caller: Caller, path: string, body: Uint8Array, most: number): Promise<Uint8Array> {
  const answer = await caller.call("POST", path, body, most);
  if (answer.status === 200) return answer.body;
  const text = Buffer.from(answer.body).toString("utf8");
  const said = /^\{"error":"([^"\\\p{Cc}]{1,200})"\}$/u.exec(text)?.[1];
  const code = answer.status === 503 ? "unavailable" : "evidence";
  throw new CounterwatchError(code, `the custodian refuses${said === undefined ? "" : `: ${said}`}`, {
    remedy: "Run the same command again once the cause is gone: it goes on where it was.",
  });
}

function otherKey(epoch: number): CounterwatchError {
  return new CounterwatchError("evidence", `the custodian shows another key for epoch ${epoch} than before`, {
    remedy: "Do not enrol. Keep this folder, and ask the custodian's overseer which key its ledger holds.",
  });
}
