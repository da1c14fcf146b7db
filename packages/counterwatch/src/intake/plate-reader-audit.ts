/**
 * Organization audits of a plate-reader vendor, in all five header eras:
 *   to May 2025            Name, Total Networks Searched, Time Frame, License Plate, Case #, Filters, Reason, Search Time
 *   June 2025              … Reason, Case #, Filters, Search Time, Search Type
 *   July–November 2025     Name, Org Name, Total Networks Searched, Total Devices Searched, … Text Prompt, Moderation
 *   December 2025 on       ID before them
 *   from February 2026     without Total Devices Searched
 * Names carry leading spaces; Search Time is month first with a zone; Time Frame is two lines in one cell, or "A to B".
 * Search Type says how was asked (search, lookup, convoy, visual, freeform, multiGeo, …), with " - Mobile" for the telephone;
 * `lookup` is a person asking for one plate, `apiLookup` and `apiV1` are machines.
 */
import { type AccessEvent, Rejection } from "../model/index.ts";
import type { Connector, ConnectorContext, Row, RowReader } from "./connector.ts";
import { present, readCount, readId, readKindName } from "./event-parts.ts";
import type { Identifiers } from "./identifiers.ts";
import { cellReaders, headerLikeness, plainName } from "./named-cells.ts";
import { createPurposeReader } from "./purposes.ts";
import { rememberLast } from "./remembered.ts";
import { createTimeReader, printTime, type TimeReader } from "./times.ts";
import { readWindow } from "./windows.ts";

const COLUMNS = [
  "Name",
  "Total Networks Searched",
  "Time Frame",
  "License Plate",
  "Reason",
  "Case #",
  "Filters",
  "Search Time",
];

export const plateReaderAudit: Connector = {
  id: "plate-reader-audit",
  title: "Plate-reader organization audit (all header eras)",
  framing: "table",
  needsZone: false,
  recognise: ({ header }) => headerLikeness(header, ["Name", "License Plate", "Search Time"], COLUMNS),
  open: openAudit,
};

/** Search types that only a program uses. */
const MACHINE = /^api/i;

function openAudit({ header, source, identifiers, zone }: ConnectorContext): RowReader {
  const cells = cellReaders(header, {
    id: ["ID"],
    name: ["Name"],
    unit: ["Org Name"],
    networks: ["Total Networks Searched"],
    devices: ["Total Devices Searched"],
    frame: ["Time Frame"],
    plate: ["License Plate"],
    reason: ["Reason"],
    case: ["Case #"],
    filters: ["Filters"],
    time: ["Search Time"],
    type: ["Search Type"],
    prompt: ["Text Prompt"],
    moderation: ["Moderation"],
  });
  const readTime = createTimeReader(zone);
  const readFrame = createFrameReader(identifiers, readTime);
  // Three cells at most decide each part, and in a sitting they do not change from row to row.
  const ownOf = rememberLast((plate: string) => (plate === "" ? NO_SUBJECT : [plate]));
  const subjectsOf = rememberLast((plate: string) => {
    const subjects = identifiers.subjects("plate", plate);
    return subjects.length === 0 ? undefined : subjects;
  });
  const nameOf = rememberLast((name: string, own: readonly string[]) => {
    const operator = identifiers.operator(name, own);
    if (operator === undefined) throw new Rejection("operator-missing", "The row names no operator.", "Name");
    return operator;
  });
  const unitOf = rememberLast(textOf);
  const operatorOf = rememberLast((operator: AccessEvent["operator"], unit: string | undefined) =>
    unit === undefined ? operator : { ...operator, unit },
  );
  const purposeOf = rememberLast(createPurposeReader(identifiers));
  const kindOf = rememberLast((kind: string, own: readonly string[]) => readKind(kind, own, identifiers));
  const promptOf = rememberLast((prompt: string, moderation: string, own: readonly string[]) =>
    join(textOf(prompt, own), labelled("moderation", textOf(moderation, own))),
  );
  const filtersOf = rememberLast((filters: string, frame: string, own: readonly string[]) =>
    join(textOf(filters, own), labelled("time frame", textOf(frame, own))),
  );
  const queryOf = rememberLast(
    (kind: string | undefined, filters: string | undefined, prompt: string | undefined) =>
      kind === undefined && filters === undefined && prompt === undefined
        ? undefined
        : present({ kind, filters, prompt }),
  );
  const reachOf = rememberLast((networks: string, devices: string) =>
    present({ networks: readCount(networks), devices: readCount(devices) }),
  );

  function textOf(cell: string, own: readonly string[]): string | undefined {
    return identifiers.isBlank(cell) ? undefined : identifiers.text(cell, own) || undefined;
  }

  function readSaid(row: Row): Said {
    const plate = cells.plate(row);
    const own = ownOf(plate);
    const { kind, session, automated } = kindOf(cells.type(row), own);
    const prompt = promptOf(cells.prompt(row), cells.moderation(row), own);
    const operator = operatorOf(nameOf(cells.name(row), own), unitOf(cells.unit(row), own));
    const purpose = purposeOf(cells.case(row), cells.reason(row), own);
    const reach = reachOf(cells.networks(row), cells.devices(row));
    const query = queryOf(kind, filtersOf(cells.filters(row), "", own), prompt);
    return {
      own,
      operator,
      session,
      subjects: subjectsOf(plate),
      purpose,
      query,
      reach,
      automated,
      kind,
      prompt,
    };
  }

  const compared = [...header.keys()].filter((index) => !OF_ITS_OWN.has(plainName(header[index] as string)));
  let last: readonly string[] = [];
  let said: Said | undefined;

  /** What a row says beside when: two rows in three say the same as the one above. */
  function saidIn(row: readonly string[]): Said {
    if (said === undefined || !agreeIn(compared, row, last)) {
      said = undefined;
      said = readSaid(row);
      last = row;
    }
    return said;
  }

  return (row): AccessEvent => {
    const { own, operator, session, subjects, purpose, query, reach, automated, kind, prompt } = saidIn(
      row as readonly string[],
    );
    const instant = readTime(cells.time(row), "Search Time");
    const id = cells.id(row);
    const { window, unread } = readFrame(cells.frame(row), instant);
    return {
      id: id === "" ? "" : (readId(identifiers, id, own) ?? ""),
      time: printTime(instant),
      source,
      system: "plates",
      action: "search",
      operator,
      session,
      subjects,
      window,
      purpose,
      query: unread === "" ? query : queryOf(kind, filtersOf(cells.filters(row), unread, own), prompt),
      reach,
      automated,
    };
  };
}

