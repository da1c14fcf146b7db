import { createHash } from "node:crypto";
import {
  type AccessEvent,
  type Action,
  type DeadLetter,
  type ExplainedFinding,
  type Severity,
  type Summary,
  type System,
} from "../../model/index.ts";
import { Activity } from "./activity.ts";
import type { DetectorInfo, ReportInput } from "./report-input.ts";
import { numbers, samplePseudonym } from "./sample-numbers.fixture.ts";
import { sampleCalibration, sampleStoryFindings } from "./sample-stories.fixture.ts";
import type { Locale } from "../words/speech.ts";
import { storyInfo } from "./story-info.ts";

const DAY = 86_400_000;
const START = Date.parse("2025-01-01T05:00:00.000Z");

const REASONS = [
  "investigation",
  "C25-00481",
  "stolen vehicle",
  "BOLO from county, silver sedan",
  "burglary series east side",
  "welfare check",
  "narcotics",
  "follow-up",
];
const UNITS = ["patrol", "detectives", "traffic", "analysis"];

export function sampleEvent(
  random: () => number,
  ordinal: number,
  operators: number,
  days: number,
): AccessEvent {
  const operator = Math.floor(operators * random() ** 2.2);
  const when = START + Math.floor(random() * days) * DAY;
  const hour = Math.min(
    23,
    Math.max(0, 13 + 5 * (random() + random() + random() - 1.5) + (random() < 0.2 ? 8 : 0)),
  );
  const time = when + Math.floor(hour * 3_600_000);
  const system: System = random() < 0.8 ? "plates" : random() < 0.5 ? "cameras" : "calls";
  const action: Action = system === "cameras" ? "view" : random() < 0.97 ? "search" : "export";
  const chance = random();
  return {
    id: `city-a:${String(ordinal).padStart(6, "0")}`,
    time: new Date(time).toISOString(),
    source: "city-a-alpr",
    system,
    action,
    operator: { id: `op-${operator + 100}`, unit: UNITS[operator % 4] },
    subjects:
      chance < 0.04
        ? [{ type: "plate", withheld: true }]
        : [
            {
              type: system === "calls" ? "phone" : "plate",
              id: samplePseudonym(`subject ${Math.floor(9000 * random() ** 1.5)}`),
            },
          ],
    ...(system === "cameras"
      ? { site: { id: `cam-${Math.floor(random() * 300)}`, lat: 42.1, lon: -72.5 } }
      : {}),
    ...(random() < 0.5
      ? {
          window: {
            from: new Date(time - Math.ceil(random() * 30) * DAY).toISOString(),
            to: new Date(time).toISOString(),
          },
        }
      : {}),
    ...(random() < 0.92
      ? {
          purpose: {
            reason: REASONS[Math.floor(random() * REASONS.length)],
            ...(random() < 0.3 ? { case: `C25-${1000 + Math.floor(random() * 900)}` } : {}),
          },
        }
      : {}),
    ...(random() < 0.03 ? { automated: true } : {}),
  } as AccessEvent;
}

const SAMPLE_RULES: ReadonlyMap<string, DetectorInfo> = new Map<string, DetectorInfo>([
  [
    "rule/repeated-subject-without-case",
    {
      title: "One subject on many days without a case",
      description: "An operator looks up the same subject on several days, and no look-up names a case.",
      falsePositives: [
        "The case number may stand in a field that the log does not export.",
        "A vehicle on a hotlist can be the standing task of one desk.",
      ],
      level: "high",
    },
  ],
  [
    "rule/export-after-search",
    {
      title: "Export shortly after a search without a purpose",
      description: "Rows leave the system within ten minutes of a search for which no purpose is given.",
      falsePositives: ["Monthly statistics are exported in bulk; compare with the schedule."],
      level: "medium",
    },
  ],
  [
    "rule/audit-switched-off",
    {
      title: "Audit switched off",
      description: "The audit of the record system itself was switched off or cut short.",
      falsePositives: ["Maintenance with a change ticket."],
      level: "critical",
    },
  ],
  [
    "rule/no-purpose",
    {
      title: "No purpose at all",
      description: "Neither case nor reason nor authority is given.",
      falsePositives: ["Older versions of the system did not ask for one."],
      level: "low",
    },
  ],
  [
    "rule/case-closed",
    {
      title: "Look-up under a closed case",
      description: "The case named was closed before the look-up.",
      falsePositives: ["Appeals and returned property reopen a case in practice."],
      level: "medium",
    },
  ],
]);
const DETECTORS: readonly (readonly [string, Severity])[] = [
  ["rule/no-purpose", "low"],
  ["rule/repeated-subject-without-case", "high"],
  ["rule/export-after-search", "medium"],
  ["rule/no-purpose", "low"],
  ["rule/case-closed", "medium"],
];

