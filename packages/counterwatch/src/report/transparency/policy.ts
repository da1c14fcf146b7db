/** What a publisher decides about transparency reports, in `counterwatch.yaml` under `transparency`. None of it hangs on a log. */
import { z } from "zod";

/** At most twelve places count. */
const decimal = (about: string) => z.number().min(1e-12).max(1e6).describe(about);
const cap = (about: string) => z.int().min(1).max(6553).describe(about);

export const transparencyPolicySchema = z.strictObject({
  publisher: z.string().min(1).max(200).describe("Who publishes, for the report's head.").optional(),
  epsilonPerYear: decimal("Privacy loss (ε) that all reports about one year may cost one person together."),
  deltaPerYear: decimal("The same for δ; needed for Gaussian noise, e.g. 0.000001.").optional(),
  mechanism: z
    .enum(["laplace", "gaussian"])
    .describe(
      "Law of the noise. laplace: pure ε. gaussian: less noise for many cells, with a δ. Default: laplace.",
    )
    .optional(),
  perSubject: cap("Look-ups of one subject that a cell counts at most. Default: 5.").optional(),
  perOperator: cap("Look-ups by one operator that a cell counts at most. Default: 20.").optional(),
  findingsPerSubject: cap("Findings about one subject that a cell counts at most. Default: 1.").optional(),
  findingsPerOperator: cap("Findings about one operator that a cell counts at most. Default: 2.").optional(),
  crossTable: z
    .boolean()
    .describe(
      "Whether look-ups are counted by system and action together, too: 99 cells more. Default: false.",
    )
    .optional(),
});

export type TransparencyPolicy = z.output<typeof transparencyPolicySchema>;
