/**
 * Who has authority: the line of offices that a warning goes through until somebody has acted, which office decides about
 * which kind of incident, and how much time each tier of exposure leaves. It is part of `counterwatch.yaml`.
 *
 * Invariant: a worse tier never leaves more time than a lesser one; a configuration that would say so is refused.
 */
import { z } from "zod";
import { CounterwatchError, spanMs, type Tier } from "../../model/index.ts";
import { officeSchema } from "../journal/plain-text.ts";

/** Tiers that somebody is warned for. */
export type WarnedTier = Exclude<Tier, "none">;
export const WARNED_TIERS = ["certain", "likely", "possible"] as const satisfies readonly WarnedTier[];

const MOST_OFFICES = 10;

const duration = z.string().regex(/^[1-9]\d{0,3}[smhd]$/, "expected a time such as 30m, 6h or 2d");
const byTier = z
  .strictObject({ certain: duration, likely: duration, possible: duration })
  .refine(
    ({ certain, likely, possible }) =>
      spanMs(certain) <= spanMs(likely) && spanMs(likely) <= spanMs(possible),
    "a worse tier must not leave more time: certain, then likely, then possible",
  );

const turnSchema = z.strictObject({
  office: officeSchema,
  has: z
    .union([duration, byTier])
    .describe("How long, one time for all tiers or one for each; the last office has no end.")
    .optional(),
});

const lineSchema = z
  .array(turnSchema)
  .min(1)
  .max(MOST_OFFICES)
  .refine(
    (line) => line.every(({ has }, at) => (has === undefined) === (at === line.length - 1)),
    "each office has a time, such as `has: 2h`, and the last one has none",
  );

export const authoritySchema = z
  .strictObject({
    line: lineSchema.describe("Who answers for a warning, in this order, and for how long.").optional(),
    incidents: z
      .record(
        z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, "expected a short word such as source-exposed"),
        z.strictObject({
          decides: officeSchema.describe("Which office has authority for incidents of this kind."),
          line: lineSchema.describe("Another line for this kind.").optional(),
        }),
      )
      .describe("Which office decides about incidents of a kind.")
      .optional(),
  })
  .describe("Lines of authority for warnings and incidents.");

export const warningsSchema = z
  .strictObject({
    deadlines: byTier
      .describe("How long after an exposure was worked out the person must be warned.")
      .optional(),
    release: z
      .enum(["accounts", "signatures"])
      .describe(
        "How two officers release on a running server: by their accounts, or only with a file that they signed. Default: accounts. Read when a register's first warning is drafted.",
      )
      .optional(),
  })
  .describe("Warnings. Default deadlines: certain 4h, likely 24h, possible 7d.");

export type Authority = z.output<typeof authoritySchema>;
type ByTier<T> = Readonly<Record<WarnedTier, T>>;

const DEADLINES: ByTier<string> = { certain: "4h", likely: "24h", possible: "7d" };
/** Where no line is configured: the register's officers answer, and nobody else is told. */
const NO_LINE = "officers of the register";
const ANY_KIND = "exposure";

export interface WarningTerms {
  /** Milliseconds from when the exposure was worked out. */
  readonly within: ByTier<number>;
  /** Each office with its milliseconds; the last one has no end. */
  readonly line: readonly { readonly office: string; readonly has: ByTier<number> | undefined }[];
}

/** The terms for incidents of a kind. Throws `config` where kinds are configured and this is none of them. */
export function termsFor(
  kind: string,
  authority: Authority | undefined,
  deadlines: ByTier<string> | undefined,
): WarningTerms {
  const kinds = authority?.incidents ?? {};
  const own = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (own === undefined && kind !== ANY_KIND)
    throw new CounterwatchError("config", `nobody has authority for incidents of the kind ${kind}`, {
      remedy: `Write it under authority: incidents: in counterwatch.yaml. Known: ${[ANY_KIND, ...Object.keys(kinds)].join(", ")}.`,
    });
  const line = own?.line ?? authority?.line ?? [{ office: NO_LINE }];
  return {
    within: each(deadlines ?? DEADLINES),
    line: line.map(({ office, has }) => ({
      office,
      has: has === undefined ? undefined : each(typeof has === "string" ? sameFor(has) : has),
    })),
  };
}

function sameFor(has: string): ByTier<string> {
  return { certain: has, likely: has, possible: has };
}

function each(times: ByTier<string>): ByTier<number> {
  return { certain: spanMs(times.certain), likely: spanMs(times.likely), possible: spanMs(times.possible) };
}
