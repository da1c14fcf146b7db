/**
 * Unmasking, as far as there is any. The system keeps keyed pseudonyms and no table that leads back from them, so nobody can be shown
 * who stands behind one. What two people can agree on is a test: whoever asked may name a candidate, and learns whether it is in this
 * incident, yes or no.
 *
 * A yes or no is an oracle, so it is rationed: without limits somebody could try every telephone number there is. A number range of
 * ten million takes one person more than three thousand years at sixty tries a week, and every try stands in the incident for all to see.
 */
import { timingSafeEqual } from "node:crypto";
import { CounterwatchError } from "../../model/index.ts";
import type { Account, Incident, RecordedStep } from "./case.ts";

export type Unmasked = "operator" | "subjects";

const DAY = 86_400_000;
/** How long a grant may be used. */
const GRANT_LIFE = DAY;
const TRIES_OF_A_GRANT = 20;
const WEEK = 7 * DAY;
/** Of one person in any seven days, whatever was granted. */
const TRIES_OF_A_PERSON = 60;
/** Of everybody together in any seven days: people who work together are no way around it. */
const TRIES_OF_THE_DESK = 200;

export interface Grant {
  /** Number of the step that granted it. */
  readonly granted: number;
  /** Tries that are left now, all limits taken together. */
  readonly left: number;
  /** RFC 3339. */
  readonly until: string;
}

/** From when on tries have to be known, to say how many are left. */
export function triesSince(now: string): string {
  return new Date(Date.parse(now) - WEEK).toISOString();
}

/** The latest grant that this person has for it; undefined: none, or it is over. `tries`: of the last seven days, of all incidents. */
export function grantOf(
  incident: Incident,
  account: string,
  what: Unmasked,
  now: string,
  tries: readonly RecordedStep[],
): Grant | undefined {
  const grant = incident.steps.findLast(
    ({ step, at }) =>
      step.do === "unmask-granted" &&
      step.asked === account &&
      step.what === what &&
      Date.parse(now) - Date.parse(at) < GRANT_LIFE,
  );
  if (grant === undefined) return undefined;
  const used = incident.steps.filter(
    ({ step }) => step.do === "unmask-tried" && step.granted === grant.number,
  ).length;
  const recent = tries.filter(({ at }) => at >= triesSince(now));
  const left = Math.min(
    TRIES_OF_A_GRANT - used,
    TRIES_OF_A_PERSON - recent.filter(({ by }) => by === account).length,
    TRIES_OF_THE_DESK - recent.length,
  );
  return {
    granted: grant.number,
    left: Math.max(0, left),
    until: new Date(Date.parse(grant.at) + GRANT_LIFE).toISOString(),
  };
}

/** Throws `refused` where this person may not try a candidate now; says nothing of any candidate. */
export function checkTry(
  incident: Incident,
  by: Account,
  what: Unmasked,
  now: string,
  tries: readonly RecordedStep[],
): Grant {
  const { state } = incident;
  if (state === "closed" || state === "merged")
    throw refused("this incident is worked on no more", "Reopen it with a reason, or work on the other one.");
  const grant = grantOf(incident, by.name, what, now, tries);
  if (grant === undefined)
    throw refused(
      "nobody has granted you this within the last 24 hours",
      "Ask, and let another one grant it.",
    );
  if (grant.left === 0)
    throw refused(
      "no try is left",
      `A grant has ${TRIES_OF_A_GRANT}, a person ${TRIES_OF_A_PERSON} and the whole desk ${TRIES_OF_THE_DESK} in seven days.`,
    );
  return grant;
}

/** Compares with each of them and with all bytes, so that the time that it takes says nothing. */
export function isAmong(candidate: string, pseudonyms: readonly string[]): boolean {
  const wanted = Buffer.from(candidate);
  let found = 0;
  for (const pseudonym of pseudonyms) {
    const known = Buffer.from(pseudonym);
    found |= Number(known.length === wanted.length && timingSafeEqual(known, wanted));
  }
  return found === 1;
}

function refused(message: string, remedy: string): CounterwatchError {
  return new CounterwatchError("refused", message, { remedy });
}
