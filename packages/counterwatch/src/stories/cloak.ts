import { beginWith } from "./first-sitting.ts";
import { areFew, type Marks } from "./marks.ts";
import { addSubject, openRun, type Run } from "./run.ts";

/** What one operator does under one case. */
export interface Cloak {
  readonly run: Run;
  /** Subjects of the operator's own, at most OWN_MOST. */
  own: readonly OwnSubject[];
  outsider: boolean;
  /** Evidence so far; below nothing where the story has lost. */
  nats: number;
}

interface OwnSubject {
  readonly subject: string;
  /** Evidence that it gave. */
  readonly nats: number;
}

/**
 * A cloak with at most one sitting, on at most one subject of the operator's own, in short: most cases bring no more. Invariant:
 * `wholeCloak` gives the cloak back as it was, so that whoever asks for one cannot tell how it is kept.
 */
export interface FirstCloak {
  readonly group: string;
  readonly since: number;
  readonly outsider: boolean;
  readonly nats: number;
  readonly subject: string | undefined;
  readonly explanation: number;
  readonly marks: Marks;
}

export const OWN_MOST = 64;

/** The cloak in short, where that says all of it. */
export function inShort(cloak: Cloak): Cloak | FirstCloak {
  const { run, own, outsider, nats } = cloak;
  const { group, since, explanation, marks } = run;
  // A subject that somebody else came to look at too is no longer the operator's own, but its sitting counts.
  if (own.length > 1 || own.length !== run.sittings || run.score !== 0) return cloak;
  if (!areFew(marks) || (own.length === 0 && run.lookups > 0)) return cloak;
  return { group, since, outsider, nats, subject: own[0]?.subject, explanation, marks };
}

/** `story` and `operator`: those of its run. */
export function wholeCloak(cloak: Cloak | FirstCloak, story: string, operator: string): Cloak {
  if ("run" in cloak) return cloak;
  const { group, since, outsider, nats, subject, explanation, marks } = cloak;
  const run = openRun(story, operator, group, [], since);
  if (subject === undefined) return { run, own: [], outsider, nats };
  beginWith(run, marks, explanation);
  addSubject(run, subject, OWN_MOST);
  return { run, own: [{ subject, nats: 0 }], outsider, nats };
}
