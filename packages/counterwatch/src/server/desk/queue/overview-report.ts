/** What the start page is told. */
import type { Facet } from "../../../incidents/desk/desk-store.ts";
import type {
  BudgetKept,
  SinceSignIn,
  WaitingWork,
  WarningsRunning,
} from "../../../incidents/desk/overview.ts";
import type { System } from "../../../model/index.ts";

/** The newest checkpoint, as it lies there; whoever doubts it verifies the ledger. */
interface CheckpointSeen {
  readonly size: number;
  readonly at: string;
  readonly witnessed: { readonly size: number; readonly witnesses: readonly string[] } | undefined;
}

export interface OverviewMeans {
  /** Look-ups of all record systems by UTC day, up to the latest hundred days. */
  days(): Promise<readonly Facet[]>;
  /** Undefined: there is no budget. */
  budget(): Promise<BudgetKept | undefined>;
  checkpoint(): CheckpointSeen | undefined;
}

/** Sources of one kind of record system. */
export interface Vector {
  /** Undefined: not known before the first row. */
  readonly system: System | undefined;
  readonly heard: number;
  readonly behind: readonly string[];
  readonly silent: readonly string[];
  readonly never: readonly string[];
}

export interface Overview {
  readonly at: string;
  readonly sources: readonly Vector[];
  readonly ledger: {
    readonly leaves: number;
    readonly waiting: number;
    readonly checkpoint: CheckpointSeen | undefined;
  };
  readonly budget: BudgetKept | undefined;
  /** For those who read warnings; without those that are about the reader. */
  readonly warnings: WarningsRunning | undefined;
  readonly days: readonly Facet[];
  /** For those who read findings; the others are not told how many there are. */
  readonly work:
    | {
        readonly waiting: WaitingWork;
        readonly since: SinceSignIn;
        /** Findings of stories in the budget's period. */
        readonly stories: number;
      }
    | undefined;
}
