import { listError, type ListRow, readInstant, readListRows } from "./list-rows.ts";

export interface CaseRecord {
  readonly status: "open" | "closed";
  /** Milliseconds; when the case was opened, closed, and when its incident happened. */
  readonly opened: number | undefined;
  readonly closed: number | undefined;
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** Folded to lower case, as units are compared. */
  readonly team: string | undefined;
  readonly type: string | undefined;
}

const WHAT = "case list";
const FORM = {
  what: WHAT,
  required: ["id", "status"],
  optional: ["opened", "closed", "from", "to", "team", "type"],
};
const OPEN = new Set(["open", "active", "reopened", "pending", "suspended"]);
const CLOSED = new Set(["closed", "cleared", "inactive", "archived", "cancelled"]);

export class CaseList {
  readonly #cases: ReadonlyMap<string, CaseRecord>;

  constructor(cases: ReadonlyMap<string, CaseRecord>) {
    this.#cases = cases;
  }

  get size(): number {
    return this.#cases.size;
  }

  /** The case that a purpose names. Where it names several, an open one wins: any open case carries the look-up. */
  find(purposeCase: string): CaseRecord | undefined {
    const whole = this.#cases.get(caseKey(purposeCase));
    if (whole !== undefined || !/[,;/\s]/.test(purposeCase)) return whole;
    let best: CaseRecord | undefined;
    for (const part of purposeCase.split(/[,;/\s]+/)) {
      const found = this.#cases.get(caseKey(part));
      if (found !== undefined && (best === undefined || found.status === "open")) best = found;
    }
    return best;
  }
}

/**
 * Reads a case list: CSV with a header or JSON Lines, columns id, status and, where known, opened, closed, from and to
 * (when the incident happened), team, type. `text` is what intake does to a purpose's free text, so that a case number
 * which looks like an identifier is written here as it is written in an event.
 * @throws CounterwatchError `config` with file and line, without the values.
 */
export function parseCaseList(
  source: string,
  options: { file: string; text: (raw: string) => string },
): CaseList {
  const cases = new Map<string, CaseRecord>();
  for (const row of readListRows(source, options.file, FORM)) {
    const key = caseKey(options.text(row.values.get("id")!));
    if (key === "") throw listError(WHAT, row.place, "id has neither letters nor digits");
    if (cases.has(key)) {
      throw listError(
        WHAT,
        row.place,
        "the case stands in the list already",
        "Keep its latest state, one row a case.",
      );
    }
    cases.set(key, caseRecord(row));
  }
  return new CaseList(cases);
}

function caseRecord(row: ListRow): CaseRecord {
  const word = row.values.get("status")!.toLowerCase();
  const status = OPEN.has(word) ? "open" : CLOSED.has(word) ? "closed" : undefined;
  if (status === undefined) {
    const known = [...OPEN, ...CLOSED].join(", ");
    throw listError(WHAT, row.place, "status is a word that is not known", `Write one of: ${known}.`);
  }
  const record: CaseRecord = {
    status,
    opened: readInstant(row, "opened", WHAT),
    closed: readInstant(row, "closed", WHAT, true),
    from: readInstant(row, "from", WHAT),
    to: readInstant(row, "to", WHAT, true),
    team: row.values.get("team")?.toLowerCase(),
    type: row.values.get("type"),
  };
  if (record.opened !== undefined && record.closed !== undefined && record.closed < record.opened) {
    throw listError(WHAT, row.place, "closed lies before opened");
  }
  if (record.from !== undefined && record.to !== undefined && record.to < record.from) {
    throw listError(WHAT, row.place, "to lies before from");
  }
  return record;
}

/** `C25-1234`, `c25 1234` and `C251234` are one case. */
function caseKey(text: string): string {
  return text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");
}
