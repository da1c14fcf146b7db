import { createHash } from "node:crypto";
import type { AccessEvent, ExplainedFinding, System } from "../../model/index.ts";
import type { Calibration } from "./calibration.ts";
import { numbers, samplePseudonym } from "./sample-numbers.fixture.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;

const STORIES = [
  "fixation",
  "following",
  "ring",
  "linked-pair",
  "contact-chaining",
  "pursuit",
  "case-laundering",
  "bulk",
  "borrowed-credential",
  "off-hours",
] as const;

/** One finding of each story in turn, with the evidence that stories give. */
export function sampleStoryFindings(
  count: number,
  start: number,
  reason?: string,
): readonly ExplainedFinding[] {
  const random = numbers(77);
  return Array.from({ length: count }, (_, index) => {
    const story = STORIES[index % STORIES.length] ?? "fixation";
    const rows =
      story === "following"
        ? followingRows(index, start)
        : returningRows(index, start, story, random, reason);
    const first = rows[0] as AccessEvent;
    const last = rows.at(-1) as AccessEvent;
    const operator = first.operator.id;
    const days = new Set(rows.map(({ time }) => time.slice(0, 10))).size;
    const account = accountOf(rows, random);
    const nats = account.at(-1)?.nats ?? 0;
    const subject = first.subjects?.[0]?.id;
    return {
      finding: {
        id: createHash("sha256").update(`story ${index}`).digest("hex").slice(0, 32),
        time: last.time,
        since: first.time,
        detector: `story/${story}`,
        severity: index % 4 === 0 ? "critical" : "high",
        operator,
        subjects: subject === undefined ? [] : [subject],
        lookups: rows.length,
        explanation: `${operator} came back to one subject in ${rows.length} sittings on ${days} days; no case is given, only "investigation"; none of 118 other operators comes near.`,
        evidence: {
          nats,
          alertNats: Math.round(nats * 7) / 10,
          ratePerDay: [0.004, 0.031, 0.0001, 1.4][index % 4],
          sittings: rows.length,
          days,
          expected: 0.31,
          also: story === "fixation" ? ["linked-pair", "off-hours"] : [],
          account,
          ...(story === "ring" && { operators: ["op-101", "op-144", "op-120"] }),
          ...(story === "fixation" && { colleagues: 0, popular: false }),
          ...(story === "following" && {
            path: rows.map(({ site, window }) => ({
              site: site?.id,
              lat: site?.lat,
              lon: site?.lon,
              time: window?.from,
            })),
          }),
        },
      },
      events: () => rows.map(({ id }) => id),
      rows,
    } as ExplainedFinding;
  });
}

function accountOf(
  rows: readonly AccessEvent[],
  random: () => number,
): readonly { time: string; nats: number }[] {
  let nats = 0;
  return rows.map(({ time }) => {
    nats = Math.max(0, nats + 3 * random() - 0.5);
    return { time, nats: Math.round(nats * 100) / 100 };
  });
}

function returningRows(
  index: number,
  start: number,
  story: string,
  random: () => number,
  reason = "investigation",
): readonly AccessEvent[] {
  const systems: readonly System[] = story === "pursuit" ? ["plates", "calls", "location"] : ["plates"];
  const gap = story === "bulk" ? 4 * MINUTE : 5.3 * DAY;
  return Array.from({ length: 9 + (index % 5) }, (_, i) => {
    const time = new Date(
      start + (40 + 3 * index) * DAY + Math.round((i + 0.4 * random()) * gap),
    ).toISOString();
    const cased = story === "case-laundering" || (story === "linked-pair" && i > 6);
    return {
      id: `story-${index}:${i}`,
      time,
      source: "city-a-alpr",
      system: systems[i % systems.length],
      action: "search",
      operator: { id: `op-${100 + index}`, unit: "patrol" },
      subjects: [{ type: "plate", id: samplePseudonym(`watched ${story === "bulk" ? `${i}` : index}`) }],
      purpose: cased ? { reason, case: "C25-1477" } : { reason },
    } as AccessEvent;
  });
}

/** A walk through fourteen cameras with a return to the third; a case is given for the first three. */
function followingRows(index: number, start: number): readonly AccessEvent[] {
  const steps = [0, 1, 2, 3, 4, 2, 5, 6, 7, 7, 8, 9, 10, 11, 12, 13];
  return steps.map((step, i) => {
    const watched = start + (80 + index) * DAY + i * 4 * MINUTE;
    const angle = step * 0.55;
    return {
      id: `walk-${index}:${i}`,
      time: new Date(watched + DAY + i * MINUTE).toISOString(),
      source: "city-a-cameras",
      system: "cameras",
      action: "playback",
      operator: { id: `op-${100 + index}`, unit: "patrol" },
      site: {
        id: `cam-${400 + step}`,
        lat: 42.1 + 0.0021 * step + 0.003 * Math.sin(angle),
        lon: -72.52 + 0.0042 * step * Math.cos(angle / 3),
      },
      window: { from: new Date(watched).toISOString(), to: new Date(watched + 2 * MINUTE).toISOString() },
      ...(i < 3 && { purpose: { case: "I25-88", reason: "dispatched" } }),
    } as AccessEvent;
  });
}

/** A calibration over the sample's half year: kept, with a spell open, or a log too short for its budget. */
export function sampleCalibration(state: "kept" | "suspended" | "learning", start: number): Calibration {
  const random = numbers(9);
  const at = (day: number) => new Date(start + day * DAY).toISOString();
  const shares = [0.45, 0.05, 0.05, 0.12, 0.07, 0.1, 0.08, 0.03, 0.045, 0.005];
  return {
    budget: "4/month",
    perDay: 4 / 30,
    learningUntil: at(state === "learning" ? 240 : 13),
    learning: state === "learning",
    matters:
      state === "learning"
        ? []
        : STORIES.map((story, index) => ({
            story,
            peaks: Array.from(
              { length: 200 - 19 * index },
              () => Math.round((2 - 2.4 * Math.log(random())) * 100) / 100,
            ).toSorted((a, b) => b - a),
            alerts: index % 3 === 0 ? 2 : 0,
            share: shares[index] ?? 0,
          })),
    spells:
      state === "suspended"
        ? [
            { group: "traffic", from: at(60), to: at(88) },
            { group: "patrol", from: at(121), to: null },
          ]
        : [],
    groups: ["patrol", "detectives", "traffic", "analysis", ""].map((group, index) => ({
      group,
      operators: 32 - 6 * index,
      sittings: 4120 - 900 * index,
      matters: 14 - 3 * index,
      alerts: state !== "learning" && index < 2 ? 6 - 4 * index : 0,
    })),
  };
}
