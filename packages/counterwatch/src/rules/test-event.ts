import { z } from "zod";
import {
  type AccessEvent,
  accessEventSchema,
  CounterwatchError,
  PSEUDONYM_PATTERN,
  type Pseudonym,
  readPseudonym,
  type Subject,
  SUBJECT_TYPES,
  type SubjectType,
} from "../model/index.ts";

/** `plate A`: a subject by type and any name; `{n}` counts repetitions. */
const subjectText = z
  .string()
  .regex(new RegExp(`^(?:${SUBJECT_TYPES.join("|")}) \\S`), "write a subject as `plate A`");
const subjects = z.array(z.union([subjectText, z.looseObject({ type: z.enum(SUBJECT_TYPES) })]));
const shape = accessEventSchema.shape;

/** An event of a test: only what matters; the rest is filled in. `time` may be `+5m` after the event before. */
export const testEventSchema = z.strictObject({
  id: z.string().min(1).optional(),
  time: z.string().min(1).optional(),
  source: shape.source.optional(),
  system: shape.system.optional(),
  action: shape.action.optional(),
  operator: z.union([z.string().min(1), shape.operator]).optional(),
  session: shape.session,
  subjects: subjects.optional(),
  site: shape.site,
  window: z.strictObject({ from: z.string().optional(), to: z.string().optional() }).optional(),
  purpose: shape.purpose,
  query: shape.query,
  reach: shape.reach,
  object: shape.object,
  result: z
    .strictObject({ rows: z.int().min(0), subjects, outcome: z.enum(["success", "failure", "denied"]) })
    .partial()
    .optional(),
  automated: z.boolean().optional(),
  late: z.literal(true).optional(),
  repeat: z.int().min(1).max(10_000).optional(),
});
export type TestEvent = z.output<typeof testEventSchema>;

const MONDAY_MORNING = Date.parse("2025-03-03T10:00:00.000Z");
const MINUTE = 60_000;
const UNITS: Readonly<Record<string, number>> = { s: 1000, m: MINUTE, h: 60 * MINUTE, d: 1440 * MINUTE };

/**
 * Fills in the events of a test: search in plates by op-1 at a Monday noon, a minute after the event before.
 * One source event may stand for several (`repeat`): the result says from which one each came.
 * @throws CounterwatchError `rule` where an event cannot be made whole.
 */
export function testEvents(given: readonly TestEvent[]): { event: AccessEvent; from: number }[] {
  const made: { event: AccessEvent; from: number }[] = [];
  let clock = MONDAY_MORNING - MINUTE;
  for (const [from, short] of given.entries()) {
    for (let n = 1; n <= (short.repeat ?? 1); n++) {
      clock = short.time === undefined ? clock + MINUTE : readTime(short.time, clock);
      made.push({ event: wholeEvent(short, clock, made.length + 1, n), from });
    }
  }
  return made;
}

function wholeEvent(short: TestEvent, ms: number, ordinal: number, n: number): AccessEvent {
  const { repeat: _, operator, subjects: looked, window, result, ...same } = short;
  const numbered = JSON.parse(JSON.stringify(same).replaceAll("{n}", String(n))) as object;
  const operatorText =
    typeof operator === "string" ? { id: operator.replaceAll("{n}", String(n)) } : operator;
  const whole = {
    id: `test:${ordinal}`,
    source: "test",
    system: "plates",
    action: "search",
    ...numbered,
    time: new Date(ms).toISOString(),
    operator: operatorText ?? { id: "op-1" },
    ...(looked === undefined ? {} : { subjects: looked.map((subject) => wholeSubject(subject, n)) }),
    ...(window === undefined ? {} : { window: wholeWindow(window, ms) }),
    ...(result === undefined
      ? {}
      : {
          result: {
            ...result,
            ...(result.subjects === undefined
              ? {}
              : { subjects: result.subjects.map((subject) => wholeSubject(subject, n)) }),
          },
        }),
  };
  const parsed = accessEventSchema.safeParse(whole);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new CounterwatchError("rule", `test event ${ordinal}: ${issue?.path.join(".")}: ${issue?.message}`);
  }
  return parsed.data;
}

function wholeSubject(subject: string | object, n: number): object {
  if (typeof subject !== "string") return subject;
  const [type, ...name] = subject.replaceAll("{n}", String(n)).split(" ");
  return testSubject(type as SubjectType, name.join(" "));
}

/** The stand-in that tests use for a raw identifier: the same name gives the same pseudonym, as in a log. */
export function testSubject(type: SubjectType, name: string): Subject & { id: Pseudonym } {
  const hex = Buffer.from(`${type} ${name}`).toString("hex").slice(-24).padStart(24, "0");
  const id = readPseudonym(`p1_${hex}`);
  if (id === undefined) throw new Error(`${PSEUDONYM_PATTERN} changed`);
  return { type, id };
}

function wholeWindow(window: { from?: string | undefined; to?: string | undefined }, ms: number): object {
  return {
    ...(window.from === undefined ? {} : { from: new Date(readTime(window.from, ms)).toISOString() }),
    ...(window.to === undefined ? {} : { to: new Date(readTime(window.to, ms)).toISOString() }),
  };
}

/** `+90s`, `+5m`, `-3h`, `+2d` from `base`, or an RFC 3339 time. */
function readTime(text: string, base: number): number {
  const [, sign, amount, unit] = /^([+-])(\d+)([smhd])$/.exec(text) ?? [];
  const ms =
    unit === undefined ? Date.parse(text) : base + (sign === "-" ? -1 : 1) * Number(amount) * UNITS[unit]!;
  if (Number.isNaN(ms)) {
    throw new CounterwatchError("rule", "a test event has a time that cannot be read", {
      remedy: "Write +5m, -3h, +2d, or a time such as 2025-03-03T10:00:00Z.",
    });
  }
  return ms;
}
