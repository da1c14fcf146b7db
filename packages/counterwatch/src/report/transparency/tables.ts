/**
 * The tables of a report and their cells. All cells are fixed here, whatever is in the log: that a cell is there says nothing, and
 * each of them gets its noise, zeros too. Which tables there are hangs on what the publisher asked for, not on the data.
 */
import { ACTIONS, type AccessEvent, type Finding, SYSTEMS } from "../../model/index.ts";

const PURPOSE_CLASSES = ["case", "reason", "authority", "withheld", "none"] as const;
const FINDING_CLASSES = ["rule", "story", "tripwire", "decoy", "ledger", "source"] as const;
/** How a finding ended. `open`: nobody has written down an end. */
export const OUTCOMES = ["explained", "misuse", "unresolved", "open"] as const;
export const TABLE_NAMES = [
  "total",
  "system",
  "action",
  "purpose",
  "system-action",
  "finding",
  "outcome",
] as const;

export type PurposeClass = (typeof PURPOSE_CLASSES)[number];
export type FindingClass = (typeof FINDING_CLASSES)[number];
export type Outcome = (typeof OUTCOMES)[number];
export type TableName = (typeof TABLE_NAMES)[number];

/** A look-up or a finding, reduced to what tables ask: a number for each of up to three columns. */
export interface Marks {
  readonly of: "look-ups" | "findings";
  /** System, or class of the finding. */
  readonly first: number;
  /** Action, or outcome. */
  readonly second: number;
  /** Class of the purpose; 0 for findings. */
  readonly third: number;
}

interface TableForm {
  readonly of: Marks["of"];
  readonly cells: readonly string[];
  readonly cellOf: (marks: Marks) => number;
}

export const TABLES: Readonly<Record<TableName, TableForm>> = {
  total: { of: "look-ups", cells: ["all"], cellOf: () => 0 },
  system: { of: "look-ups", cells: SYSTEMS, cellOf: ({ first }) => first },
  action: { of: "look-ups", cells: ACTIONS, cellOf: ({ second }) => second },
  purpose: { of: "look-ups", cells: PURPOSE_CLASSES, cellOf: ({ third }) => third },
  "system-action": {
    of: "look-ups",
    cells: SYSTEMS.flatMap((system) => ACTIONS.map((action) => `${system}/${action}`)),
    cellOf: ({ first, second }) => first * ACTIONS.length + second,
  },
  finding: { of: "findings", cells: FINDING_CLASSES, cellOf: ({ first }) => first },
  outcome: { of: "findings", cells: OUTCOMES, cellOf: ({ second }) => second },
};

export function marksOfEvent({ system, action, purpose }: AccessEvent): Marks {
  return {
    of: "look-ups",
    first: SYSTEMS.indexOf(system),
    second: ACTIONS.indexOf(action),
    third: PURPOSE_CLASSES.indexOf(purposeClass(purpose)),
  };
}

export function marksOfFinding(detector: Finding["detector"], outcome: Outcome): Marks {
  const [family = ""] = detector.split("/");
  return {
    of: "findings",
    first: FINDING_CLASSES.indexOf(family as FindingClass),
    second: OUTCOMES.indexOf(outcome),
    third: 0,
  };
}

/** The strongest that can be read; "withheld" where something was given and nothing of it is shown. */
function purposeClass(purpose: AccessEvent["purpose"]): PurposeClass {
  if (purpose?.case !== undefined) return "case";
  if (purpose?.reason !== undefined) return "reason";
  if (purpose?.authority !== undefined) return "authority";
  return (purpose?.withheld?.length ?? 0) > 0 ? "withheld" : "none";
}
