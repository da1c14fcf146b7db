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
import type { Connector, ConnectorContext, RowReader } from "./connector.ts";
import { present, readId } from "./event-parts.ts";
import type { Identifiers } from "./identifiers.ts";
import { cellReaders, headerLikeness } from "./named-cells.ts";
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
  const ownOf = rememberLast((plate: string, _a: undefined, _b: undefined) => (plate === "" ? [] : [plate]));
  const operatorOf = rememberLast((name: string, unit: string, own: readonly string[]) => {
    const operator = identifiers.operator(name, own);
    if (operator === undefined) throw new Rejection("operator-missing", "The row names no operator.", "Name");
    return unit === "" || identifiers.isBlank(unit)
      ? operator
      : { ...operator, unit: identifiers.text(unit, own) };
  });
  const purposeOf = rememberLast(createPurposeReader(identifiers));
  const askedOf = rememberLast((kind: string, own: readonly string[], _: undefined) =>
    readKind(kind, own, identifiers),
  );
  const reachOf = rememberLast((networks: string, devices: string, _: undefined) =>
    present({ networks: readCount(networks), devices: readCount(devices) }),
  );

  return (row): AccessEvent => {
    const plate = cells.plate(row);
    const own = ownOf(plate, undefined, undefined);
    const instant = readTime(cells.time(row), "Search Time");
    const operator = operatorOf(cells.name(row), cells.unit(row), own);
    const { kind, client, automated } = askedOf(cells.type(row), own, undefined);
    const { window, note } = readFrame(cells.frame(row), instant);
    const subjects = plate === "" ? undefined : identifiers.subjects("plate", plate);
    return {
      id: readId(identifiers, cells.id(row), own) ?? "",
      time: printTime(instant),
      source,
      system: "plates",
      action: "search",
      operator,
      session: client === undefined ? undefined : { client },
      subjects: subjects === undefined || subjects.length === 0 ? undefined : subjects,
      window,
      purpose: purposeOf(cells.case(row), cells.reason(row), own),
      query: queryOf(kind, cells.filters(row), note, cells.prompt(row), cells.moderation(row), own),
      reach: reachOf(cells.networks(row), cells.devices(row), undefined),
      automated,
    };
  };

  function queryOf(
    kind: string | undefined,
    filters: string,
    note: string | undefined,
    prompt: string,
    moderation: string,
    own: readonly string[],
  ): AccessEvent["query"] {
    if (kind === undefined && filters === "" && prompt === "" && note === undefined && moderation === "")
      return undefined;
    const parts = [filters, note ?? "", prompt, moderation].map((cell) =>
      cell === "" || identifiers.isBlank(cell) ? undefined : identifiers.text(cell, own) || undefined,
    );
    const [filter, frame, asked, moderated] = parts;
    return present({
      kind,
      filters: join(filter, frame === undefined ? undefined : `time frame: ${frame}`),
      prompt: join(asked, moderated === undefined ? undefined : `moderation: ${moderated}`),
    });
  }
}

function join(first: string | undefined, second: string | undefined): string | undefined {
  return first === undefined ? second : second === undefined ? first : `${first}; ${second}`;
}

interface Asked {
  readonly kind: string | undefined;
  readonly client: string | undefined;
  readonly automated: true | undefined;
}

function readKind(raw: string, own: readonly string[], identifiers: Identifiers): Asked {
  if (raw === "" || identifiers.isBlank(raw))
    return { kind: undefined, client: undefined, automated: undefined };
  const mobile = /\s*-\s*mobile\s*$/i.exec(raw);
  const kind = identifiers.text(mobile === null ? raw : raw.slice(0, mobile.index), own) || undefined;
  return {
    kind,
    client: mobile === null ? undefined : "mobile",
    automated: kind !== undefined && MACHINE.test(kind) ? true : undefined,
  };
}

/** A time frame that cannot be read stays as text: what was asked for must not vanish. */
function createFrameReader(
  identifiers: Identifiers,
  readTime: TimeReader,
): (cell: string, asked: number) => { window: AccessEvent["window"]; note: string | undefined } {
  const none = { window: undefined, note: undefined };
  return (cell, asked) => {
    if (cell === "" || identifiers.isBlank(cell)) return none;
    const window = readWindow(cell, asked, readTime, "Time Frame");
    return { window, note: window === undefined ? cell : undefined };
  };
}

/** A whole number, with thousands separated as people do; undefined: not a count. */
export function readCount(cell: string): number | undefined {
  const bare = cell.trim();
  if (!/^\d{1,3}(?:[, ]?\d{3}){0,3}$|^\d{1,12}$/.test(bare)) return undefined;
  return Number(bare.replace(/[, ]/g, ""));
}