export interface SampleShape {
  readonly findings: number;
  readonly locale?: Locale;
  readonly operators?: number;
  readonly events?: number;
  readonly days?: number;
  readonly rowsPerFinding?: number;
  readonly severity?: Severity;
  /** Findings by stories, besides the others. */
  readonly stories?: number;
  readonly calibration?: "kept" | "suspended" | "learning";
  /** Laid over every finding's rows and explanation. */
  readonly reason?: string;
  readonly zone?: string;
}

const made = new Map<string, ReportInput>();

/** A report's input as a real run would make it, from a seed: same shape, same bytes. Not to be changed. */
export function sampleReport({ locale = "en", ...shape }: SampleShape): ReportInput {
  const key = JSON.stringify(shape);
  const input = made.get(key) ?? makeReport(shape);
  made.set(key, input);
  if (shape.calibration === undefined) return { ...input, locale };
  return { ...input, locale, ruleInfo: new Map([...input.ruleInfo, ...storyInfo(locale)]) };
}

function makeReport(shape: SampleShape): ReportInput {
  const { findings, operators = 126, events = 18_401, days = 181, zone = "America/New_York" } = shape;
  const random = numbers(20_250_301);
  const activity = new Activity({ zone });
  const byOperator = new Map<string, AccessEvent[]>();
  for (let i = 0; i < events; i += 1) {
    const event = sampleEvent(random, i, operators, days);
    if (Date.parse(event.time) > START + 70 * DAY && Date.parse(event.time) < START + 74 * DAY) continue;
    activity.see(event);
    const own = byOperator.get(event.operator.id);
    if (own === undefined) byOperator.set(event.operator.id, [event]);
    else own.push(event);
  }
  for (const own of byOperator.values()) own.sort((a, b) => (a.time < b.time ? -1 : 1));
  const list = [
    ...sampleFindings(findings, [...byOperator], shape, random),
    ...sampleStoryFindings(shape.stories ?? 0, START, shape.reason),
  ];
  const deadLetterSample = events === 0 ? [] : sampleDeadLetters();
  const counts: Record<string, number> = {};
  for (const { finding } of list) counts[finding.detector] = (counts[finding.detector] ?? 0) + 1;
  const read = activity.lookups;
  const duplicates = events === 0 ? 0 : 240;
  const deadLetters = events === 0 ? 0 : 11;
  const span = activity.span;
  const summary: Summary = {
    rows: read + duplicates + deadLetters,
    events: read,
    duplicates,
    deadLetters,
    rejectedByReason: events === 0 ? {} : { "time-unreadable": 8, "operator-missing": 3 },
    operators: activity.operatorCount,
    subjects: 5304,
    days: activity.days.length,
    budget: shape.calibration === undefined ? null : "4/month",
    guarantee: { state: shape.calibration ?? "none", since: null, note: "" },
    findings: counts,
    seconds: 1.2,
    period:
      span === undefined
        ? null
        : { from: new Date(span.from).toISOString(), to: new Date(span.to).toISOString() },
    sources: [
      {
        source: "city-a-alpr",
        connector: "plate-reader-organization-audit",
        files: ["audit-2025-h1.csv"],
        rows: read + duplicates + deadLetters - 367,
        events: read - 367,
        duplicates,
        deadLetters,
      },
      {
        source: "city-a-cameras",
        connector: "camera-view-log",
        files: ["camera-view-log.csv"],
        rows: 367,
        events: 367,
        duplicates: 0,
        deadLetters: 0,
      },
    ],
    notChecked: [
      "Rules about closed cases did not run: no list of cases was given (--cases FILE).",
      "Look-back beyond policy was not checked: the policy names no longest window (--policy FILE).",
    ],
  };
  return {
    title: "Plate readers and cameras, City A, first half of 2025",
    generatedAt: "2025-07-02T14:03:09.000Z",
    zone,
    locale: "en",
    summary,
    findings: list,
    activity,
    ruleInfo: SAMPLE_RULES,
    ...(shape.calibration && { calibration: sampleCalibration(shape.calibration, START) }),
    deadLetterSample,
    findingsFile: "findings.jsonl",
    deadLettersFile: "dead-letters.jsonl",
    version: "0.1.0",
  };
}

