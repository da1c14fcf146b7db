/**
 * Findings and incidents in the forms of other systems. What is about the reader, or about a system that they administer, is left out, and every
 * export is itself a look-up: one that takes many things at once.
 *
 * Pages are asked for one after the other while the queue moves: what was learned after the export began is not in it, and a finding that
 * moved from one page to another is in it once. The answer is sent as it is made, so its size is bounded by the number of findings alone.
 */
import type { Account, DeskFinding } from "../../../incidents/desk/case.ts";
import { type FindingQuery, parseFindingQuery } from "../../../incidents/desk/finding-query.ts";
import { CounterwatchError } from "../../../model/index.ts";
import { FORM_TYPES, FORMS, type Form, formOfFindings, formOfIncident } from "../../../report/forms/forms.ts";
import type { DeskService } from "../desk-service.ts";
import { allOf } from "../paging.ts";
import { QUEUE_FILTERS } from "../queue/queue-routes.ts";
import { isAboutOwn } from "../refusals.ts";
import { READERS, route, type Route } from "../route.ts";
import { readIncident } from "./incident-reading.ts";

/** Findings of one export; more are for several, by `since` and `until`. */
const MOST_FINDINGS = 100_000;
const PRODUCES = [...new Set(Object.values(FORM_TYPES).map(({ type }) => type))];
const FORM_PARAMETER = { form: `${FORMS.join(", ")}; required` };

export const EXPORT_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/findings/export",
    summary: "Findings in another system's form, with the queue's filters",
    roles: READERS,
    query: { ...FORM_PARAMETER, ...QUEUE_FILTERS },
    looksAt: "finding",
    looksBy: "export",
    produces: PRODUCES,
    async handle({ query, desk, account }) {
      const form = formIn(query);
      const asked = parseFindingQuery(query, ["form"]);
      const now = desk.now();
      const until = asked.until === undefined || asked.until > now ? now : asked.until;
      const { version } = await desk.state();
      const findings = visible({ ...asked, until }, account, desk);
      return handedOut(
        form,
        `findings-${now.slice(0, 10)}`,
        formOfFindings(form, findings, { version, now }),
      );
    },
  }),
  route({
    method: "GET",
    path: "/api/incidents/:id/export",
    summary: "One incident in another system's form",
    roles: READERS,
    query: FORM_PARAMETER,
    looksAt: "incident",
    looksBy: "export",
    produces: PRODUCES,
    async handle({ params, query, desk, account }) {
      const form = formIn(query);
      const { incident, findings } = await readIncident(params["id"], account, desk);
      const { version } = await desk.state();
      const handed = findings.flatMap((finding) => {
        if (finding === undefined) return [];
        const { events: _events, ...rest } = finding;
        return [rest];
      });
      const pieces = formOfIncident(form, incident, handed, { version, now: desk.now() });
      return handedOut(form, incident.id, pieces);
    },
  }),
];

async function* visible(
  query: FindingQuery,
  account: Account,
  desk: DeskService,
): AsyncGenerator<DeskFinding> {
  const given = new Set<string>();
  for await (const finding of allOf((page) => desk.store.findings(query, page))) {
    if (given.has(finding.id)) continue;
    if (given.size >= MOST_FINDINGS) return;
    given.add(finding.id);
    if (!(await isAboutOwn([finding.operator], [finding.id], account, desk))) yield finding;
  }
}

function formIn(query: URLSearchParams): Form {
  const form = FORMS.find((each) => each === query.get("form"));
  if (form === undefined)
    throw new CounterwatchError("usage", "form: name the form that you want", {
      remedy: `Use one of ${FORMS.join(", ")}.`,
    });
  return form;
}

/** `name`: of our own making, never of a log. */
function handedOut(form: Form, name: string, pieces: AsyncGenerator<string>): Response {
  const { type, ending } = FORM_TYPES[form];
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      "content-type": type,
      "content-disposition": `attachment; filename="counterwatch-${name}.${ending}"`,
      "x-content-type-options": "nosniff",
    },
  });
}
