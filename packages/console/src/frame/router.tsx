/**
 * Addresses. They stand behind the `#`, so that no filter, operator or finding that somebody reads is written into the access log of
 * a server or a proxy by way of the page's own address.
 */
import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  redirect,
} from "@tanstack/react-router";
import { AccountsPage } from "../office/accounts-page.tsx";
import { AuditPage } from "../office/audit-page.tsx";
import { PrecisionPage } from "../office/precision-page.tsx";
import { SuppressionsPage } from "../office/suppressions-page.tsx";
import { IncidentPage } from "../incident/incident-page.tsx";
import { IncidentsPage, readIncidentFilter } from "../incident/incidents-page.tsx";
import { LedgerPage } from "../ledger/ledger-page.tsx";
import { OperatorPage } from "../operator/operator-page.tsx";
import { OverviewPage } from "../overview/overview-page.tsx";
import { readAddress, readSearch, writeSearch } from "../queue/filters.ts";
import { QueuePage } from "../queue/queue-page.tsx";
import { RulePage } from "../rules/rule-page.tsx";
import { RulesPage } from "../rules/rules-page.tsx";
import { readTry, TryRulePage } from "../rules/try-rule-page.tsx";
import { AssessedIncidentPage, AssessmentsPage } from "../protection/assessments-page.tsx";
import { readBoardFilter } from "../protection/board.ts";
import { PosturePage } from "../protection/posture-page.tsx";
import { RehearsalPage } from "../protection/rehearsal-page.tsx";
import { WarningPage } from "../protection/warning-page.tsx";
import { WarningsPage } from "../protection/warnings-page.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import { SourcePage } from "../sources/source-page.tsx";
import { SourcesPage } from "../sources/sources-page.tsx";
import { Frame } from "./frame.tsx";
import { NoPage } from "./no-page.tsx";

const root = createRootRoute({ component: Frame, notFoundComponent: NoPage });
const under = <P extends string>(path: P) => ({ getParentRoute: () => root, path }) as const;

const routes = [
  createRoute({
    ...under("/"),
    beforeLoad: () => {
      throw redirect({ to: "/overview" });
    },
  }),
  createRoute({ ...under("/overview"), component: OverviewPage }),
  createRoute({ ...under("/findings"), component: QueuePage, validateSearch: readAddress }),
  createRoute({ ...under("/incidents"), component: IncidentsPage, validateSearch: readIncidentFilter }),
  createRoute({ ...under("/incidents/$id"), component: IncidentPage }),
  createRoute({ ...under("/operators/$id"), component: OperatorPage }),
  createRoute({ ...under("/warnings"), component: WarningsPage, validateSearch: readBoardFilter }),
  createRoute({ ...under("/warnings/incidents"), component: AssessmentsPage }),
  createRoute({ ...under("/warnings/incidents/$id"), component: AssessedIncidentPage }),
  createRoute({ ...under("/warnings/$id"), component: WarningPage }),
  createRoute({ ...under("/rehearsal"), component: RehearsalPage }),
  createRoute({ ...under("/posture"), component: PosturePage }),
  createRoute({ ...under("/sources"), component: SourcesPage }),
  createRoute({ ...under("/sources/$name"), component: SourcePage }),
  createRoute({ ...under("/rules"), component: RulesPage }),
  createRoute({ ...under("/rules/try"), component: TryRulePage, validateSearch: readTry }),
  createRoute({ ...under("/rules/$name"), component: RulePage }),
  createRoute({ ...under("/suppressions"), component: SuppressionsPage }),
  createRoute({ ...under("/precision"), component: PrecisionPage }),
  createRoute({ ...under("/ledger"), component: LedgerPage }),
  createRoute({ ...under("/accounts"), component: AccountsPage }),
  createRoute({ ...under("/audit"), component: AuditPage }),
  createRoute({ ...under("/settings"), component: SettingsPage }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren(routes),
  history: createHashHistory(),
  parseSearch: readSearch,
  stringifySearch: writeSearch,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
