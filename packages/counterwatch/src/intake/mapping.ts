/**
 * The connector for everything else: a table or records whose columns a mapping names. The mapping is trusted, the rows
 * are not.
 */
import {
  type AccessEvent,
  ACTIONS,
  type Action,
  type MappedField,
  type Mapping,
  Rejection,
  SYSTEMS,
  type System,
} from "../model/index.ts";
import type { Connector, ConnectorContext, Row, RowReader } from "./connector.ts";
import { createDeclaredTimeReader } from "./declared-times.ts";
import {
  present,
  readCount,
  readKindName,
  readId,
  readPlace,
  readPurpose,
  textReader,
} from "./event-parts.ts";
import { createColumnReader, mappedColumns, type ValueReader } from "./mapping-columns.ts";
import { createSubjectReader } from "./mapping-subjects.ts";
import { plainName } from "./named-cells.ts";
import { createPgaudit } from "./pgaudit.ts";
import { splitReason } from "./purposes.ts";
import { printTime, type TimeReader } from "./times.ts";
import { readWindow } from "./windows.ts";
import { compileWords } from "./word-table.ts";

export function mappingConnector(mapping: Mapping): Connector {
  const id = mapping.name;
  const title = mapping.title ?? `Mapping ${mapping.name}`;
  if (mapping.pgaudit !== undefined) {
    return createPgaudit(id, title, { ...mapping.pgaudit, system: mapping.constants?.system });
  }
  return {
    id,
    title,
    framing: "any",
    needsZone: mapping.time?.zone === undefined,
    sheet: mapping.sheet,
    impliedHeader: (first) => impliedHeader(mapping, first),
    recognise: ({ framing, header }) => (framing === "table" ? shareOfColumns(mapping, header) : 0.5),
    uses: (header) => usesOf(mapping, header),
    open: (context) => openMapping(mapping, context),
  };
}

/** The header that the mapping gives, unless the first row is that header. */
export function impliedHeader(
  { header }: Pick<Mapping, "header">,
  first: readonly string[],
): readonly string[] | undefined {
  if (header === undefined || header.length !== first.length) return undefined;
  const same = first.filter((cell, i) => plainName(cell) === plainName(header[i] ?? "")).length;
  return same * 2 > first.length ? undefined : header;
}

function usesOf(mapping: Mapping, header: readonly string[]): readonly (string | undefined)[] {
  const columns = mappedColumns(mapping);
  return header.map((name) => {
    const uses = columns.filter(({ alternatives }) =>
      alternatives.some((alternative) => plainName(alternative) === plainName(name)),
    );
    return uses.length === 0 ? undefined : uses.map(({ use }) => use).join(", ");
  });
}

/** 1 where every column that may not be missing is there; 0 where none of the mapped ones is. */
function shareOfColumns(mapping: Mapping, header: readonly string[]): number {
  const names = new Set(header.map(plainName));
  const columns = mappedColumns(mapping);
  const found = columns.filter(({ alternatives }) => alternatives.some((name) => names.has(plainName(name))));
  if (found.length === 0) return 0;
  const whole = columns.every((column) => column.optional || found.includes(column));
  return whole ? 1 : 0.4 + (0.4 * found.length) / columns.length;
}

const DEFAULT_OUTCOMES = {
  success: "success",
  ok: "success",
  granted: "success",
  allowed: "success",
  failure: "failure",
  failed: "failure",
  error: "failure",
  denied: "denied",
  refused: "denied",
  forbidden: "denied",
} as const;
const DEFAULT_AUTOMATED = ["true", "1", "yes", "y", "si", "sí", "api", "auto", "automated", "system"];

function openMapping(mapping: Mapping, context: ConnectorContext): RowReader {
  const { identifiers, source } = context;
  const constants = mapping.constants ?? {};
  const columns = createColumnReader(mapping, context.header, context.framing === "table");
  const cells = readersOf((field) => columns(mapping.columns?.[field], field));
  const readTime = createDeclaredTimeReader(mapping.time, mapping.time?.zone ?? context.zone);
  const subjects = createSubjectReader(mapping.subjects ?? [], columns, identifiers);
  const found = createSubjectReader(mapping.resultSubjects ?? [], columns, identifiers);
  const readSystem = choice<System>(
    cells.system,
    mapping.systems,
    SYSTEMS,
    constants.system,
    "system-unknown",
  );
  const readAction = choice<Action>(
    cells.action,
    mapping.actions,
    ACTIONS,
    constants.action,
    "action-unknown",
  );
  const outcomeOf = compileWords<"success" | "failure" | "denied">({
    ...DEFAULT_OUTCOMES,
    ...mapping.outcomes,
  });
  const isAutomated = automatedReader(mapping);
  const caseOf = caseFinder(mapping.caseInReason);

  return (row): AccessEvent => {
    const own = [...subjects.raw(row), ...found.raw(row)];
    const text = textReader(identifiers, own);
    const instant = readTime(cells.time.text(row), cells.time.column);
    const operator = identifiers.operator(cells.operator.text(row), own);
    if (operator === undefined) {
      throw new Rejection("operator-missing", "The row names no operator.", cells.operator.column);
    }
    const reason = cells.reason.text(row);
    const site = identifiers.site(cells.site.text(row) || (constants["site.id"] ?? ""), own);
    const asked = windowOf(cells, row, instant, readTime);
    return {
      id: readId(identifiers, cells.id.text(row), own) ?? "",
      time: printTime(instant),
      source,
      system: readSystem(row),
      action: readAction(row),
      operator: {
        ...operator,
        ...present({
          unit: text(cells.unit.text(row)) ?? constants["operator.unit"],
          role: text(cells.role.text(row)) ?? constants["operator.role"],
        }),
      },
      session: present({
        id: readId(identifiers, cells.session.text(row), own),
        address: identifiers.address(cells.address.text(row), own),
        client: text(cells.client.text(row)) ?? constants["session.client"],
      }),
      subjects: subjects.read(row),
      site: site === "" ? undefined : { id: site, ...readPlace(cells.lat.text(row), cells.lon.text(row)) },
      window: asked.window,
      purpose: readPurpose(
        identifiers,
        {
          case: cells.case.text(row).trim() || caseOf(reason),
          reason,
          authority: cells.authority.text(row).trim() || constants["purpose.authority"],
        },
        own,
      ),
      query: present({
        kind: readKindName(identifiers, cells.kind.text(row), own) ?? constants["query.kind"],
        // A window in words that cannot be read is kept as what was asked.
        filters: text(cells.filters.text(row)) ?? text(asked.words),
        prompt: text(cells.prompt.text(row)),
      }),
      reach: present({
        networks: readCount(cells.networks.text(row)),
        devices: readCount(cells.devices.text(row)),
      }),
      object: present({ type: text(cells.objectType.text(row)), name: text(cells.objectName.text(row)) }),
      result: present({
        rows: readCount(cells.rows.text(row)),
        subjects: found.read(row),
        outcome: outcomeOf(cells.outcome.text(row)),
      }),
      automated: isAutomated(cells.automated.text(row)),
    };
  };
}

