import { z } from "zod";
import type { PathPoint } from "../picture/path-stops.ts";

/** A story's evidence as the page reads it. Times are milliseconds since 1970; what the story did not give is absent. */
export interface StoryEvidence {
  /** The run's evidence in nats over event time, earliest first. */
  readonly account: readonly { readonly time: number; readonly nats: number }[];
  /** Evidence at which it alerted. */
  readonly alertNats: number | undefined;
  /** Places in the order of the record times asked for; WGS 84 degrees. */
  readonly path: readonly PathPoint[];
  /** Other stories that tell of the same matter. */
  readonly also: readonly string[];
  readonly operators: readonly string[];
  readonly sittings: number | undefined;
  readonly days: number | undefined;
  /** Sittings that honest work would have made. */
  readonly expected: number | undefined;
  /** Honest matters as strong, expected per day. */
  readonly ratePerDay: number | undefined;
  /** Other operators who looked at the subject, and whether it was in general demand. */
  readonly colleagues: number | undefined;
  readonly popular: boolean | undefined;
}

const MOST_POINTS = 60;

const amount = z.number().min(0).optional().catch(undefined);
const instant = z
  .string()
  .transform((text) => Date.parse(text))
  .pipe(z.number());
const names = z.array(z.string().min(1)).catch([]);

/** A list with an entry that cannot be drawn is not drawn at all, rather than with a hole that nobody sees. */
const shape = z.object({
  account: z
    .array(z.object({ time: instant, nats: z.number().min(0) }))
    .max(MOST_POINTS)
    .catch([]),
  alertNats: amount,
  path: z
    .array(
      z.object({
        site: z.string().min(1),
        lat: z.number().min(-90).max(90),
        lon: z.number().min(-180).max(180),
        time: instant,
      }),
    )
    .max(MOST_POINTS)
    .catch([]),
  also: names,
  operators: names,
  sittings: amount,
  days: amount,
  expected: amount,
  ratePerDay: amount,
  colleagues: amount,
  popular: z.boolean().optional().catch(undefined),
});

/** Undefined where the finding is not a story's. */
export function storyEvidence(finding: {
  readonly detector: string;
  readonly evidence: Readonly<Record<string, unknown>>;
}): StoryEvidence | undefined {
  if (!finding.detector.startsWith("story/")) return undefined;
  const { account, path, ...rest } = shape.parse(finding.evidence);
  return {
    account: account.toSorted((a, b) => a.time - b.time),
    path: path.toSorted((a, b) => a.time - b.time),
    alertNats: rest.alertNats,
    also: rest.also,
    operators: rest.operators,
    sittings: rest.sittings,
    days: rest.days,
    expected: rest.expected,
    ratePerDay: rest.ratePerDay,
    colleagues: rest.colleagues,
    popular: rest.popular,
  };
}
