/**
 * A report's content: counts with their noise, and how they came about. Its bytes are canonical JSON (RFC 8785), so that the SHA-256 in the
 * ledger's leaf is the one of the published file. Nothing of the truth is in it: the counts before noise are forgotten.
 */
import { canonicalJson } from "@counterwatch/evidence";
import { z } from "zod";
import { CounterwatchError } from "../../model/index.ts";
import { drawNoise } from "./noise.ts";
import type { Period } from "./period.ts";
import type { Plan, PlannedTable } from "./plan.ts";
import type { RandomBits } from "./random-integers.ts";
import { printed, roundedUp } from "./rational.ts";
import { TABLE_NAMES } from "./tables.ts";

/** Of decimal forms of ε and δ that are not exact, rounded up. */
const PLACES = 15n;

const cellSchema = z.strictObject({
  cell: z.string(),
  value: z.int().describe("Count with noise; below zero where the noise was."),
  low: z.int(),
  high: z.int().describe("low to high: where the clipped count is, nineteen times in twenty."),
});

export const releaseSchema = z.strictObject({
  format: z.literal("counterwatch-transparency/v1"),
  publisher: z.string().optional(),
  period: z.strictObject({ name: z.string(), from: z.string(), to: z.string().describe("Not included.") }),
  revision: z.int().min(0).describe("0 for the first draw of a period."),
  reason: z.string().optional().describe("Why it was drawn again."),
  drawn: z.string().describe("When, UTC."),
  mechanism: z.enum(["laplace", "gaussian"]),
  epsilon: z.string().describe("Spent by this draw, decimal."),
  delta: z.string(),
  epsilonSubject: z.string().describe("What one person loses at most, rounded up."),
  epsilonOperator: z.string(),
  tables: z.array(
    z.strictObject({
      table: z.enum(TABLE_NAMES),
      of: z.enum(["look-ups", "findings"]),
      perSubject: z.int(),
      perOperator: z.int(),
      scale: z.string().optional().describe("Laplace: of exp(−|x|/scale), a fraction."),
      variance: z.string().optional().describe("Gaussian: σ², a fraction."),
      halfWidth: z.int(),
      cells: z.array(cellSchema),
    }),
  ),
  program: z.string().describe("Version that drew it."),
});

export type Release = z.output<typeof releaseSchema>;
export type ReleaseTable = Release["tables"][number];

export interface ReleaseFacts {
  readonly publisher: string | undefined;
  readonly period: Period;
  readonly revision: number;
  readonly reason: string | undefined;
  readonly drawn: string;
  readonly program: string;
}

/** `counts`: by table and cell, clipped. The noise is drawn here, in the order of tables and cells. */
export function drawRelease(
  plan: Plan,
  counts: readonly (readonly number[])[],
  facts: ReleaseFacts,
  random: RandomBits,
): Release {
  const { publisher, period, revision, reason, drawn, program } = facts;
  return {
    format: "counterwatch-transparency/v1",
    ...(publisher === undefined ? {} : { publisher }),
    period: { name: period.name, from: period.from, to: period.to },
    revision,
    ...(reason === undefined ? {} : { reason }),
    drawn,
    ...termsOf(plan),
    tables: plan.tables.map((table, at) => {
      const truth = counts[at] ?? [];
      return {
        ...shapeOf(table),
        cells: table.cells.map((cell, number) => {
          const value = BigInt(truth[number] ?? 0) + drawNoise(table.noise, random);
          return {
            cell,
            value: safe(value),
            low: safe(value - table.halfWidth),
            high: safe(value + table.halfWidth),
          };
        }),
      };
    }),
    program,
  };
}

function termsOf({ cost, delta, loss }: Plan) {
  return {
    mechanism: cost.mechanism,
    epsilon: roundedUp(cost.epsilon, PLACES),
    delta: roundedUp(delta, PLACES),
    epsilonSubject: roundedUp(loss.subject, 4n),
    epsilonOperator: roundedUp(loss.operator, 4n),
  };
}

function shapeOf({ table, of, perSubject, perOperator, noise, halfWidth }: PlannedTable) {
  return {
    table,
    of,
    perSubject,
    perOperator,
    ...(noise.law === "laplace" ? { scale: printed(noise.scale) } : { variance: printed(noise.variance) }),
    halfWidth: safe(halfWidth),
  };
}

/** Whether a release was drawn as this plan would be: a stored one may then stand for it. */
export function isDrawnAs(release: Release, plan: Plan): boolean {
  const { mechanism, epsilon, delta, epsilonSubject, epsilonOperator, tables } = release;
  const drawn = tables.map((table) => ({ ...table, cells: table.cells.map(({ cell }) => cell) }));
  const planned = plan.tables.map((table) => ({ ...shapeOf(table), cells: table.cells }));
  return (
    canonicalJson({ mechanism, epsilon, delta, epsilonSubject, epsilonOperator }) ===
      canonicalJson(termsOf(plan)) && canonicalJson(drawn) === canonicalJson(planned)
  );
}

/** The published file. */
export function releaseText(release: Release): string {
  return `${canonicalJson(release)}\n`;
}

function safe(value: bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new CounterwatchError("internal", "a count with its noise is larger than any that can be written");
}
