/** One operator's work. */
import type { Incident } from "../../../incidents/desk/case.ts";
import type { DeskFinding } from "../../../incidents/desk/case.ts";
import type { StoredEvent } from "../../../incidents/desk/desk-store.ts";
import { parseFindingQuery } from "../../../incidents/desk/finding-query.ts";
import { isOwn } from "../../../incidents/desk/incident-fold.ts";
import type { Span, UnitWork } from "../../../incidents/desk/look-up-store.ts";
import { FEWEST_COLLEAGUES } from "../../../incidents/desk/peers.ts";
import { type WorkWeek, workWeek } from "../../../incidents/desk/work-week.ts";
import * as answers from "../answers/queue.ts";
import { isAboutOwn, missing, refuseOwn } from "../refusals.ts";
import { READERS, route, type Route } from "../route.ts";

export interface OperatorReport {
  readonly operator: string;
  readonly unit: string | undefined;
  /** By whose clocks days and hours are counted. */
  readonly zone: string;
  readonly work: WorkWeek;
  /** Look-ups by everybody, since ever. */
  readonly everybody: number;
  /** The unit's other operators over the same time; undefined: no unit, or too few of them to compare. */
  readonly others: UnitWork | undefined;
  readonly events: readonly StoredEvent[];
  /** Give it back as `before` for the next page; undefined: this is the last. */
  readonly earlier: number | undefined;
  readonly findings: readonly DeskFinding[];
  readonly incidents: readonly Incident[];
  /** Look-ups, findings and incidents of this answer that are about the reader's own systems: counted, not shown. */
  readonly withheld: number;
}

const HOUR = 3_600_000;
const PAGE = 100;
const MOST_FINDINGS = 100;
const MOST_INCIDENTS = 50;

export const OPERATOR_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/operators/:id",
    answer: answers.operatorReport,
    summary: "One operator's work, look-ups, findings and incidents",
    roles: READERS,
    query: { before: "look-ups before this leaf" },
    looksAt: "operator",
    async handle({ params, query, desk, account }): Promise<OperatorReport> {
      const id = params["id"] ?? "";
      refuseOwn([id], account, []);
      const { store, casework } = desk;
      const [hours, everybody, found, findings, incidents] = await Promise.all([
        store.lookUps.work(id),
        store.activity(undefined),
        // One more tells whether there is another page.
        store.eventsOf(id, { limit: PAGE + 1, before: query.get("before") ?? undefined }),
        store.findings(parseFindingQuery(new URLSearchParams({ operator: id })), { limit: MOST_FINDINGS }),
        store.incidents({ operator: { only: [id], not: [] } }, { limit: MOST_INCIDENTS }),
      ]);
      const page = found.slice(0, PAGE);
      if (hours.length === 0 && page.length === 0 && findings.total === 0) throw missing("operator");
      const { unit } = page.find(({ event }) => event.operator.unit !== undefined)?.event.operator ?? {};
      const events = page.filter(({ event }) => !isOwn({ operators: [] }, account, [event.source]));
      const told: DeskFinding[] = [];
      for (const finding of findings.items)
        if (!(await isAboutOwn([finding.operator], [finding.id], account, desk))) told.push(finding);
      const open: Incident[] = [];
      for (const incident of incidents.items)
        if (!(await isAboutOwn(incident.operators, incident.findings, account, desk))) open.push(incident);
      const [first, last] = [hours[0], hours.at(-1)];
      const others =
        unit === undefined || first === undefined || last === undefined
          ? undefined
          : await store.lookUps.unitWork(unit, id, hoursOf(first.hour, last.hour));
      return {
        operator: id,
        unit,
        zone: casework.zone,
        work: workWeek(hours, casework.zone),
        everybody: everybody.total,
        others: others !== undefined && others.operators >= FEWEST_COLLEAGUES ? others : undefined,
        events,
        earlier: found.length > PAGE ? page.at(-1)?.leaf : undefined,
        findings: told,
        incidents: open,
        withheld:
          page.length +
          findings.items.length +
          incidents.items.length -
          (events.length + told.length + open.length),
      };
    },
  }),
];

/** From the beginning of the first to the end of the last: each as `2026-03-01T09`. */
function hoursOf(first: string, last: string): Span {
  const [from, until] = [first, last].map((hour) => Date.parse(`${hour}:00:00.000Z`)) as [number, number];
  return { from: new Date(from).toISOString(), until: new Date(until + HOUR).toISOString() };
}
