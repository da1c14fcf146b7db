/**
 * What stands around one finding: where its operator stands among colleagues, what spoke for each sitting, who else looked at the same
 * subjects. Each answer begins with a finding and its own subjects: nobody can be searched for, and no way leads further.
 */
import type { Account, DeskFinding } from "../../../incidents/desk/case.ts";
import type { Facet, StoredEvent } from "../../../incidents/desk/desk-store.ts";
import { type ExplainedSitting, explainSittings } from "../../../incidents/desk/explained-sittings.ts";
import { isOwn } from "../../../incidents/desk/incident-fold.ts";
import type { Span } from "../../../incidents/desk/look-up-store.ts";
import {
  distributionOf,
  FEWEST_COLLEAGUES,
  PEER_QUANTITIES,
  type PeerDistribution,
  type PeerQuantity,
  quantityOf,
} from "../../../incidents/desk/peers.ts";
import { nightHours } from "../../../incidents/desk/work-week.ts";
import { CounterwatchError } from "../../../model/index.ts";
import { caseName } from "../../../stories/case-name.ts";
import { singledSubjects } from "../../../stories/singled-subjects.ts";
import * as answers from "../answers/queue.ts";
import type { DeskService } from "../desk-service.ts";
import { missing, refuseOwn } from "../refusals.ts";
import { READERS, route, type Route } from "../route.ts";

export interface PeerReport extends PeerDistribution, Span {
  readonly quantity: PeerQuantity;
  /** Whom the operator is compared with; undefined: the finding names no operator whose look-ups are stored. */
  readonly group: "unit" | "system" | undefined;
  readonly unit: string | undefined;
  readonly systems: readonly string[];
  /** The finding's subjects with how many other operators looked at each, in the span and thirty days before. */
  readonly company: readonly Facet[];
}

export interface SittingReport {
  readonly sittings: readonly ExplainedSitting[];
  /** Look-ups about the same matter before a time could not all be read: what spoke for sittings may be more than is said. */
  readonly cut: boolean;
}

interface Neighbour {
  readonly operator: string;
  readonly unit: string | undefined;
  readonly lookups: number;
  /** RFC 3339. */
  readonly first: string;
  readonly last: string;
  /** Cases that their look-ups of the subject name, at most three. */
  readonly cases: readonly string[];
}

export interface NeighbourReport extends Span {
  readonly subject: string;
  readonly neighbours: readonly Neighbour[];
  /** Colleagues beyond those that are listed. */
  readonly more: number;
  /** Colleagues whom the reader may not read about: themselves, or a system that they administer. */
  readonly withheld: number;
}

const DAY = 86_400_000;
/** The stories' reach: who looked longer ago explains nothing. */
const REACH = 30 * DAY;
const FOUR_WEEKS = 28 * DAY;
const MOST_SUBJECTS = 12;
const MOST_AROUND = 4000;
const MOST_NEIGHBOURS = 20;
const MOST_CASES = 3;

export const FINDING_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/findings/:id/peers",
    answer: answers.peerReport,
    summary: "Where its operator stands among colleagues, none of whom is named",
    roles: READERS,
    query: { of: `${PEER_QUANTITIES.join(", ")}; without it what the finding is about` },
    looksAt: "finding",
    async handle({ params, query, desk, account }): Promise<PeerReport> {
      const { finding, events } = await readFinding(params["id"], desk, account);
      const of = query.get("of");
      const quantity =
        of === null ? quantityOf(finding.detector) : PEER_QUANTITIES.find((each) => each === of);
      if (quantity === undefined)
        throw new CounterwatchError("usage", `of: use one of ${PEER_QUANTITIES.join(", ")}`);
      return await peerReport(desk, finding, events, quantity);
    },
  }),
  route({
    method: "GET",
    path: "/api/findings/:id/sittings",
    answer: answers.sittingReport,
    summary: "What spoke for each sitting when it began, and what did not",
    roles: READERS,
    looksAt: "finding",
    async handle({ params, desk, account }): Promise<SittingReport> {
      const { events } = await readFinding(params["id"], desk, account);
      const span = spanOf(events.map(({ event }) => event.time));
      const matter = {
        subjects: subjectsOf(events),
        cases: [...new Set(events.flatMap(({ event }) => caseName(event) ?? []))].slice(0, MOST_SUBJECTS),
      };
      const before = { from: earlier(span.from, 2 * REACH), until: span.until };
      const around = await desk.store.lookUps.eventsAbout(matter, before, MOST_AROUND);
      return { sittings: explainSittings(events, around), cut: around.length === MOST_AROUND };
    },
  }),
  route({
    method: "GET",
    path: "/api/findings/:id/neighbours",
    answer: answers.neighbourReport,
    summary: "Colleagues who looked at one of its subjects",
    roles: READERS,
    query: { subject: "pseudonym of a subject of this finding" },
    looksAt: "finding",
    async handle({ params, query, desk, account }): Promise<NeighbourReport> {
      const { finding, events } = await readFinding(params["id"], desk, account);
      const subject = query.get("subject") ?? "";
      // What the finding is not about is answered as if it did not exist.
      if (!subjectsOf(events).includes(subject)) throw missing("subject of this finding");
      const { from, until } = spanOf(events.map(({ event }) => event.time));
      const span = { from: earlier(from, REACH), until };
      const about = await desk.store.lookUps.eventsAbout(
        { subjects: [subject], cases: [] },
        span,
        MOST_AROUND,
      );
      const others = about.filter(
        ({ event: { operator } }) => operator.id !== finding.operator && operator.withheld !== true,
      );
      return { subject, ...span, ...neighboursOf(others, account) };
    },
  }),
];

