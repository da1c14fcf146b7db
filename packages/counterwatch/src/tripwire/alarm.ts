/** A match becomes a finding. It names the member by the agency's internal id and says nothing about any identifier. */
import { type Finding, findingId } from "../model/index.ts";
import type { ToldLookup } from "./look-up.ts";
import type { EnrolledMember } from "./members.ts";

export interface Alarm {
  readonly member: EnrolledMember;
  /** Undefined where what the custodian sealed cannot be read. */
  readonly told: ToldLookup | undefined;
  readonly epoch: number;
  readonly batch: number;
  /** Of the batch's tick, RFC 3339. */
  readonly tick: string;
  /** The place of the match within the batch, where nothing else tells two apart. */
  readonly occurrence: number;
  readonly custodian: string;
}

/**
 * One finding for one look-up of one member: the same id however often and in whatever batch the look-up is sent.
 * `subjects` stays empty: the agency has no pseudonyms, and the member's internal id stands in the evidence.
 */
export function alarmFinding(alarm: Alarm): Finding {
  const { member, told, epoch, batch, tick, custodian } = alarm;
  const detector = member.decoy ? "decoy" : "tripwire";
  const operator = told?.operator ?? "not shown";
  const event = told?.event ?? `${custodian}:${epoch}:${batch}:${alarm.occurrence}`;
  const time = told?.time ?? tick;
  return {
    id: findingId({ detector, operator, subjects: [member.member], firstEvent: event }),
    time,
    since: time,
    detector,
    severity: "high",
    operator,
    subjects: [],
    lookups: 1,
    events: [event],
    explanation: explain(alarm),
    evidence: {
      member: member.member,
      type: member.type,
      custodian,
      epoch,
      batch,
      tick,
      ...(told === undefined ? { unreadable: true } : evidenceOf(told)),
    },
  };
}

function explain({ member: { member, type, decoy }, told, custodian, tick }: Alarm): string {
  const who = decoy ? `decoy ${member}, whom nobody has a reason to look for` : `protected member ${member}`;
  if (told === undefined)
    return `Somebody at ${custodian} looked up the ${type} of ${who}; what the custodian sealed about it cannot be read. Sent at ${clock(tick)}.`;
  const act = told.shown === true ? "was shown" : "looked up";
  const reason =
    told.case !== undefined
      ? `case ${told.case}`
      : told.cut === true && told.reason === undefined
        ? "no case was told"
        : "no case is given";
  return `Operator ${told.operator} ${act} the ${type} of ${who} in ${told.source} at ${clock(told.time)}; ${reason}. Sent at ${clock(tick)}.`;
}

/** `2025-03-01 12:00:05 UTC` */
function clock(time: string): string {
  return `${time.slice(0, 19).replace("T", " ")} UTC`;
}

function evidenceOf({
  source,
  system,
  action,
  unit,
  role,
  site,
  from,
  to,
  reason,
  authority,
  ...told
}: ToldLookup) {
  const all = {
    source,
    system,
    action,
    unit,
    role,
    site,
    from,
    to,
    case: told.case,
    reason,
    authority,
    shown: told.shown,
    automated: told.automated,
    cut: told.cut,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
