/**
 * What others are told outside the desk. A happening is what took place; a notice is what one target is told of it, no more than
 * the target's configured detail. Ids are hashes of target and happening, so that nothing is told twice, however often it is worked out again.
 *
 *     none      kind, id, time
 *     summary   and severity, detector, incident: nobody is named
 *     full      and operators, who acted, the sentence
 */
import { hash } from "node:crypto";
import { type Severity, severityRank } from "../../model/index.ts";

export const NOTICE_KINDS = [
  "finding.new",
  "incident.taken",
  "incident.close-proposed",
  "incident.closed",
  "source.silent",
  "warning.escalated",
  "warning.overdue",
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export const DETAILS = ["none", "summary", "full"] as const;
type Detail = (typeof DETAILS)[number];

export interface Happening {
  readonly kind: NoticeKind | "test";
  /** Id of the finding, incident or warning, or the name of the source. */
  readonly about: string;
  /** Tells repetitions apart: number of the step, when a source was last heard. Empty: it happens once. */
  readonly turn: string;
  /** RFC 3339. */
  readonly at: string;
  readonly severity?: Severity | undefined;
  /** What a finding's severity was when targets were last told of it; undefined: it is new. */
  readonly formerly?: Severity | undefined;
  readonly detector?: string | undefined;
  readonly incident?: string | undefined;
  readonly operators?: readonly string[] | undefined;
  /** Account. */
  readonly by?: string | undefined;
  readonly sentence?: string | undefined;
}

/** Whom to tell what. */
export interface NoticeTarget {
  /** `webhook/siem`, `mail/duty/ana@example.org`. */
  readonly name: string;
  readonly tell: ReadonlySet<NoticeKind>;
  /** Findings and incidents below it are not told. */
  readonly severity: Severity;
  readonly detail: Detail;
  /** Operators of whom this target hears nothing: its readers are these people, or close to them. */
  readonly withhold: ReadonlySet<string>;
  /** Milliseconds within which notices become one message; 0: each is its own. */
  readonly gather: number;
}

/** What goes out: the payload of a webhook, and what a mail is written from. */
export interface NoticeBody {
  readonly type: Happening["kind"];
  readonly timestamp: string;
  readonly data: {
    readonly id: string;
    readonly severity?: Severity | undefined;
    readonly detector?: string | undefined;
    readonly incident?: string | undefined;
    readonly operators?: readonly string[] | undefined;
    readonly by?: string | undefined;
    readonly sentence?: string | undefined;
  };
}

export interface Notice {
  /** `n1_` and 32 hexadecimal digits; a webhook's `webhook-id`. */
  readonly id: string;
  readonly target: string;
  readonly kind: Happening["kind"];
  readonly about: string;
  readonly made: string;
  /** Not before. */
  readonly due: string;
  readonly body: NoticeBody;
}

/** `now`: RFC 3339; when it is stored. */
export function noticesOf(
  happenings: readonly Happening[],
  targets: readonly NoticeTarget[],
  now: string,
): Notice[] {
  return happenings.flatMap((happening) =>
    targets.filter((target) => hears(target, happening)).map((target) => noticeFor(target, happening, now)),
  );
}

/** Whatever the target wants to hear: for a test that somebody asked for. */
export function noticeFor(target: NoticeTarget, happening: Happening, now: string): Notice {
  const { kind, about, turn, at } = happening;
  return {
    id: `n1_${hash("sha256", JSON.stringify(["counterwatch notice v1", target.name, kind, about, turn]), "hex").slice(0, 32)}`,
    target: target.name,
    kind,
    about,
    made: now,
    due: gathered(now, target.gather),
    body: { type: kind, timestamp: at, data: dataOf(happening, target.detail) },
  };
}

function hears({ tell, severity: least, withhold }: NoticeTarget, happening: Happening): boolean {
  const { kind, severity, formerly, operators = [] } = happening;
  if (kind === "test" || !tell.has(kind)) return false;
  if (operators.some((operator) => withhold.has(operator))) return false;
  if (severity === undefined) return true;
  const reaches = (each: Severity) => severityRank(each) >= severityRank(least);
  return reaches(severity) && !(formerly !== undefined && reaches(formerly));
}

function dataOf(happening: Happening, detail: Detail): NoticeBody["data"] {
  const { about: id, severity, detector, incident, operators, by, sentence } = happening;
  if (detail === "none") return { id };
  const summary = {
    id,
    ...(severity !== undefined && { severity }),
    ...(detector !== undefined && { detector }),
    ...(incident !== undefined && { incident }),
  };
  if (detail === "summary") return summary;
  return {
    ...summary,
    ...(operators !== undefined && { operators }),
    ...(by !== undefined && { by }),
    ...(sentence !== undefined && { sentence }),
  };
}

/** The end of the span in which it happened, counted from 1970: all of one span are due at once, and become one message. */
function gathered(now: string, gather: number): string {
  if (gather === 0) return now;
  return new Date((Math.floor(Date.parse(now) / gather) + 1) * gather).toISOString();
}
