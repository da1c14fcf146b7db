/**
 * What Counterwatch's own users do, as look-ups: whoever reads the register or works out an exposure is watched by the same rules
 * and stories as everybody who looks. Never who was looked at: such an event has no subject.
 */
import type { AccessEvent, Action } from "../model/index.ts";

export interface OwnAction {
  readonly action: Action;
  /** The officers who were present, by name; none: whoever ran the command. */
  readonly by: readonly string[];
  readonly object: "register" | "assessment";
  /** What was opened, in a form that is no identifier; see `ownName`. */
  readonly name: string;
  /** Of the register. */
  readonly version: number;
  /** The incident, in its own id. */
  readonly incident?: string;
  readonly reason: string;
}

export const OWN_SOURCE = "counterwatch";

/** `number` counts the actions of one log from 1: one that is taken out leaves a hole. `user`: of the operating system. */
export function ownEvent(action: OwnAction, number: number, time: string, user: string): AccessEvent {
  const { by, object, name, version, incident, reason } = action;
  return {
    id: `${OWN_SOURCE}:${number}`,
    time,
    source: OWN_SOURCE,
    system: "identity",
    action: action.action,
    operator: {
      id: by.length === 0 ? user : by.toSorted().join("+"),
      role: by.length === 0 ? "user" : "officer",
    },
    session: { client: user },
    purpose: { ...(incident !== undefined && { case: incident }), reason },
    query: { kind: object === "register" ? "registerOpening" : "assessment", filters: `version ${version}` },
    object: { type: object, name },
  };
}

/** Hexadecimal digits as letters: free text with digits in it is taken for a plate and hidden, and then nobody knows which it was. */
export function ownName(hex: string): string {
  return hex
    .slice(0, 8)
    .replace(/[0-9a-f]/g, (digit) => "bcdfghjklmnpqrst".charAt(Number.parseInt(digit, 16)));
}
