/** Lines of CEF as records: what stands in the extension by its key, the head under `cef`, labelled fields under `labels`. */
import { type CefLine, findCef, parseCef } from "./cef-line.ts";
import type { FrameSink } from "./frames.ts";

/** UTF-16 units. */
const LONGEST_LINE = 1 << 20;
const TELLING_LINES = 20;

/** The first line is CEF, or several of the first ones are: any of them may be damaged. JSON that quotes CEF is JSON. */
export function looksLikeCef(text: string): boolean {
  const lines = text.split("\n", TELLING_LINES).filter((line) => line.trim() !== "");
  const [first = ""] = lines;
  if (/^\s*[{[]/.test(first)) return false;
  return findCef(first) >= 0 || lines.filter((line) => findCef(line) >= 0).length > 2;
}

export class CefScanner {
  readonly #sink: FrameSink;
  #rest = "";
  #line = 1;
  #skipping = false;

  constructor(sink: FrameSink) {
    this.#sink = sink;
  }

  push(block: string, last: boolean): void {
    const text = this.#rest + block;
    let at = 0;
    while (at < text.length) {
      let end = text.indexOf("\n", at);
      if (end < 0) {
        if (!last && text.length - at <= LONGEST_LINE) break;
        end = text.length;
      }
      const isWhole = end < text.length || last;
      if (!this.#skipping) this.#read(text.slice(at, end));
      this.#skipping = !isWhole;
      if (isWhole) this.#line++;
      at = end + 1;
    }
    this.#rest = text.slice(Math.min(at, text.length));
  }

  #read(raw: string): void {
    const line = raw.trim();
    if (line === "") return;
    if (line.length > LONGEST_LINE) {
      this.#sink.damaged("too-large", line.slice(0, 4096), this.#line);
      return;
    }
    const parsed = parseCef(line);
    if (parsed === undefined) this.#sink.damaged("schema", line.slice(0, 4096), this.#line);
    else this.#sink.row(recordOf(parsed), this.#line);
  }
}

/** cs1 to cs6, cn1 to cn3, cfp1 to cfp4, c6a1 to c6a4, deviceCustomDate1 and 2, flexString1 and 2, flexDate1, flexNumber1 and 2. */
const LABELLED =
  /^(?:cs[1-6]|cn[1-3]|cfp[1-4]|c6a[1-4]|deviceCustomDate[12]|flex(?:String|Number|Date)[12])$/;

/** Keys that a line makes up are own members, whatever they are called; the head and labels cannot be overridden by them. */
function recordOf({ head, extension }: CefLine): Readonly<Record<string, unknown>> {
  const labels = new Map<string, string>();
  for (const [key, value] of extension) {
    const label = LABELLED.test(key) ? extension.get(`${key}Label`) : undefined;
    if (label !== undefined && label !== "" && !labels.has(label)) labels.set(label, value);
  }
  return Object.fromEntries([...extension, ["cef", head], ["labels", Object.fromEntries(labels)]]);
}
