/** The forms that findings are handed out in, each as pieces of text in turn: nothing is held but what a form must know of its past. */
import type { Incident } from "../../incidents/desk/case.ts";
import { cefFinding } from "./cef.ts";
import { csvHead, csvLine } from "./csv.ts";
import type { HandedFinding, Origin } from "./handed-finding.ts";
import { ocsfFinding } from "./ocsf-finding.ts";
import { ocsfIncident } from "./ocsf-incident.ts";
import { stixBundleId, StixObjects } from "./stix.ts";

export const FORMS = ["csv", "jsonl", "ocsf", "stix", "cef"] as const;
export type Form = (typeof FORMS)[number];

/** None of them is shown by a browser as a page. */
export const FORM_TYPES: Readonly<Record<Form, { readonly type: string; readonly ending: string }>> = {
  csv: { type: "text/csv; charset=utf-8; header=present", ending: "csv" },
  jsonl: { type: "application/jsonl; charset=utf-8", ending: "jsonl" },
  ocsf: { type: "application/jsonl; charset=utf-8", ending: "ocsf.jsonl" },
  stix: { type: "application/stix+json;version=2.1", ending: "stix.json" },
  cef: { type: "text/plain; charset=utf-8", ending: "cef.log" },
};

export interface Writing extends Origin {
  /** RFC 3339 with milliseconds. */
  readonly now: string;
}

export async function* formOfFindings(
  form: Form,
  findings: AsyncIterable<HandedFinding>,
  writing: Writing,
): AsyncGenerator<string> {
  if (form === "stix") return yield* stixBundle(findings, writing);
  if (form === "csv") yield csvHead();
  for await (const finding of findings) yield lineOf(form, finding, writing);
}

/** `findings`: all of the incident's that the reader may see. In OCSF it is one Incident Finding; elsewhere its findings. */
export async function* formOfIncident(
  form: Form,
  incident: Incident,
  findings: readonly HandedFinding[],
  writing: Writing,
): AsyncGenerator<string> {
  if (form === "ocsf") return yield `${JSON.stringify(ocsfIncident(incident, findings, writing))}\n`;
  yield* formOfFindings(form, inTurn(findings), writing);
}

function lineOf(form: Exclude<Form, "stix">, finding: HandedFinding, origin: Origin): string {
  switch (form) {
    case "csv":
      return csvLine(finding);
    case "jsonl":
      return `${JSON.stringify(finding)}\n`;
    case "ocsf":
      return `${JSON.stringify(ocsfFinding(finding, origin))}\n`;
    case "cef":
      return `${cefFinding(finding, origin)}\n`;
  }
}

/** A list that is empty is left out: the specification knows none (section 2.7). */
async function* stixBundle(findings: AsyncIterable<HandedFinding>, writing: Writing): AsyncGenerator<string> {
  const objects = new StixObjects(writing);
  yield `{"type":"bundle","id":${JSON.stringify(stixBundleId(writing.now))}`;
  let before = ',"objects":[';
  for await (const finding of findings)
    for (const object of objects.of(finding)) {
      yield before + JSON.stringify(object);
      before = ",\n";
    }
  for (const object of objects.groupings()) yield before + JSON.stringify(object);
  yield before === ",\n" ? "]}\n" : "}\n";
}

async function* inTurn<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
