/** The sources as they stand, for whoever keeps them speaking. */
import type { Facet } from "../../../incidents/desk/desk-store.ts";
import { parseFindingQuery } from "../../../incidents/desk/finding-query.ts";
import { isOwn } from "../../../incidents/desk/incident-fold.ts";
import { sourceAsOperator } from "../../../model/index.ts";
import * as answers from "../answers/queue.ts";
import { ownNames } from "../refusals.ts";
import { READERS, type Route, route } from "../route.ts";
import type { SourceList } from "./source-report.ts";

/** Findings of these name a source in place of an operator. */
const ABOUT_SOURCES = "source/silence,source/gap,source/clock,ledger/deletion";
const OPEN = parseFindingQuery(new URLSearchParams({ state: "new,taken", detector: ABOUT_SOURCES }));

export const SOURCE_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/sources",
    answer: answers.sourceList,
    summary: "Each source: when it was heard, how its rows arrive, what could not be read",
    roles: "signed-in",
    async handle({ account, desk: { sources, store } }): Promise<SourceList> {
      const reports = await sources.reports();
      const reads = READERS.some((role) => account.roles.includes(role));
      const counts = reads ? (await store.facets({ ...OPEN, without: ownNames(account) })).operator : [];
      return {
        since: sources.since,
        items: reports.map((report) => ({
          ...report,
          findings:
            reads && !isOwn({ operators: [sourceAsOperator(report.source)] }, account, [])
              ? aboutSource(report.source, counts)
              : undefined,
        })),
      };
    },
  }),
];

/** Those that speak through it are named after it. */
function aboutSource(source: string, counts: readonly Facet[]) {
  const name = sourceAsOperator(source);
  const own = counts.filter(({ value }) => value === name || value.startsWith(`${name}/`));
  return { count: own.reduce((sum, { count }) => sum + count, 0), operators: own.map(({ value }) => value) };
}
