/** The filters of the list of incidents as SQL, and counts by value of each. Values never stand in the text. */
import type { Facet } from "../../incidents/desk/desk-store.ts";
import type { Choice } from "../../incidents/desk/finding-query.ts";
import {
  INCIDENT_FIELDS,
  type IncidentField,
  type IncidentQuery,
} from "../../incidents/desk/incident-query.ts";
import { SEVERITIES } from "../../model/index.ts";
import { facetOf } from "./facet.ts";
import type { SqlSession, SqlValue } from "./sql-driver.ts";

/** The incident's own value, of `incidents i`; operators and detectors are its findings'. */
const OWN_VALUE: Readonly<Partial<Record<IncidentField, string>>> = {
  state: "i.state",
  owner: "coalesce(i.owner, '')",
  severity: `coalesce((SELECT ${inWords("max(f.urgency)")} FROM findings f WHERE f.incident = i.id), 'low')`,
};
const FACET_VALUES = 200;

interface Where {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

function finding(condition: string): string {
  return `EXISTS (SELECT 1 FROM findings f WHERE f.incident = i.id AND ${condition})`;
}

/** Of `incidents i`. `without`: a field whose own filter is left out, for its facet. */
export function incidentsWhere(query: IncidentQuery, without?: IncidentField): Where {
  const parts: string[] = [];
  const values: SqlValue[] = [];
  const list = (all: readonly string[]) => all.map((each) => `$${values.push(each)}`).join(",");
  if (query.open !== undefined) parts.push(`i.open = ${query.open ? 1 : 0}`);
  for (const field of INCIDENT_FIELDS) {
    const { only = [], not = [] }: Partial<Choice> = field === without ? {} : (query[field] ?? {});
    const own = OWN_VALUE[field];
    if (only.length > 0)
      parts.push(own === undefined ? finding(`f.${field} IN (${list(only)})`) : `${own} IN (${list(only)})`);
    if (not.length > 0)
      parts.push(
        own === undefined ? `NOT ${finding(`f.${field} IN (${list(not)})`)}` : `${own} NOT IN (${list(not)})`,
      );
  }
  const { withheld = [] } = query;
  if (withheld.length > 0) parts.push(`NOT ${finding(`f.operator IN (${list(withheld)})`)}`);
  for (const word of query.words ?? [])
    parts.push(finding(`strpos(lower(f.explanation), lower(${list([word])})) > 0`));
  return { sql: parts.length === 0 ? "" : `WHERE ${parts.join(" AND ")}`, values };
}

export async function incidentFacets(
  session: SqlSession,
  query: IncidentQuery,
): Promise<Record<IncidentField, Facet[]>> {
  const found: [IncidentField, Facet[]][] = [];
  for (const field of INCIDENT_FIELDS) {
    const { sql, values } = incidentsWhere(query, field);
    const own = OWN_VALUE[field];
    const rows = await session.all(
      own === undefined
        ? `SELECT f.${field} AS value, count(DISTINCT i.id) AS count FROM incidents i JOIN findings f ON f.incident = i.id ${sql}
           GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${FACET_VALUES}`
        : `SELECT value, count(*) AS count FROM (SELECT ${own} AS value FROM incidents i ${sql}) AS each_one
           GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${FACET_VALUES}`,
      values,
    );
    found.push([field, rows.map(facetOf)]);
  }
  return Object.fromEntries(found) as Record<IncidentField, Facet[]>;
}

/** A rank of urgency as its severity. */
function inWords(rank: string): string {
  return `CASE ${rank} ${SEVERITIES.map((severity, at) => `WHEN ${at} THEN '${severity}'`).join(" ")} END`;
}