type Cells = ReturnType<typeof readersOf>;

function readersOf(column: (field: MappedField) => ValueReader) {
  return {
    id: column("id"),
    time: column("time"),
    system: column("system"),
    action: column("action"),
    operator: column("operator.id"),
    unit: column("operator.unit"),
    role: column("operator.role"),
    session: column("session.id"),
    address: column("session.address"),
    client: column("session.client"),
    site: column("site.id"),
    lat: column("site.lat"),
    lon: column("site.lon"),
    window: column("window"),
    windowFrom: column("window.from"),
    windowTo: column("window.to"),
    case: column("purpose.case"),
    reason: column("purpose.reason"),
    authority: column("purpose.authority"),
    kind: column("query.kind"),
    filters: column("query.filters"),
    prompt: column("query.prompt"),
    networks: column("reach.networks"),
    devices: column("reach.devices"),
    objectType: column("object.type"),
    objectName: column("object.name"),
    rows: column("result.rows"),
    outcome: column("result.outcome"),
    automated: column("automated"),
  };
}

/** A column's word by the mapping's table, or one of our own words; the constant where the cell is blank. */
function choice<T extends string>(
  cell: ValueReader,
  table: Readonly<Record<string, T>> | undefined,
  ours: readonly T[],
  constant: T | undefined,
  reason: "system-unknown" | "action-unknown",
): (row: Row) => T {
  const words = compileWords<T>({
    ...(Object.fromEntries(ours.map((word) => [word, word])) as Record<string, T>),
    ...table,
  });
  return (row) => {
    const raw = cell.text(row);
    const chosen = raw.trim() === "" ? (constant ?? words("")) : words(raw);
    if (chosen !== undefined) return chosen;
    throw new Rejection(
      reason,
      `The word is in no table of the mapping; add it to ${reason === "system-unknown" ? "systems" : "actions"}.`,
      cell.column,
    );
  };
}

function automatedReader(mapping: Mapping): (raw: string) => boolean | undefined {
  const words = new Set(
    (mapping.automatedValues ?? DEFAULT_AUTOMATED).map((word) => word.trim().toLowerCase()),
  );
  return (raw) => {
    const word = raw.trim().toLowerCase();
    return word === "" ? mapping.constants?.automated : words.has(word);
  };
}

function caseFinder(rule: Mapping["caseInReason"]): (reason: string) => string | undefined {
  if (rule === undefined || rule === false) return () => undefined;
  if (rule === true) return (reason) => splitReason(reason).inside;
  const pattern = new RegExp(rule, "iu");
  return (reason) => {
    const found = pattern.exec(reason.slice(0, 400));
    return found?.[1] ?? found?.[0];
  };
}

/** From two columns, or one that holds both ends; `words` where that one says something else. */
function windowOf(
  cells: Cells,
  row: Row,
  asked: number,
  readTime: TimeReader,
): { window: AccessEvent["window"]; words?: string } {
  const cell = cells.window.text(row);
  if (cell.trim() !== "") {
    const window = readWindow(cell, asked, readTime, cells.window.column);
    return window === undefined ? { window, words: cell } : { window };
  }
  const [from, to] = [cells.windowFrom, cells.windowTo].map((end) => readEnd(end, row, readTime));
  const turned = from !== undefined && to !== undefined && from > to;
  return {
    window: present({
      from: printed(turned ? to : from),
      to: printed(turned ? from : to),
    }),
  };
}

/** A window's end that cannot be read costs the window, not the look-up. */
function readEnd(cell: ValueReader, row: Row, readTime: TimeReader): number | undefined {
  const text = cell.text(row);
  // A throw costs ten times as much as all the rest of a row.
  if (text.trim() === "") return undefined;
  try {
    return readTime(text, cell.column);
  } catch {
    return undefined;
  }
}

function printed(instant: number | undefined): string | undefined {
  return instant === undefined ? undefined : printTime(instant);
}