interface Said
  extends Pick<
    AccessEvent,
    "operator" | "session" | "subjects" | "purpose" | "query" | "reach" | "automated"
  > {
  /** The row's raw subject cells. */
  readonly own: readonly string[];
  readonly kind: string | undefined;
  readonly prompt: string | undefined;
}

/** Columns that each row has for itself. */
const OF_ITS_OWN = new Set(["id", "searchtime", "timeframe"]);

function agreeIn(columns: readonly number[], row: readonly string[], other: readonly string[]): boolean {
  for (const column of columns) if (row[column] !== other[column]) return false;
  return true;
}

const NO_SUBJECT: readonly string[] = [];

function labelled(label: string, text: string | undefined): string | undefined {
  return text === undefined ? undefined : `${label}: ${text}`;
}

function join(first: string | undefined, second: string | undefined): string | undefined {
  return first === undefined ? second : second === undefined ? first : `${first}; ${second}`;
}

interface Kind {
  readonly kind: string | undefined;
  readonly session: { client: string } | undefined;
  readonly automated: true | undefined;
}

function readKind(raw: string, own: readonly string[], identifiers: Identifiers): Kind {
  if (identifiers.isBlank(raw)) return { kind: undefined, session: undefined, automated: undefined };
  const mobile = /\s*-\s*mobile\s*$/i.exec(raw);
  const name = mobile === null ? raw.trim() : raw.slice(0, mobile.index).trim();
  const kind = readKindName(identifiers, name, own);
  return {
    kind,
    session: mobile === null ? undefined : { client: "mobile" },
    automated: kind !== undefined && MACHINE.test(kind) ? true : undefined,
  };
}

interface Frame {
  readonly window: AccessEvent["window"];
  /** A time frame that cannot be read stays as text: what was asked for must not vanish. */
  readonly unread: string;
}

function createFrameReader(
  identifiers: Identifiers,
  readTime: TimeReader,
): (cell: string, asked: number) => Frame {
  const none: Frame = { window: undefined, unread: "" };
  return (cell, asked) => {
    if (identifiers.isBlank(cell)) return none;
    const window = readWindow(cell, asked, readTime, "Time Frame");
    return { window, unread: window === undefined ? cell : "" };
  };
}
