/** What retention does, for whoever must answer for it. */
import { z } from "zod";

const instant = z.iso.datetime({ precision: 3 });

export const retentionStateSchema = z.strictObject({
  rules: z
    .array(z.strictObject({ source: z.string(), span: z.string(), before: instant }))
    .describe("Sources whose look-ups are not kept for ever: how long, and before which time they go now."),
  latest: z
    .strictObject({ at: instant, erased: z.int(), held: z.int(), letters: z.int() })
    .optional()
    .describe("The latest run since the server began."),
  erasures: z
    .array(
      z.strictObject({
        leaf: z.int().describe("Of the ledger, that announces it: the proof."),
        at: z.string(),
        rule: z.string(),
        source: z.string(),
        before: instant,
        from: z.int(),
        to: z.int(),
        count: z.int(),
        hash: z.string().describe("SHA-256 over the leaves that are erased, a number a line."),
        held: z.array(z.int()).describe("Leaves between `from` and `to` that stay for an open finding."),
      }),
    )
    .describe("The latest first."),
  total: z.int(),
  next: z.string().optional(),
});

type Answer = z.output<typeof retentionStateSchema>;

export interface RetentionState {
  readonly rules: readonly Answer["rules"][number][];
  readonly latest: Answer["latest"] | undefined;
  readonly erasures: readonly Answer["erasures"][number][];
}

export interface RetentionReport {
  state(): Promise<RetentionState>;
}
