import { deflateRawSync } from "node:zlib";

interface Part {
  readonly name: string;
  readonly content: string | Uint8Array;
  /** What the directory claims, where it lies. */
  readonly claimedSize?: number;
  readonly method?: number;
}

/** A ZIP archive by hand: local entries, directory, end. Checksums are left out, as nothing reads them. */
export function zipOf(parts: readonly Part[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claimedSize, method = 8 } of parts) {
    const raw = Buffer.from(content);
    const packed = method === 8 ? deflateRawSync(raw) : raw;
    const bytes = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(claimedSize ?? raw.length, 22);
    local.writeUInt16LE(bytes.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(claimedSize ?? raw.length, 24);
    entry.writeUInt16LE(bytes.length, 28);
    entry.writeUInt32LE(offset, 42);
    locals.push(local, bytes, packed);
    directory.push(entry, bytes);
    offset += 30 + bytes.length + packed.length;
  }
  const end = Buffer.alloc(22);
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

interface SheetFixture {
  readonly name: string;
  /** Rows of cells; a cell is its XML attributes and content, or a text for an inline string. */
  readonly rows?: readonly (readonly string[])[];
  /** Instead of rows: what stands in sheetData. */
  readonly xml?: string;
  readonly state?: string;
}

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships";

export interface WorkbookFixture {
  readonly sheets: readonly SheetFixture[];
  readonly sharedStrings?: string;
  readonly date1904?: boolean;
  /** Namespace prefix of the sheets' elements, as some writers have it. */
  readonly prefix?: string;
}

/** Cell styles: 0 plain, 1 date and time (built in), 2 `yyyy-mm-dd`, 3 `h:mm:ss`, 4 `0.00"days"`. */
export function workbookOf({
  sheets,
  sharedStrings = "",
  date1904 = false,
  prefix = "",
}: WorkbookFixture): Buffer {
  const p = prefix === "" ? "" : `${prefix}:`;
  const space = prefix === "" ? `xmlns="${MAIN}"` : `xmlns:${prefix}="${MAIN}"`;
  return zipOf([
    {
      name: "xl/workbook.xml",
      content: `<?xml version="1.0"?><workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><workbookPr${date1904 ? ' date1904="1"' : ""}/><sheets>${sheets
        .map(
          ({ name, state }, i) =>
            `<sheet name="${name}" sheetId="${i + 1}"${state === undefined ? "" : ` state="${state}"`} r:id="rId${i + 1}"/>`,
        )
        .join("")}</sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      content: `<Relationships xmlns="${PACKAGE}">${sheets
        .map(
          (_, i) =>
            `<Relationship Id="rId${i + 1}" Type="${RELATIONS}/worksheet" Target="${i % 2 === 0 ? "worksheets" : "/xl/worksheets"}/sheet${i + 1}.xml"/>`,
        )
        .join("")}<Relationship Id="s" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
    },
    {
      name: "xl/styles.xml",
      content: `<styleSheet xmlns="${MAIN}"><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="[$-409]h:mm:ss\\ AM/PM"/><numFmt numFmtId="166" formatCode="0.00&quot;days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="22"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>`,
    },
    { name: "xl/sharedStrings.xml", content: `<sst xmlns="${MAIN}">${sharedStrings}</sst>` },
    ...sheets.map(({ rows, xml }, i) => ({
      name: `xl/worksheets/sheet${i + 1}.xml`,
      content: `<?xml version="1.0"?><${p}worksheet ${space}><${p}sheetData>${xml ?? rowsXml(rows ?? [], p)}</${p}sheetData></${p}worksheet>`,
    })),
  ]);
}

function rowsXml(rows: readonly (readonly string[])[], p: string): string {
  return rows
    .map(
      (cells, r) =>
        `<${p}row r="${r + 1}">${cells.map((cell, c) => cellXml(cell, `${letters(c)}${r + 1}`, p)).join("")}</${p}row>`,
    )
    .join("");
}

function cellXml(cell: string, reference: string, p: string): string {
  if (cell.startsWith("<c ")) return cell.replace("<c ", `<${p}c r="${reference}" `);
  const text = cell.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<${p}c r="${reference}" t="inlineStr"><${p}is><${p}t>${text}</${p}t></${p}is></${p}c>`;
}

function letters(column: number): string {
  return column < 26
    ? String.fromCharCode(65 + column)
    : letters(Math.floor(column / 26) - 1) + letters(column % 26);
}
