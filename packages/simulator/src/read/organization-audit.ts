import type { AccessEventJson, PurposeJson } from "../event.ts";

/**
 * Reads a plate-reader organization audit, whatever its era: columns are found by name. Rows come back in event order,
 * because such logs are not; that takes the whole log into memory. Rows without a readable time or name are counted in
 * `skipped`, since this reader serves measurements, not evidence.
 */
export function readOrganizationAudit(
  text: string,
  source = "organization-audit",
): { readonly events: AccessEventJson[]; readonly skipped: number } {
  const rows = cells(text.replace(/^\uFEFF/, ""));
  const header = (rows[0] ?? []).map((name) => name.trim());
  const column = (name: string) => header.indexOf(name);
  const [name, time, plate] = [column("Name"), column("Search Time"), column("License Plate")];
  if (name < 0 || time < 0 || plate < 0)
    throw new RangeError("no columns Name, Search Time, License Plate: not an organization audit");
  const [id, reason, number, filters, kind] = [
    column("ID"),
    column("Reason"),
    column("Case #"),
    column("Filters"),
    column("Search Type"),
  ];
  const events: AccessEventJson[] = [];
  let skipped = 0;
  for (const [ordinal, row] of rows.slice(1).entries()) {
    const at = instant(row[time] ?? "");
    const operator = row[name]?.trim();
    if (at === undefined || !operator) {
      if (row.some((cell) => cell !== "")) skipped++;
      continue;
    }
    const purpose: PurposeJson = { ...filled("reason", row[reason]), ...filled("case", row[number]) };
    const query = { ...filled("kind", row[kind]), ...filled("filters", row[filters]) };
    const subject = row[plate]?.trim();
    events.push({
      id: row[id] || `${source}:${ordinal + 1}`,
      time: at,
      source,
      system: "plates",
      action: "search",
      operator: { id: operator },
      ...(subject ? { subjects: [{ type: "plate", id: subject.toUpperCase() }] } : {}),
      ...(Object.keys(purpose).length > 0 ? { purpose } : {}),
      ...(Object.keys(query).length > 0 ? { query } : {}),
      ...(row[kind]?.startsWith("api") ? { automated: true } : {}),
    });
  }
  return { events: events.toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0)), skipped };
}

function filled(key: string, cell: string | undefined): Record<string, string> {
  const text = cell?.trim();
  return text ? { [key]: text } : {};
}

const VENDOR_TIME = /^(\d{1,2})\/(\d{1,2})\/(\d{4}), (\d{1,2}):(\d{2}):(\d{2}) ([AP])M UTC$/;

function instant(text: string): string | undefined {
  const found = VENDOR_TIME.exec(text.trim());
  if (found === null) return undefined;
  const [month, day, year, hour, minute, second] = found.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return new Date(
    Date.UTC(year, month - 1, day, (hour % 12) + (found[7] === "P" ? 12 : 0), minute, second),
  ).toISOString();
}

/** RFC 4180: quoted cells may hold commas, line feeds and doubled quotes. */
function cells(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[i + 1] === '"') {
        cell += '"';
        i++;
      } else quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === ",") {
      row.push(cell);
      cell = "";
    } else if (char === "\n") {
      row.push(cell.endsWith("\r") ? cell.slice(0, -1) : cell);
      rows.push(row);
      row = [];
      cell = "";
    } else cell += char;
  }
  if (cell !== "" || row.length > 0) rows.push([...row, cell]);
  return rows;
}