function sampleFindings(
  count: number,
  operators: readonly (readonly [string, readonly AccessEvent[]])[],
  { rowsPerFinding = 14, severity, reason }: SampleShape,
  random: () => number,
): readonly ExplainedFinding[] {
  return Array.from({ length: count }, (_, index) => {
    const [operator, own] = operators[Math.floor(operators.length * random() ** 1.3)] ?? ["op-0", []];
    const [detector, usual] =
      index === 0 && count > 1
        ? (["rule/audit-switched-off", "critical"] as const)
        : (DETECTORS[(index + 1) % 5] ?? ["rule/no-purpose", "low"]);
    const from = Math.floor(random() * Math.max(1, own.length - 40));
    const wanted = 1 + Math.floor(random() * rowsPerFinding * 2);
    const rows = own
      .slice(from, from + wanted)
      .map((event, i) =>
        reason === undefined || i % 3 !== 0 ? event : Object.assign({}, event, { purpose: { reason } }),
      );
    const subject = rows[0]?.subjects?.[0]?.id ?? samplePseudonym("nobody");
    const span = new Set(rows.map(({ time }) => time.slice(0, 10))).size;
    return {
      finding: {
        id: createHash("sha256").update(`finding ${index}`).digest("hex").slice(0, 32),
        time: rows.at(-1)?.time ?? new Date(START).toISOString(),
        since: rows[0]?.time ?? new Date(START).toISOString(),
        detector,
        severity: severity ?? usual,
        operator,
        subjects: [subject],
        lookups: Math.max(1, index % 11 === 3 ? rows.length * 9 : rows.length),
        explanation:
          `Operator ${operator} looked at plate ${subject.slice(3, 11)} ${rows.length} times on ${span} days; no case is given, and no colleague looked at it.` +
          (reason === undefined ? "" : ` The reason reads “${reason}”.`),
        evidence: {
          rule: "repeated-subject-without-case",
          threshold: 6,
          colleagues: 0,
          score: 14.2231,
          matched: ["subject", "days", "purpose"],
        },
      },
      events: () => rows.map(({ id }) => id),
      rows,
    };
  });
}

function sampleDeadLetters(): readonly DeadLetter[] {
  return [
    {
      file: "audit-2025-h1.csv",
      line: 1402,
      ordinal: 1377,
      source: "city-a-alpr",
      reason: "time-unreadable",
      column: "Search Time",
      message: "Search Time is in no form that this format has; name it in a mapping under time.formats.",
      row: {
        Name: "Aaaaaaaa 99a99a",
        "License Plate": "AA99999",
        Reason: "aaaaaa",
        "Search Time": "99/99/9999",
      },
    },
    {
      file: "audit-2025-h1.csv",
      line: 9021,
      ordinal: 8990,
      source: "city-a-alpr",
      reason: "operator-missing",
      message: "Name is empty; ask for an export with the account.",
      row: { Name: "", "License Plate": "AA99999", Reason: "", "Search Time": "9/9/9999, 99:99:99 AA AAA" },
    },
  ];
}
