import type { AccessEvent } from "../../model/index.ts";
import { type FactNoun, type FactReader, NOTHING_KEPT } from "./fact.ts";

/** Actions that show or ask for records of subjects, as against administration and signing in. */
const LOOKUPS: ReadonlySet<string> = new Set([
  "search",
  "view",
  "playback",
  "locate",
  "export",
  "list",
  "share",
]);

export function isLookup(event: AccessEvent): boolean {
  return LOOKUPS.has(event.action);
}

export const purpose: FactNoun = {
  noun: "purpose",
  facts: {
    absent: {
      meaning: "True for a look-up with neither case nor reason nor authority, none of them withheld.",
      bounded: NOTHING_KEPT,
    },
    unbacked: {
      meaning:
        "True with neither case nor authority, neither of them withheld, whatever the action; a reason may be there.",
      bounded: NOTHING_KEPT,
    },
  },
  open: () => new PurposeReader(),
};

class PurposeReader implements FactReader {
  readonly facts: Record<"absent" | "unbacked", boolean | undefined> = {
    absent: undefined,
    unbacked: undefined,
  };

  see(event: AccessEvent): boolean {
    const given = event.purpose;
    const withheld = given?.withheld;
    const backed =
      given !== undefined &&
      (given.case !== undefined ||
        given.authority !== undefined ||
        (withheld !== undefined && (withheld.includes("case") || withheld.includes("authority"))));
    this.facts.unbacked = !backed;
    this.facts.absent = isLookup(event)
      ? !backed &&
        (given === undefined || (given.reason === undefined && withheld?.includes("reason") !== true))
      : undefined;
    return !backed;
  }
}
