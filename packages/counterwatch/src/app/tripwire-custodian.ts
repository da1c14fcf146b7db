/** What an agency asks its custodian while it enrols, and what it makes of the answers: hostile input, all of it. */
import { CANONICAL_VERSION } from "../intake/canonical.ts";
import { CounterwatchError } from "../model/index.ts";
import type { Caller } from "../server/tripwire-channel.ts";
import type { TripwireFolder } from "../store/tripwire-folder.ts";
import type { SignedOrder } from "../tripwire/order.ts";
import { type Announcement, announcementSchema, checkCanonical, checkTerms } from "../tripwire/terms.ts";

const MOST_ANNOUNCED = 16 * 1024;
const MOST_SAID = 1024;
const MOST_ANSWERED = 256 * 32 + 64;
const NOTHING = new Uint8Array(0);

/** The newest epoch. Throws `unavailable` where it cannot be read, `config` where it is for others. */
export async function announced(caller: Caller, folder: TripwireFolder): Promise<Announcement> {
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

export async function sendOrder(caller: Caller, epoch: number, signed: SignedOrder): Promise<void> {
  await ask(caller, `/v1/epochs/${epoch}/order`, Buffer.from(JSON.stringify(signed)), MOST_SAID);
}

/** Blinded elements in, evaluated ones with their proof out. */
export function evaluate(
  caller: Caller,
  epoch: number,
  batch: number,
  elements: Uint8Array,
): Promise<Uint8Array> {
  return ask(caller, `/v1/epochs/${epoch}/batches/${batch}`, elements, MOST_ANSWERED);
}

/** Only a table that is on disk may be waited for by the other side. */
export async function confirm(caller: Caller, epoch: number): Promise<void> {
  await ask(caller, `/v1/epochs/${epoch}/ready`, NOTHING, MOST_SAID);
}

/** Throws `unavailable`, `evidence` where the custodian refuses. */
async function ask(caller: Caller, path: string, body: Uint8Array, most: number): Promise<Uint8Array> {
  const answer = await caller.call("POST", path, body, most);
  if (answer.status === 200) return answer.body;
  const text = Buffer.from(answer.body).toString("utf8");
  const said = /^\{"error":"([^"\\\p{Cc}]{1,200})"\}$/u.exec(text)?.[1];
  const code = answer.status === 503 ? "unavailable" : "evidence";
  throw new CounterwatchError(code, `the custodian refuses: ${said ?? `status ${answer.status}`}`, {
    remedy: "Run the same command again once the cause is gone: it goes on where it was.",
  });
}
