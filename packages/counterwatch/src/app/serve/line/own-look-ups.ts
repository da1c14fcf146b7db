/** The desk's own users are watched like everybody else: what they open is a look-up in the pipeline. */
import type { Account } from "../../../incidents/desk/case.ts";
import type { AccessEvent } from "../../../model/index.ts";

/** Counterwatch watches its own users under this name. */
export const OWN_SOURCE = "counterwatch";

/** What the desk's own users look at goes the way of all look-ups: never who was looked at, only what was opened. */
export function ownLookUp(
  account: Account,
  what: string,
  target: string | undefined,
  time: string,
  number: string,
  by?: "export",
): AccessEvent {
  return {
    id: `${OWN_SOURCE}:${Date.parse(time)}-${number}`,
    time,
    source: OWN_SOURCE,
    system: "identity",
    action: by ?? (target === undefined ? "list" : "view"),
    operator: { id: account.name, role: account.roles[0] ?? "none", unit: OWN_SOURCE },
    // Every account is given for this; without it each of them would be told as somebody who gives no purpose.
    purpose: { reason: "review at the desk" },
    object: { type: what, ...(target !== undefined && { name: target }) },
  };
}
