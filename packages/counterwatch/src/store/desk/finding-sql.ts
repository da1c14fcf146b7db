/** The queue's filters as SQL. Values never stand in the text. */
import type { Choice, FindingQuery } from "../../incidents/desk/finding-query.ts";
import type { SqlValue } from "./sql-driver.ts";

export interface Where {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** `without`: a field whose own filter is left out, for its facet. */
export function whereOf(query: FindingQuery, without?: string): Where {
  const parts: string[] = [];
  const values: SqlValue[] = [];
  const value = (each: SqlValue) => {
    values.push(each);
    return `$${values.length}`;
  };
  const choose = (field: string, { only, not }: Choice) => {
    if (field === without) return;
    if (only.length > 0) parts.push(`coalesce(${field}, '') IN (${only.map(value).join(",")})`);
    if (not.length > 0) parts.push(`coalesce(${field}, '') NOT IN (${not.map(value).join(",")})`);
  };
  choose("severity", query.severity);
  choose("state", query.state);
  choose("detector", query.detector);
  choose("operator", query.operator);
  choose("owner", query.owner);
  for (const word of query.words) parts.push(`strpos(lower(explanation), lower(${value(word)})) > 0`);
  if (query.since !== undefined) parts.push(`learned >= ${value(query.since)}`);
  if (query.until !== undefined) parts.push(`learned < ${value(query.until)}`);
  return { sql: parts.length === 0 ? "" : `WHERE ${parts.join(" AND ")}`, values };
}

export function orderOf({ sort }: FindingQuery): string {
  const by = { urgency: "urgency DESC, learned DESC", learned: "learned DESC", time: "time DESC" };
  return `ORDER BY ${by[sort]}, id`;
}
