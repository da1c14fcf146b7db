/** Rows that could not be read, once more. */
import { z } from "zod";
import * as answers from "../answers/queue.ts";
import { route, type Route } from "../route.ts";

export const replaySchema = z.strictObject({
  source: z.string().min(1).max(256).optional().describe("Of one source alone. Default: of all."),
});

export const INPUT_ROUTES: readonly Route[] = [
  route({
    method: "POST",
    path: "/api/dead-letters/replay",
    answer: answers.replayed,
    summary:
      "Reads rows of files that are followed again, after what was wrong was mended; other rows are their sender's to send",
    roles: ["administrator"],
    body: replaySchema,
    async handle({ body, desk, account }) {
      const counts = await desk.inputs.replay(body.source);
      await desk.store.audit({
        at: desk.now(),
        by: account.name,
        action: "dead-letters.replay",
        target: body.source,
        detail: `${counts.replayed} read, ${counts.rejected} rejected, ${counts.gone} gone`,
      });
      return counts;
    },
  }),
];
