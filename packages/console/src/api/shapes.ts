/** What the server answers. The shapes are the server's own, so that a change there is an error here. */
import type {
  CLOSING_REASONS,
  ClosingReason,
  DeskFinding,
  Incident,
  IncidentStep,
  RecordedStep,
  Role,
  Suppression,
} from "../../../counterwatch/src/incidents/desk/case.ts";
import type {
  AuditRow,
  Facet,
  Page,
  StoredEvent,
} from "../../../counterwatch/src/incidents/desk/desk-store.ts";
import type { DetectorPrecision } from "../../../counterwatch/src/incidents/desk/precision.ts";
import type { DeskState } from "../../../counterwatch/src/server/desk/desk-service.ts";

export type {
  AuditRow,
  ClosingReason,
  DeskFinding,
  DeskState,
  DetectorPrecision,
  Facet,
  Incident,
  IncidentStep,
  Page,
  RecordedStep,
  Role,
  StoredEvent,
  Suppression,
};

export type Severity = DeskFinding["severity"];
export type ReasonList = typeof CLOSING_REASONS;

export interface Session {
  readonly name: string;
  readonly roles: readonly Role[];
}

/** Items about the reader are counted, and not shown. */
export interface Withholding<T> extends Page<T> {
  readonly withheld: number;
}

export type Facets = Readonly<
  Record<"detector" | "severity" | "state" | "operator" | "owner", readonly Facet[]> & {
    /** Findings that are not counted because they are about the reader; null: the reader gets no counts. */
    withheld?: number | null;
  }
>;

export interface FindingFile {
  readonly finding: DeskFinding;
  readonly events: readonly StoredEvent[];
}

export interface IncidentFile {
  readonly incident: Incident;
  readonly findings: readonly (DeskFinding | null)[];
}

export interface OperatorFile {
  readonly operator: string;
  readonly activity: { readonly days: readonly Facet[]; readonly total: number };
  readonly everybody: number;
  readonly events: readonly StoredEvent[];
  readonly findings: readonly DeskFinding[];
}

export interface SuppressionWish {
  readonly detector?: string | undefined;
  readonly operator?: string | undefined;
  readonly why: string;
  readonly until: string;
}

export interface AccountShown {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly operators: readonly string[];
  readonly administers: readonly string[];
  readonly disabled: boolean;
  readonly hasPassword: boolean;
}

export interface AccountWish extends Omit<AccountShown, "name" | "hasPassword"> {
  readonly password?: string | undefined;
}
