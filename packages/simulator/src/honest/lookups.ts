import type { Operator } from "../agency/operators.ts";
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

/** All honest look-ups are built here, so that they have one shape in memory: the writer reads millions of them. */
function draft(
  desk: Desk,
  operator: Operator,
  at: number,
  system: SystemName,
  action: string,
  fields: Pick<Draft, "subjects" | "site" | "window" | "purpose" | "query" | "result">,
): Draft {
  return {
    at,
    source: desk.sources[system],
    system,
    action,
    operator: operator.json,
    session: seatOn(operator, desk.clock.dayOf(at)),
    subjects: fields.subjects,
    site: fields.site,
    windowDays: system === "cameras" ? undefined : RECORDS.windowDays[system],
    window: fields.window,
    purpose: fields.purpose,
    query: fields.query,
    reach: reachAt(system, at),
    object: undefined,
    result: fields.result,
    automated: undefined,
    trace: undefined,
    cover: undefined,
  };
}

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
  const query = system === "plates" ? LOOKUP : undefined;
  const result = shown === undefined ? { rows } : { rows, subjects: shown };
  return draft(desk, operator, at, system, ACTION_OF[system], { subjects, purpose, query, result });
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
  return draft(desk, operator, at, "cameras", window === undefined ? "view" : "playback", {
    site,
    window,
    purpose,
  });
}

const COLOURS = ["white", "black", "silver_grey", "red", "blue", "green"];
const MAKES = ["ford", "chevrolet", "toyota", "honda", "nissan", "dodge", "bmw", "kia"];
const DESCRIPTIONS = COLOURS.flatMap((colour) =>
  MAKES.map((make) => ({ kind: "search", filters: `${colour} ${make}` })),
);

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
  const query = DESCRIPTIONS[person % DESCRIPTIONS.length];
  return draft(desk, operator, at, "plates", "search", { site, purpose, query, result: { rows } });
}
