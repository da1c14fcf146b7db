/** The queue of findings and their look-ups. */
import type { Account, ClosingReason } from "../../../incidents/desk/case.ts";
import { parseFindingQuery } from "../../../incidents/desk/finding-query.ts";
import { precisionByDetector } from "../../../incidents/desk/precision.ts";
import * as answers from "../answers/queue.ts";
import type { DeskService } from "../desk-service.ts";
import { allOf, limitOf, PAGING, pageOfVisible } from "../paging.ts";
import { isAboutOwn, ownNames } from "../refusals.ts";
import { READERS, route, type Route } from "../route.ts";
import { readFinding } from "./finding-matter.ts";

export const QUEUE_FILTERS = {
  severity: "low, medium, high, critical; a minus before a value leaves it out",
  state: "new, taken, closed, suppressed",
  detector: "names of detectors",
  operator: "ids of operators",
  owner: "who works on it",
  q: "words that the sentence must have",
  since: "learned at or after",
  until: "learned before",
  sort: "urgency, learned or time",
};

const NO_COUNTS = { detector: [], severity: [], state: [], operator: [], owner: [] };
const EVERYTHING = parseFindingQuery(new URLSearchParams());

export const QUEUE_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/state",
    answer: answers.deskState,
    summary: "Sources, ledger, budget and guarantee",
    roles: "signed-in",
    handle: ({ desk }) => desk.state(),
  }),
  route({
    method: "GET",
    path: "/api/findings",
    answer: answers.findingPage,
    summary: "The queue",
    roles: READERS,
    query: { ...QUEUE_FILTERS, ...PAGING },
    looksAt: "finding",
    async handle({ query, desk, account }) {
      const asked = parseFindingQuery(query, Object.keys(PAGING));
      const page = limitOf(query);
      // Nobody reads what is about themselves: such findings are counted, whatever is asked for, and not shown.
      const others = { ...asked, without: ownNames(account) };
      if (account.administers.length === 0)
        return {
          ...(await desk.store.findings(others, page)),
          withheld: page.after === undefined ? await ownFindings(account, desk) : 0,
        };
      const visible = await pageOfVisible(
        (piece) => desk.store.findings(others, piece),
        async ({ operator, id }) => !(await isAboutOwn([operator], [id], account, desk)),
        page,
      );
      return { ...visible, withheld: 0 };
    },
  }),
  route({
    method: "GET",
    path: "/api/findings/facets",
    answer: answers.findingFacets,
    summary: "Counts by value of each filter",
    roles: READERS,
    query: QUEUE_FILTERS,
    async handle({ query, desk, account }) {
      const asked = parseFindingQuery(query);
      // A count tells of what is behind it. Whose system it is shows only in the look-ups of each finding: too many to count by.
      if (account.administers.length > 0) return { ...NO_COUNTS, withheld: null };
      const facets = await desk.store.facets({ ...asked, without: ownNames(account) });
      return { ...facets, withheld: await ownFindings(account, desk) };
    },
  }),
  route({
    method: "GET",
    path: "/api/findings/:id",
    answer: answers.findingFile,
    summary: "One finding with its look-ups",
    roles: READERS,
    looksAt: "finding",
    handle: ({ params, desk, account }) => readFinding(params["id"], desk, account),
  }),
  route({
    method: "GET",
    path: "/api/dead-letters",
    answer: answers.deadLetterPage,
    summary: "Rows that could not be read, the latest first, with every value masked to its shape",
    roles: READERS,
    query: { source: "name of a source", ...PAGING },
    handle: async ({ query, desk }) => desk.deadLetters(query.get("source") ?? undefined, limitOf(query)),
  }),
  route({
    method: "GET",
    path: "/api/precision",
    answer: answers.precisionList,
    summary: "What became of findings, by detector",
    roles: READERS,
    async handle({ desk: { store }, account }) {
      if (account.administers.length > 0) return { detectors: [] };
      const closings = new Map<string, ClosingReason | undefined>();
      // What is only proposed is not judged yet.
      for await (const { findings, closing, state } of allOf((page) => store.incidents({}, page)))
        for (const finding of findings)
          closings.set(finding, state === "closed" ? closing?.reason : undefined);
      const everything = { ...EVERYTHING, without: ownNames(account) };
      const findings: { detector: string; closing: ClosingReason | undefined }[] = [];
      for await (const { id, detector } of allOf((page) => store.findings(everything, page)))
        findings.push({ detector, closing: closings.get(id) });
      return { detectors: precisionByDetector(findings) };
    },
  }),
];

/** The same number whatever is filtered for: a filter's would say what stands in them. */
async function ownFindings(account: Account, { store }: DeskService): Promise<number> {
  const only = ownNames(account);
  return (await store.findings({ ...EVERYTHING, operator: { only, not: [] } }, { limit: 1 })).total;
}
