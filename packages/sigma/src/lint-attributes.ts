import { KNOWN_ATTRIBUTES } from "./attributes.ts";
import { nearest, type Place } from "./errors.ts";
import type { Report } from "./lint.ts";
import { ROUTED } from "./log-source.ts";
import { metadataOf, type SigmaDocument } from "./parse.ts";
import { entryOf, type MapTree } from "./tree.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DATE = /^\d{4}-(0[1-9]|1[012])-(0[1-9]|[12]\d|3[01])$/;
const TAG = /^[a-z0-9_-]+\.[a-z0-9._-]+$/;
/** Which attribute belongs to which kind of document alone. */
const ELSEWHERE = {
  rule: ["generate"],
  correlation: ["detection", "filter", "logsource"],
  filter: ["detection", "correlation"],
};

/** Compares the attributes of a document with the specification's JSON schemas, where a mistake does not make it useless. */
export function lintAttributes(document: SigmaDocument, custom: readonly string[], report: Report): void {
  const { tree } = document;
  const metadata = metadataOf(document);
  lintNames(document, custom, report);
  for (const key of ["id", ...(document.kind === "filter" ? [] : ["level"])])
    if (entryOf(tree, key) === undefined)
      report(
        "missing-attribute",
        `\`${key}\` is missing`,
        tree.place,
        key === "id" ? "Add a random UUID." : "Add a level.",
      );
  const check = (key: string, good: boolean, message: string, remedy: string) => {
    if (!good) report("attribute-format", message, placeOf(tree, key), remedy);
  };
  check(
    "title",
    metadata.title.length <= 256,
    "the title is longer than 256 characters",
    "Move the rest to the description.",
  );
  check(
    "id",
    metadata.id === undefined || UUID.test(metadata.id),
    "the id is no UUID",
    "Use a random UUID (version 4).",
  );
  for (const key of ["date", "modified"] as const) {
    const date = metadata[key];
    check(
      key,
      date === undefined || DATE.test(date),
      `\`${key}\` is not written YYYY-MM-DD`,
      "Write it as 2025-08-02.",
    );
  }
  for (const tag of metadata.tags ?? [])
    check(
      "tags",
      TAG.test(tag),
      `the tag \`${tag}\` has no namespace or uses other characters`,
      "Write it as attack.t1059.",
    );
  for (const key of ["tags", "references", "falsepositives", "fields"] as const) {
    const values = metadata[key] ?? [];
    check(
      key,
      new Set(values).size === values.length,
      `\`${key}\` names something twice`,
      "Remove the repetition.",
    );
    const entry = entryOf(tree, key);
    check(
      key,
      entry === undefined || entry.value.kind === "list",
      `\`${key}\` should be a list`,
      "Write it as a list.",
    );
  }
  if (metadata.status === "deprecated" || metadata.status === "unsupported")
    report(
      "deprecated-rule",
      `the rule is ${metadata.status}`,
      placeOf(tree, "status"),
      "Use the rule that replaces it.",
    );
  if (document.kind !== "correlation") lintLogSource(document, report);
}

function lintNames({ tree, kind }: SigmaDocument, custom: readonly string[], report: Report): void {
  for (const { key, place } of tree.entries) {
    if (custom.includes(key)) continue;
    if ((KNOWN_ATTRIBUTES as readonly string[]).includes(key)) {
      if (ELSEWHERE[kind].includes(key))
        report("unknown-attribute", `\`${key}\` has no meaning in a ${kind}`, place, "Remove it.");
      continue;
    }
    const near = nearest(key, KNOWN_ATTRIBUTES);
    report(
      "unknown-attribute",
      `\`${key}\` is no attribute of the specification`,
      place,
      near === undefined ? "Remove it, or declare it as a custom attribute." : `Did you mean \`${near}\`?`,
    );
  }
}

function lintLogSource(document: SigmaDocument & { kind: "rule" | "filter" }, report: Report): void {
  const logsource = document.kind === "rule" ? document.rule.logsource : document.filter.logsource;
  for (const key of ROUTED) {
    const value = logsource[key];
    if (value !== undefined && /[A-Z\s]/.test(value))
      report(
        "attribute-format",
        `the ${key} of a log source is written in lower case without spaces`,
        placeOf(document.tree, "logsource"),
        `Write \`${value.toLowerCase().replace(/\s+/g, "_")}\`.`,
      );
  }
}

function placeOf(tree: MapTree, key: string): Place {
  return entryOf(tree, key)?.place ?? tree.place;
}
