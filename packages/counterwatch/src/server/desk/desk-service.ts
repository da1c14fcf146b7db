/** What the server asks of the running desk; `app/serve` gives it. */
import type { DeskStore, Page } from "../../incidents/desk/desk-store.ts";
import type { DeadLetter } from "../../model/index.ts";
import type { CaseWork } from "./casework/case-work.ts";
import type { UnmaskMeans } from "./casework/unmask-routes.ts";
import type { NoticeOffice } from "./notices/notice-office.ts";
import type { Protection } from "./protection/warning-service.ts";
import type { OverviewMeans } from "./queue/overview-report.ts";
import type { RuleMeans } from "./rules/rule-report.ts";
import type { InputOffice, InputState } from "./sources/input-report.ts";
import type { RetentionReport } from "./sources/retention-report.ts";
import type { SourceMeans, SourceState } from "./sources/source-report.ts";

export interface DeskState {
  readonly sources: readonly SourceState[];
  readonly ledger: { readonly leaves: number; readonly waiting: number };
  readonly budget: string;
  /** Why the guarantee does not hold, one sentence each; none: it does. */
  readonly guarantee: readonly string[];
  readonly version: string;
  /** Syslog listeners and files that are followed. */
  readonly inputs: readonly InputState[];
}

/** A dead letter as people see it. */
interface ShownLetter extends DeadLetter {
  /** Of one request; the same for what was sent with it. */
  readonly request: string;
  /** When the row was read after all, RFC 3339. */
  readonly replayed?: string;
}

export interface DeskService {
  readonly store: DeskStore;
  readonly overview: OverviewMeans;
  readonly sources: SourceMeans;
  readonly rules: RuleMeans;
  readonly casework: CaseWork;
  readonly inputs: InputOffice;
  now(): string;
  state(): Promise<DeskState>;
  /** Logs that these look-ups came from; undefined where some of them are not kept any more. */
  sourcesOf(events: readonly string[]): Promise<readonly string[] | undefined>;
  /** Rows that could not be read, the latest first; nothing raw is in them. */
  deadLetters(
    source: string | undefined,
    page: { readonly limit: number; readonly after?: string | undefined },
  ): Page<ShownLetter>;
  hashPassword(password: string): Promise<string>;
  readonly retention: RetentionReport;
  readonly unmasking: UnmaskMeans;
  readonly protection: Protection;
  readonly notices: NoticeOffice;
}
