import { type AccessEvent, instantMs, type Subject } from "../model/index.ts";
import { caseName } from "./case-name.ts";

/**
 * What a reader needs of one contributing look-up; small, because hundreds of thousands are kept: times as numbers, and one
 * subject without a list around it, take 130 bytes of 350.
 */
export interface Mark {
  readonly id: string;
  readonly time: number;
  readonly source: string;
  readonly system: AccessEvent["system"];
  readonly action: AccessEvent["action"];
  readonly operator: AccessEvent["operator"];
  readonly subjects: Subject | readonly Subject[] | undefined;
  readonly site: AccessEvent["site"];
  /** The record time asked for, in milliseconds. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly purpose: AccessEvent["purpose"];
  readonly address: string | undefined;
  /** The case as `caseName` spells it. */
  readonly case: string | undefined;
}

/** `like`: an earlier mark of the same run. What it says too is kept once. */
export function markOf(event: AccessEvent, time: number, like?: Mark): Mark {
  const { subjects, window } = event;
  const bare = subjects?.length === 1 ? subjects[0] : subjects;
  return {
    id: event.id,
    time,
    source: like?.source === event.source ? like.source : event.source,
    system: event.system,
    action: event.action,
    operator:
      like !== undefined && sameOperator(like.operator, event.operator) ? like.operator : event.operator,
    subjects: sameSubject(like?.subjects, bare) ? like?.subjects : bare,
    site: event.site,
    from: window?.from === undefined ? undefined : instantMs(window.from),
    to: window?.to === undefined ? undefined : instantMs(window.to),
    purpose: samePurpose(like?.purpose, event.purpose) ? like?.purpose : event.purpose,
    address: like?.address === event.session?.address ? like?.address : event.session?.address,
    case: caseName(event),
  };
}

function sameOperator(a: Mark["operator"], b: Mark["operator"]): boolean {
  return a === b || (a.id === b.id && a.unit === b.unit && a.role === b.role && a.withheld === b.withheld);
}

function sameSubject(a: Mark["subjects"], b: Mark["subjects"]): boolean {
  if (a === undefined || b === undefined || isList(a) || isList(b)) return false;
  return a.id === b.id && a.type === b.type && a.partial === b.partial && a.withheld === b.withheld;
}

function isList(subjects: Subject | readonly Subject[]): subjects is readonly Subject[] {
  return Array.isArray(subjects);
}

function samePurpose(a: Mark["purpose"], b: Mark["purpose"]): boolean {
  if (a === undefined || b === undefined || a.withheld !== undefined || b.withheld !== undefined)
    return false;
  return a.reason === b.reason && a.case === b.case && a.authority === b.authority;
}

/** The look-up as an event again, for the report's rows. */
export function eventOf(mark: Mark): AccessEvent {
  const { id, time, source, system, action, operator, subjects, site, from, to, purpose, address } = mark;
  return {
    id,
    source,
    system,
    action,
    operator,
    time: printed(time),
    ...(subjects && { subjects: isList(subjects) ? [...subjects] : [subjects] }),
    ...(site && { site }),
    ...((from !== undefined || to !== undefined) && {
      window: {
        ...(from !== undefined && { from: printed(from) }),
        ...(to !== undefined && { to: printed(to) }),
      },
    }),
    ...(purpose && { purpose }),
    ...(address !== undefined && { session: { address } }),
  };
}

export function printed(ms: number): string {
  return new Date(ms).toISOString();
}
