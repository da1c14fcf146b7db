import type { Operator } from "../agency/operators.ts";
import { DAY } from "../agency/roster.ts";
import { seatOn } from "../agency/seats.ts";
import type { PurposeJson, SiteJson, SubjectJson, SystemName } from "../event.ts";
import { RECORDS } from "../parameters.ts";
import type { Draft } from "../world/draft.ts";
import type { Desk } from "./desk.ts";

/** The action that asks a system for one subject. */
export const ACTION_OF: Readonly<Record<SystemName, string>> = {
  calls: "search",
  location: "locate",
  cameras: "view",
  plates: "search",
  travel: "search",
  finance: "search",
};

const REACH = RECORDS.networks.map((networks) => ({ networks }));
/** How many networks a look-up asked; only plate systems ask those of others. */
export function reachAt(system: SystemName, at: number): { readonly networks: number } | undefined {
  return system === "plates" ? REACH[Math.floor(at / 1000) % REACH.length] : undefined;
}

const LOOKUP = { kind: "lookup" } as const;

/** One look-up of a subject by its identifier. */
export function subjectLookup(
  desk: Desk,
  operator: Operator,
  at: number,
  system: SystemName,
  subjects: readonly SubjectJson[],
  purpose: PurposeJson | undefined,
  rows: number,
  shown: readonly SubjectJson[] | undefined,
): Draft {
  return {
    at,
    source: desk.sources[system],
    system,
    action: ACTION_OF[system],
    operator: operator.json,
    session: seatOn(operator, desk.clock.dayOf(at)),
    subjects,
    site: undefined,
    window: { from: at - RECORDS.windowDays[system]! * DAY, to: at },
    purpose,
    query: system === "plates" ? LOOKUP : undefined,
    reach: reachAt(system, at),
    result: shown === undefined ? { rows } : { rows, subjects: shown },
  };
}

/** One look at a camera: live, or record time played back. */
export function cameraView(
  desk: Desk,
  operator: Operator,
  at: number,
  site: SiteJson,
  purpose: PurposeJson | undefined,
  window: { readonly from: number; readonly to: number } | undefined,
): Draft {
  return {
    at,
    source: desk.sources.cameras,
    system: "cameras",
    action: window === undefined ? "view" : "playback",
    operator: operator.json,
    session: seatOn(operator, desk.clock.dayOf(at)),
    site,
    window,
    purpose,
  };
}

const COLOURS = ["white", "black", "silver_grey", "red", "blue", "green"];
const MAKES = ["ford", "chevrolet", "toyota", "honda", "nissan", "dodge", "bmw", "kia"];

/** A search by description: many vehicles, no subject. */
export function describedLookup(
  desk: Desk,
  operator: Operator,
  at: number,
  person: number,
  purpose: PurposeJson | undefined,
  rows: number,
  site: SiteJson | undefined,
): Draft {
  const filters = `${COLOURS[person % COLOURS.length]} ${MAKES[(person >> 3) % MAKES.length]}`;
  return {
    at,
    source: desk.sources.plates,
    system: "plates",
    action: "search",
    operator: operator.json,
    session: seatOn(operator, desk.clock.dayOf(at)),
    site,
    window: { from: at - RECORDS.windowDays["plates"]! * DAY, to: at },
    purpose,
    query: { kind: "search", filters },
    reach: reachAt("plates", at),
    result: { rows },
  };
}