/** Throws `not-found`, and `refused` where it is about the reader. */
async function readFinding(
  id: string | undefined,
  { store }: DeskService,
  account: Account,
): Promise<{ readonly finding: DeskFinding; readonly events: readonly StoredEvent[] }> {
  const finding = await store.finding(id ?? "");
  if (finding === undefined) throw missing("finding");
  const events = await store.eventsById(finding.events);
  refuseOwn(
    [finding.operator],
    account,
    events.map(({ event }) => event.source),
  );
  return { finding, events };
}

async function peerReport(
  { store: { lookUps }, casework: { zone } }: DeskService,
  { operator, time, since }: DeskFinding,
  events: readonly StoredEvent[],
  quantity: PeerQuantity,
): Promise<PeerReport> {
  const whole = spanOf([since, time, ...events.map(({ event }) => event.time)]);
  // Of one day too few colleagues have any look-up: then the four weeks before its end are compared.
  const fourWeeks = earlier(whole.until, FOUR_WEEKS);
  const span = { from: whole.from < fourWeeks ? whole.from : fourWeeks, until: whole.until };
  const own = events.filter(({ event }) => event.operator.id === operator).map(({ event }) => event);
  const systems = [...new Set(own.map(({ system }) => system))];
  const unit = own.at(-1)?.operator.unit;
  const question = { quantity, operator, systems, ...span, nightHours: nightHours(zone, span.until) };
  let group: PeerReport["group"] = own.length === 0 ? undefined : unit === undefined ? "system" : "unit";
  let told = distributionOf(await lookUps.peers({ ...question, unit }));
  if (group === "unit" && told.colleagues < FEWEST_COLLEAGUES) {
    group = "system";
    told = distributionOf(await lookUps.peers({ ...question, unit: undefined }));
  }
  const reach = { from: earlier(span.from, REACH), until: span.until };
  const company = await lookUps.company(subjectsOf(events), operator, reach);
  return { ...told, ...span, quantity, group, unit, systems, company };
}

/** The most looked at first, so that a bulk's thousands do not become a question of thousands. */
function subjectsOf(events: readonly StoredEvent[]): string[] {
  const counts = new Map<string, number>();
  for (const { event } of events)
    for (const subject of singledSubjects(event)) counts.set(subject, (counts.get(subject) ?? 0) + 1);
  return [...counts]
    .toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, MOST_SUBJECTS)
    .map(([subject]) => subject);
}

/** Whole days of UTC. */
function spanOf(times: readonly string[]): Span {
  const sorted = times.toSorted();
  return {
    from: new Date(dayOf(sorted[0])).toISOString(),
    until: new Date(dayOf(sorted.at(-1)) + DAY).toISOString(),
  };
}

function dayOf(time = "1970-01-01"): number {
  return Date.parse(`${time.slice(0, 10)}T00:00:00.000Z`);
}

function earlier(time: string, by: number): string {
  return new Date(Date.parse(time) - by).toISOString();
}

function neighboursOf(
  events: readonly StoredEvent[],
  account: Account,
): Pick<NeighbourReport, "neighbours" | "more" | "withheld"> {
  const found = new Map<string, Neighbour>();
  const withheld = new Set<string>();
  for (const { event } of events) {
    const { id, unit } = event.operator;
    if (isOwn({ operators: [id] }, account, [event.source])) {
      withheld.add(id);
      continue;
    }
    const known = found.get(id);
    const name = caseName(event);
    const cases = new Set([...(known?.cases ?? []), ...(name === undefined ? [] : [name])]);
    found.set(id, {
      operator: id,
      unit,
      lookups: (known?.lookups ?? 0) + 1,
      first: known === undefined || event.time < known.first ? event.time : known.first,
      last: known === undefined || event.time > known.last ? event.time : known.last,
      cases: [...cases].slice(0, MOST_CASES),
    });
  }
  const all = [...found.values()].toSorted(
    (a, b) => b.lookups - a.lookups || (a.operator < b.operator ? -1 : 1),
  );
  return {
    neighbours: all.slice(0, MOST_NEIGHBOURS),
    more: Math.max(0, all.length - MOST_NEIGHBOURS),
    withheld: withheld.size,
  };
}
