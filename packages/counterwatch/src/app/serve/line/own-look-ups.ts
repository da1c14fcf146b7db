/** The desk's own users are watched like everybody else: what they open is a look-up in the pipeline. */
import type { Account } from "../../../incidents/desk/case.ts";
import { findIdentifiers } from "../../../intake/free-text.ts";
import type { AccessEvent } from "../../../model/index.ts";
import { hiddenName } from "../protection/protection.ts";

/** Counterwatch watches its own users under this name. */
export const OWN_SOURCE = "counterwatch";

/** Ids of findings, incidents, warnings and pseudonyms: hashes that this program made. */
const OURS = /^[a-z]1_[0-9a-f]{24,64}$/;

/**
 * What was opened, as the ledger has it. The id of a warning could be tried out, and what people write into an address may be somebody's
 * number: both stand there under a name that only this server makes. Operators' ids may look like plates, and stay.
 */
export function openedName(
  what: string,
  target: string,
  { key, country }: { readonly key: Uint8Array; readonly country: string | undefined },
): string {
  const isSomebody =
    !OURS.test(target) &&
    findIdentifiers(target, country, []).some(({ type }) => type !== undefined && type !== "plate");
  return what === "warning" || isSomebody ? hiddenName(key, target) : target;
}

/** What the desk's own users look at goes the way of all look-ups: never who was looked at, only what was opened. */
export function ownLookUp(
  account: Account,
  what: string,
  target: string | undefined,
  time: string,
  number: string,
  by?: "export" | "change",
): AccessEvent {
  return {
    id: `${OWN_SOURCE}:${Date.parse(time)}-${number}`,
    time,
    source: OWN_SOURCE,
    system: "identity",
    action: by === "change" ? "configure" : (by ?? (target === undefined ? "list" : "view")),
    operator: { id: account.name, role: account.roles[0] ?? "none", unit: OWN_SOURCE },
    // Every account is given for this; without it each of them would be told as somebody who gives no purpose.
    purpose: { reason: "review at the desk" },
    object: { type: what, ...(target !== undefined && { name: target }) },
  };
}
