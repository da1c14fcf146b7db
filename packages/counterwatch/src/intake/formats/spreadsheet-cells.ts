/** Cell values of SpreadsheetML (ECMA-376 part 1, 18.3 and 18.8) as the text that the sheet shows. */
import { attribute, scanXml } from "./xml-scan.ts";

/** Which style numbers of `styles.xml` show a date, a time of day, or both. */
export type DateStyles = ReadonlyMap<number, DateParts>;
interface DateParts {
  readonly date: boolean;
  readonly time: boolean;
}

export interface CellContext {
  readonly sharedStrings: readonly string[];
  readonly dateStyles: DateStyles;
  /** Days count from 1904-01-01 instead of 1900-01-00. */
  readonly epoch1904: boolean;
}

/** `type` is the cell's `t`, `style` its `s`, `value` the text of `v` or of the inline string. */
export function cellText(type: string, style: number, value: string, context: CellContext): string {
  switch (type) {
    case "s":
      return context.sharedStrings[Number(value)] ?? "";
    case "b":
      return value === "1" ? "TRUE" : "FALSE";
    case "n": {
      const parts = context.dateStyles.get(style);
      return parts === undefined ? numberText(value) : serialText(value, parts, context.epoch1904);
    }
    // #N/A, #REF! and the like say that there is no value.
    case "e":
      return "";
    default:
      return value;
  }
}

/** Digits stay as written, so that long identifiers keep every digit; `1.2E+10` becomes `12000000000`. */
function numberText(value: string): string {
  const text = value.trim();
  if (/^-?\d+$/.test(text) || text === "") return text;
  const number = Number(text);
  return Number.isFinite(number) ? String(number) : text;
}

const DAY = 86_400_000;
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
const LAST_SERIAL = 2_958_466;

/** Wall-clock time without zone: a spreadsheet knows none. Text that is no serial number stays as it is. */
function serialText(value: string, parts: DateParts, epoch1904: boolean): string {
  const serial = Number(value);
  if (value.trim() === "" || !(serial >= 0 && serial < LAST_SERIAL)) return value;
  // The 1900 calendar counts a 29 February 1900 that never was (serial 60): days before it are one short.
  const phantom = !epoch1904 && serial >= 1 && serial < 60 ? 1 : 0;
  const epoch = epoch1904 ? EPOCH_1904 : EPOCH_1900;
  const iso = new Date(epoch + Math.round((serial + phantom) * DAY)).toISOString();
  const time = iso.slice(11, 23).replace(/\.000$/, "");
  if (!parts.date) return time;
  return parts.time ? `${iso.slice(0, 10)}T${time}` : iso.slice(0, 10);
}

/** Number formats that every spreadsheet program has without declaring them. */
function builtInFormat(id: number): DateParts | undefined {
  if (id >= 14 && id <= 17) return { date: true, time: false };
  if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47)) return { date: false, time: true };
  if (id === 22) return { date: true, time: true };
  if ((id >= 27 && id <= 31) || (id >= 50 && id <= 54) || id === 36 || id === 57 || id === 58) {
    return { date: true, time: false };
  }
  return undefined;
}

export function readDateStyles(xml: string): DateStyles {
  const codes = new Map<number, string>();
  const styles = new Map<number, DateParts>();
  let inCellFormats = false;
  let style = 0;
  scanXml(xml, {
    open(name, attributes) {
      if (name === "numFmt") {
        codes.set(Number(attribute(attributes, "numFmtId")), attribute(attributes, "formatCode") ?? "");
      }
      if (name === "cellXfs") inCellFormats = true;
      if (name === "xf" && inCellFormats) {
        const id = Number(attribute(attributes, "numFmtId"));
        const code = codes.get(id);
        const parts = code === undefined ? builtInFormat(id) : dateParts(code);
        if (parts !== undefined) styles.set(style, parts);
        style++;
      }
    },
    close(name) {
      if (name === "cellXfs") inCellFormats = false;
    },
    text() {},
  });
  return styles;
}

/** A format code is a date when day, month, year, hour or second letters stand outside quotes and brackets. */
function dateParts(code: string): DateParts | undefined {
  const [positive = ""] = code.split(";");
  const letters = positive
    .replace(/"[^"]*"|\\.|_.|\*./g, "")
    .replace(/\[(h+|m+|s+)\]/gi, "$1")
    .replace(/\[[^\]]*\]/g, "")
    .replace(/general/gi, "")
    .toLowerCase();
  const time = /[hs]/.test(letters);
  const date = /[dy]/.test(letters) || (/m/.test(letters) && !time);
  return date || time ? { date, time } : undefined;
}
