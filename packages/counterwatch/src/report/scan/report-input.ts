import type { DeadLetter, ExplainedFinding, Severity, Summary } from "../../model/index.ts";
import type { Activity } from "./activity.ts";
import type { Calibration } from "./calibration.ts";
import type { Locale } from "../words/speech.ts";

/** What the report says about a rule, story or source check beside its findings. Plain text, in the author's language. */
export interface DetectorInfo {
  readonly title: string;
  readonly description: string;
  /** Honest reasons for the same look-ups: shown on every finding of this detector. */
  readonly falsePositives: readonly string[];
  /** What to do about a finding: whom to ask, what to compare. */
  readonly next?: string;
  readonly level: Severity;
  /** Language of these texts; English where it is not given. */
  readonly locale?: Locale;
}

/** WOFF2 bytes, latin subset, variable weight. */
export interface ReportFonts {
  readonly text: Uint8Array;
  readonly mono: Uint8Array;
}

/** Everything the report is made of. Pure data: the caller reads files and the clock. */
export interface ReportInput {
  readonly title: string;
  /** RFC 3339: when the log was read. */
  readonly generatedAt: string;
  /** IANA name; every time on the page is in it. The activity must have been counted in the same zone. */
  readonly zone: string;
  readonly locale: Locale;
  readonly summary: Summary;
  /** In any order; iterated once for each rendering. */
  readonly findings: Iterable<ExplainedFinding>;
  readonly activity: Activity;
  /** By `finding.detector`; detectors that ran without a finding belong here too, they are listed under Method. */
  readonly ruleInfo: ReadonlyMap<string, DetectorInfo>;
  /** How the alert budget was kept; absent where no budget was given. */
  readonly calibration?: Calibration;
  /** A few of each reason; at most five of a reason are shown. */
  readonly deadLetterSample: readonly DeadLetter[];
  /** What was not checked and why, one sentence each, beyond `summary.notChecked`. */
  readonly notChecked?: readonly string[];
  /** Name of the file with all findings, for the reader: `findings.jsonl`. */
  readonly findingsFile: string;
  /** Name of the file with all dead letters. */
  readonly deadLettersFile: string;
  /** Version of the program. */
  readonly version: string;
  /** Without fonts the page uses those of the system. */
  readonly fonts?: ReportFonts;
}
