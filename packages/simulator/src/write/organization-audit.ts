import type { AccessEventJson } from "../event.ts";

/** Columns of plate-reader organization audits, by the month in which they came up. */
const COLUMNS = {
  "2025-07": [
    "Name",
    "Org Name",
    "Total Networks Searched",
    "Total Devices Searched",
    "Time Frame",
    "License Plate",
    "Reason",
    "Case #",
    "Filters",
    "Search Time",
    "Search Type",
    "Text Prompt",
    "Moderation",
  ],
  "2025-12": [
    "ID",
    "Name",
    "Org Name",
    "Total Networks Searched",
    "Total Devices Searched",
    "Time Frame",
    "License Plate",
    "Reason",
    "Case #",
    "Filters",
    "Search Time",
    "Search Type",
    "Text Prompt",
    "Moderation",
  ],
} as const;
export type AuditEra = keyof typeof COLUMNS;

/**
 * The searches of plates as an organization audit: header first, then a row a search, in event order. Everything else
 * (other systems, reviews, settings) is not in such a log and is left out, as are milliseconds, sessions and units.
 * The era of December 2025 has the event's id, which `truth.json` names; the one before has not.
 */
export function* organizationAudit(
  events: Iterable<AccessEventJson>,
  era: AuditEra = "2025-12",
): Generator<string, void, undefined> {
  const columns: readonly string[] = COLUMNS[era];
  yield `${columns.join(", ")}\n`;
  for (const event of events) {
    if (event.system !== "plates" || event.action !== "search") continue;
    const { window } = event;
    const cells: Record<string, string> = {
      ID: event.id,
      Name: event.operator.id,
      "Org Name": event.source,
      "Total Networks Searched": String(event.reach?.networks ?? ""),
      "Time Frame": window?.from && window.to ? `${localTime(window.from)} to ${localTime(window.to)}` : "",
      "License Plate": event.subjects?.[0]?.id ?? "",
      Reason: event.purpose?.reason ?? "",
      "Case #": event.purpose?.case ?? "",
      Filters: event.query?.filters ?? "",
      "Search Time": localTime(event.time),
      "Search Type": event.query?.kind ?? "search",
    };
    yield `${columns.map((column) => quote(cells[column] ?? "")).join(",")}\n`;
  }
}

/** `1/31/2025, 04:08:36 AM UTC`, as the vendor writes it. */
function localTime(time: string): string {
  const hour = Number(time.slice(11, 13));
  const twelve = String(hour % 12 === 0 ? 12 : hour % 12).padStart(2, "0");
  const date = `${Number(time.slice(5, 7))}/${Number(time.slice(8, 10))}/${time.slice(0, 4)}`;
  return `${date}, ${twelve}:${time.slice(14, 19)} ${hour < 12 ? "AM" : "PM"} UTC`;
}

/** RFC 4180. A cell that a spreadsheet would take for a formula cannot occur: all text here is the simulator's own. */
function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
