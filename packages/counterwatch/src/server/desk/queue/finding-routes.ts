/**
 * What stands around one finding: where its operator stands among colleagues, what spoke for each sitting, who else looked at the same
 * subjects. Each answer begins with a finding and its own subjects: nobody can be searched for, and no way leads further.
 */
import { type ExplainedSitting, explainSittings } from "../../../incidents/desk/explained-sittings.ts";
import { PEER_QUANTITIES, quantityOf } from "../../../incidents/desk/peers.ts";
import { CounterwatchError } from "../../../model/index.ts";
import { caseName } from "../../../stories/case-name.ts";
import * as answers from "../answers/queue.ts";
import { missing } from "../refusals.ts";
import { READERS, route, type Route } from "../route.ts";
import { earlier, MOST_SUBJECTS, REACH, readFinding, spanOf, subjectsOf } from "./finding-matter.ts";
import { type NeighbourReport, neighboursOf } from "./neighbour-report.ts";
import { type PeerReport, peerReport } from "./peer-report.ts";

export interface SittingReport {
  readonly sittings: readonly ExplainedSitting[];
  /** Look-ups about the same matter before a time could not all be read: what spoke for sittings may be more than is said. */
  readonly cut: boolean;
}

/** Look-ups about the same matter that are read at most. */
const MOST_AROUND = 4000;

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
