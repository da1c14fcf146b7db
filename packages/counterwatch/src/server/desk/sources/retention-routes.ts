/** What was erased because its time had come, and where the ledger says so. */
import { limitOf, PAGING } from "../paging.ts";
import { route, type Route } from "../route.ts";
import { retentionStateSchema } from "./retention-report.ts";

export const RETENTION_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/retention",
    summary: "How long look-ups are kept, and what was erased, with its proof in the ledger",
    roles: ["auditor", "administrator"],
    query: PAGING,
    answer: retentionStateSchema,
    async handle({ query, desk }) {
      const { rules, latest, erasures } = await desk.retention.state();
      const { limit, after } = limitOf(query);
      const from = Number(after ?? 0);
      return {
        rules,
        ...(latest !== undefined && { latest }),
        erasures: erasures.slice(from, from + limit),
        total: erasures.length,
        ...(from + limit < erasures.length && { next: String(from + limit) }),
      };
    },
  }),
];
