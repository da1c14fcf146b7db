import { z } from "zod";

/** Why a row did not become an event. Closed, so that `rejectedByReason` can be compared between runs. */
export const REJECTION_REASONS = [
  "column-count",
  "quoting",
  "not-json",
  "not-an-object",
  "time-missing",
  "time-unreadable",
  "time-implausible",
  "operator-missing",
  "system-unknown",
  "action-unknown",
  "identifier-invalid",
  "schema",
  "too-large",
  "encoding",
] as const;
export type RejectionReason = (typeof REJECTION_REASONS)[number];

export const deadLetterSchema = z.strictObject({
  file: z.string(),
  line: z.int().min(1).describe("Line in the file where the row begins."),
  ordinal: z.int().min(1).describe("Which data row of the log it is, counting from 1."),
  source: z.string(),
  reason: z.enum(REJECTION_REASONS),
  column: z.string().optional().describe("The column or field at fault."),
  message: z.string().describe("What is wrong and what to do, without the value."),
  row: z
    .record(z.string(), z.string())
    .describe("The row by column, every value masked to its shape (A letter, 9 digit)."),
});
export type DeadLetter = z.output<typeof deadLetterSchema>;

/**
 * Thrown by a connector for one row. Never carries the value: messages go to logs.
 */
export class Rejection extends Error {
  override readonly name = "Rejection";
  readonly reason: RejectionReason;
  readonly column: string | undefined;

  constructor(reason: RejectionReason, message: string, column?: string) {
    super(message);
    this.reason = reason;
    this.column = column;
  }
}
