import { missing, readMetadata, wantMap, wantScalar, wantText, wantTexts } from "./attributes.ts";
import { SigmaError } from "./errors.ts";
import { COMPARISONS, CORRELATION_TYPES, type SigmaCorrelation } from "./rule.ts";
import { entryOf, type MapTree } from "./tree.ts";
import { numberOf } from "./value-test.ts";

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Reads a correlation document (Sigma Correlation Rules Specification 2.1.0) into typed values. */
export function readCorrelation(map: MapTree): SigmaCorrelation {
  const metadata = readMetadata(map);
  const entry = entryOf(map, "correlation");
  if (entry === undefined) throw missing("correlation", map, "Describe the correlation.");
  const body = wantMap(entry.value, "correlation");
  const typeEntry = entryOf(body, "type");
  if (typeEntry === undefined) throw missing("type", body, `Use one of ${CORRELATION_TYPES.join(", ")}.`);
  const typeText = wantText(typeEntry.value, "type");
  const type = CORRELATION_TYPES.find((known) => known === typeText);
  if (type === undefined)
    throw new SigmaError("wrong-value", `\`${typeText}\` is no type of correlation`, typeEntry.value.place, {
      remedy: `Use one of ${CORRELATION_TYPES.join(", ")}.`,
    });
  const rules = entryOf(body, "rules");
  if (rules === undefined) throw missing("rules", body, "List the ids or names of the correlated rules.");
  const groupBy = entryOf(body, "group-by");
  const condition = readBounds(body);
  const temporal = type === "temporal" || type === "temporal_ordered";
  if (condition === undefined && !temporal)
    throw missing("condition", body, `\`${type}\` needs a bound, such as \`gte: 10\`.`);
  if (type.startsWith("value_") && condition?.field === undefined)
    throw missing("field", body, `Name the field of \`${type}\` in its condition.`);
  const generate = entryOf(map, "generate")?.value;
  return {
    ...metadata,
    correlation: {
      type,
      rules: wantTexts(rules.value, "rules"),
      groupBy: groupBy === undefined ? [] : wantTexts(groupBy.value, "group-by"),
      timespanSeconds: readTimespan(body),
      ...(condition === undefined ? {} : { condition }),
      aliases: readAliases(body),
    },
    generate: generate !== undefined && wantScalar(generate, "generate").value === true,
  };
}

function readTimespan(body: MapTree): number {
  const entry = entryOf(body, "timespan");
  if (entry === undefined) throw missing("timespan", body, "Write it as 30s, 10m, 2h or 7d.");
  const match = /^(\d{1,9})([smhd])$/.exec(wantText(entry.value, "timespan"));
  const seconds = Number(match?.[1] ?? 0) * (SECONDS[match?.[2] ?? ""] ?? 0);
  if (seconds === 0)
    throw new SigmaError("wrong-value", "`timespan` is a number and one of s, m, h, d", entry.value.place, {
      remedy: "Write it as 30s, 10m, 2h or 7d.",
    });
  return seconds;
}

function readBounds(body: MapTree): SigmaCorrelation["correlation"]["condition"] {
  const entry = entryOf(body, "condition");
  if (entry === undefined) return undefined;
  const map = wantMap(entry.value, "condition");
  const field = entryOf(map, "field");
  const bounds = map.entries
    .filter(({ key }) => key !== "field")
    .map(({ key, value, place }) => {
      const comparison = COMPARISONS.find((known) => known === key);
      if (comparison === undefined)
        throw new SigmaError("wrong-value", `\`${key}\` compares nothing`, place, {
          remedy: `Use ${COMPARISONS.join(", ")} or field.`,
        });
      const number = numberOf(wantText(value, key));
      if (number === undefined)
        throw new SigmaError("wrong-type", `\`${key}\` must be a number`, value.place, {
          remedy: "Give a number.",
        });
      return { comparison, value: number };
    });
  if (bounds.length === 0) throw missing("gte", map, "Give a bound, such as `gte: 10`.");
  return { ...(field === undefined ? {} : { field: wantTexts(field.value, "field") }), bounds };
}

function readAliases(body: MapTree): Record<string, Record<string, string>> {
  const aliases = Object.create(null) as Record<string, Record<string, string>>;
  const entry = entryOf(body, "aliases");
  if (entry === undefined) return aliases;
  for (const alias of wantMap(entry.value, "aliases").entries) {
    const fields = Object.create(null) as Record<string, string>;
    for (const { key, value } of wantMap(alias.value, alias.key).entries) fields[key] = wantText(value, key);
    aliases[alias.key] = fields;
  }
  return aliases;
}
