import { type AccessEvent, instantMs, type Subject } from "../model/index.ts";
import { caseName } from "./case-name.ts";

/** What a reader needs of one contributing look-up. Runs keep it as its line and what it says, see `marks.ts`. */
export interface Mark {
  readonly id: string;
  readonly time: number;
  /** The record time asked for, in milliseconds. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly says: Said;
  /** Times and id in one text, see `lineOf`. */
  readonly line: string;
}

/** What a look-up says beside its id and its times: the look-ups of one sitting mostly say the same, and then share it. */
export interface Said {
  readonly source: string;
  readonly system: AccessEvent["system"];
  readonly action: AccessEvent["action"];
  readonly operator: AccessEvent["operator"];
  readonly subjects: Subject | readonly Subject[] | undefined;
  readonly site: AccessEvent["site"];
  readonly purpose: AccessEvent["purpose"];
  readonly address: string | undefined;
  /** The case as `caseName` spells it. */
  readonly case: string | undefined;
}

/** `like`: what an earlier look-up of the same run said. What this one says too is kept once. */
export function markOf(event: AccessEvent, time: number, like?: Said): Mark {
  const { id, window } = event;
  const from = window?.from === undefined ? undefined : instantMs(window.from);
  const to = window?.to === undefined ? undefined : instantMs(window.to);
  return { id, time, from, to, says: saidIn(event, like), line: lineOf(id, time, from, to) };
}

function saidIn(event: AccessEvent, like: Said | undefined): Said {
  const { source, system, action, site, session } = event;
  const bare = event.subjects?.length === 1 ? event.subjects[0] : event.subjects;
  const address = session?.address;
  const said = {
    source,
    system,
    action,
    operator:
      like !== undefined && sameOperator(like.operator, event.operator) ? like.operator : event.operator,
    subjects: sameSubject(like?.subjects, bare) ? like?.subjects : bare,
    site,
    purpose: samePurpose(like?.purpose, event.purpose) ? like?.purpose : event.purpose,
    address,
    case: caseName(event),
  };
  return like !== undefined && isSame(said, like) ? like : said;
}

/** `said` has like's parts already, where they are equal. */
function isSame(said: Said, like: Said): boolean {
  return (
    said.subjects === like.subjects &&
    said.operator === like.operator &&
    said.purpose === like.purpose &&
    said.action === like.action &&
    said.site === like.site &&
    said.address === like.address &&
    said.system === like.system &&
    said.source === like.source
  );
}

function sameOperator(a: Said["operator"], b: Said["operator"]): boolean {
  return a === b || (a.id === b.id && a.unit === b.unit && a.role === b.role && a.withheld === b.withheld);
}

function sameSubject(a: Said["subjects"], b: Said["subjects"]): boolean {
  if (a === undefined || b === undefined || isList(a) || isList(b)) return false;
  return a.id === b.id && a.type === b.type && a.partial === b.partial && a.withheld === b.withheld;
}

function isList(subjects: Subject | readonly Subject[]): subjects is readonly Subject[] {
  return Array.isArray(subjects);
}

function samePurpose(a: Said["purpose"], b: Said["purpose"]): boolean {
  if (a === undefined || b === undefined || a.withheld !== undefined || b.withheld !== undefined)
    return false;
  return a.reason === b.reason && a.case === b.case && a.authority === b.authority;
}

/** Signs of one time, of eight bits each, and of the three times before the id. */
const TIME = 7;
const TIMES = 3 * TIME;
/** Years from nought to 9999 lie above nought with it, and far below two to the fifty-third. */
const EARLIEST = 2 ** 47;
const LOW = 2 ** 24;
/** The first sign of an absent time; that of a time is 2 at most. */
const ABSENT = 255;

/**
 * Time, from and to in seven signs each, then the id. Of hundreds of thousands of look-ups each is one flat text of some sixty bytes;
 * an object with its numbers and its id takes three times as much, and five times the collector's work.
 */
function lineOf(id: string, time: number, from: number | undefined, to: number | undefined): string {
  const size = TIMES + id.length;
  if (size > signs.length) signs = Buffer.alloc(2 * size);
  writeTime(time, 0);
  writeTime(from, TIME);
  writeTime(to, 2 * TIME);
  for (let at = 0; at < id.length; at++) {
    const sign = id.charCodeAt(at);
    if (sign > 255) return signs.toString("latin1", 0, TIMES) + id;
    signs[TIMES + at] = sign;
  }
  // Read out of bytes it is one flat text; V8 keeps the halves of a sum of texts apart.
  return signs.toString("latin1", 0, size);
}

/** Where a line is put together. */
let signs = Buffer.alloc(128);

function writeTime(ms: number | undefined, at: number): void {
  if (ms === undefined || !(ms >= -EARLIEST)) {
    signs.fill(ABSENT, at, at + TIME);
    return;
  }
  const high = Math.floor((ms + EARLIEST) / LOW);
  const low = (ms + EARLIEST) % LOW;
  signs[at] = high >>> 24;
  signs[at + 1] = high >>> 16;
  signs[at + 2] = high >>> 8;
  signs[at + 3] = high;
  signs[at + 4] = low >>> 16;
  signs[at + 5] = low >>> 8;
  signs[at + 6] = low;
}

/** The mark with this line. */
export function markIn(line: string, says: Said): Mark {
  return {
    id: line.slice(TIMES),
    time: timeIn(line),
    from: readTime(line, TIME),
    to: readTime(line, 2 * TIME),
    says,
    line,
  };
}

/** When the look-up with this line was; NaN where its time could not be read. */
export function timeIn(line: string): number {
  return readTime(line, 0) ?? Number.NaN;
}

function readTime(line: string, at: number): number | undefined {
  if (line.charCodeAt(at) === ABSENT) return undefined;
  let ms = 0;
  for (let place = at; place < at + TIME; place++) ms = ms * 256 + line.charCodeAt(place);
  return ms - EARLIEST;
}

/** Whether the look-up with this line has this id. */
export function hasId(line: string, id: string): boolean {
  return line.length === TIMES + id.length && line.endsWith(id);
}

/** The look-up as an event again, for the report's rows. */
export function eventOf({ id, time, from, to, says }: Mark): AccessEvent {
  const { source, system, action, operator, subjects, site, purpose, address } = says;
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
