/** The start page: what is covered, what waits, what is promised. Each role gets the parts that it may read elsewhere, too. */
import type { Account } from "../../../incidents/desk/case.ts";
import type { OpenWork } from "../../../incidents/desk/desk-store.ts";
import { sinceSignIn, waitingWork, warningsRunning } from "../../../incidents/desk/overview.ts";
import { SYSTEMS, type System } from "../../../model/index.ts";
import * as answers from "../answers/casework.ts";
import type { DeskService } from "../desk-service.ts";
import { ownIncidents, WARNING_READERS } from "../protection/warning-routes.ts";
import { isAboutOwn, ownNames } from "../refusals.ts";
import { READERS, type Route, route } from "../route.ts";
import { type SourceReport, standingOf } from "../sources/source-report.ts";
import type { Overview, Vector } from "./overview-report.ts";

const NEVER = "9999";

export const OVERVIEW_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/overview",
    answer: answers.overview,
    summary: "Whether everything is covered and calm, and what waits for a person",
    roles: "signed-in",
    async handle({ account, desk }): Promise<Overview> {
      const { overview, sources, store } = desk;
      const [budget, days, reports, { ledger }, signIns] = await Promise.all([
        overview.budget(),
        overview.days(),
        sources.reports(),
        desk.state(),
        store.signInsOf(account.name, 2),
      ]);
      const [, before] = signIns;
      // As the queue's counts: nothing of what is about the reader, and none at all for whoever administers a source.
      const reads = account.administers.length === 0 && READERS.some((role) => account.roles.includes(role));
      const work = reads
        ? await store.openWork({
            learned: before ?? NEVER,
            stories: budget?.period?.from ?? NEVER,
            without: ownNames(account),
          })
        : undefined;
      return {
        at: desk.now(),
        sources: vectorsOf(reports),
        ledger: { ...ledger, checkpoint: overview.checkpoint() },
        budget,
        warnings: await warningsOf(account, desk),
        days,
        work: work && {
          waiting: waitingWork(work, account.name, await readable(work, account, desk)),
          since: sinceSignIn(work, before),
          stories: work.findings.reduce((sum, { stories }) => sum + stories, 0),
        },
      };
    },
  }),
];

async function warningsOf(account: Account, desk: DeskService): Promise<Overview["warnings"]> {
  if (!WARNING_READERS.some((role) => account.roles.includes(role))) return undefined;
  const { now, warnings } = await desk.protection.warnings.now();
  const isOwn = ownIncidents(account, desk);
  const others = [];
  for (const warning of warnings) if (!(await isOwn(warning.incident))) others.push(warning);
  return warningsRunning(others, now);
}

/** Whatever is about the reader, or a system of theirs, is somebody else's to look at. */
async function readable({ oldest, proposed }: OpenWork, account: Account, desk: DeskService) {
  const others = [];
  for (const incident of proposed)
    if (!(await isAboutOwn(incident.operators, incident.findings, account, desk))) others.push(incident);
  for (const finding of oldest)
    if (!(await isAboutOwn([finding.operator], [finding.id], account, desk)))
      return { oldest: finding, proposed: others };
  return { oldest: undefined, proposed: others };
}

/** In the order in which systems are always named; those that are not known yet last. */
function vectorsOf(reports: readonly SourceReport[]): Vector[] {
  const systems: (System | undefined)[] = [...SYSTEMS, undefined];
  return systems.flatMap((system): Vector[] => {
    const own = reports.filter((report) => report.system === system);
    const named = (standing: ReturnType<typeof standingOf>) =>
      own.filter((report) => report.standing === standing).map(({ source }) => source);
    const heard = named("heard").length;
    return own.length === 0
      ? []
      : [{ system, heard, behind: named("behind"), silent: named("silent"), never: named("never") }];
  });
}
