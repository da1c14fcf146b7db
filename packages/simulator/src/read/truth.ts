import type { FindingJson } from "../score/finding.ts";
import type { Truth } from "../truth/truth.ts";

/** Reads `truth.json`. Throws RangeError that says which part is missing. */
export function readTruth(text: string): Truth {
  const value: unknown = parse(text, "truth");
  if (!isRecord(value) || value["version"] !== 1)
    throw new RangeError("truth: not a truth.json of version 1");
  for (const key of ["seed", "preset", "from", "to"]) need(typeof value[key] === "string", `truth.${key}`);
  for (const key of ["operators", "days"]) need(typeof value[key] === "number", `truth.${key}`);
  const campaigns = value["campaigns"];
  if (!Array.isArray(campaigns)) throw new RangeError("truth.campaigns is missing");
  for (const [i, campaign] of campaigns.entries()) {
    const at = `truth.campaigns[${i}]`;
    need(isRecord(campaign), at);
    for (const key of ["id", "shape", "accused"]) need(typeof campaign[key] === "string", `${at}.${key}`);
    for (const key of ["operators", "events", "lookups"]) need(Array.isArray(campaign[key]), `${at}.${key}`);
    need(isRecord(campaign["parameters"]), `${at}.parameters`);
  }
  return value as unknown as Truth;
}

/** Reads one line of findings.jsonl, of any detector. Throws RangeError that names the missing field and the line. */
export function readFinding(line: string, number: number): FindingJson {
  const value: unknown = parse(line, `findings, line ${number}`);
  const at = `findings, line ${number}`;
  need(isRecord(value), at);
  for (const key of ["id", "time", "detector", "operator"])
    need(typeof value[key] === "string", `${at}: ${key}`);
  need(Array.isArray(value["events"]), `${at}: events`);
  return value as unknown as FindingJson;
}

function parse(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RangeError(`${what}: not JSON`);
  }
}

function need(there: boolean, what: string): asserts there {
  if (!there) throw new RangeError(`${what} is missing or of the wrong kind`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
