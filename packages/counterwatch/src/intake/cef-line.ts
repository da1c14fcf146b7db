/**
 * One line of ArcSight Common Event Format (CEF, versions 0 and 1; "Implementing ArcSight Common Event Format", 2009 to 2021):
 *
 *     CEF:Version|Vendor|Product|Device Version|Event Class ID|Name|Severity|key=value key=value …
 *
 * In the head `\|` and `\\` are escapes, in the extension `\=`, `\\`, `\n` and `\r`; any other backslash stands for itself, as producers
 * that escape nothing write it. A value goes on until the next key, which is letters, digits, `_ . - [ ]` behind a space and before an
 * unescaped `=`; an `=` behind anything else (`a?b=c` in an address that nobody escaped) belongs to the value. What stands before `CEF:`,
 * a syslog head, is left out. A key that comes twice: the first holds, so that nothing can be overridden by text behind it.
 *
 * Limits: `MOST_KEYS` keys; reading is linear in the line.
 */
export interface CefLine {
  readonly head: {
    readonly version: string;
    readonly vendor: string;
    readonly product: string;
    readonly deviceVersion: string;
    readonly signature: string;
    readonly name: string;
    readonly severity: string;
  };
  /** In the line's order. */
  readonly extension: ReadonlyMap<string, string>;
}

const MARK = /(?:^|[\s>])CEF: ?([01])\|/;
/** A syslog head is no longer. */
const HIGHEST_MARK = 1024;
const HEAD_PARTS = 6;
const MOST_KEYS = 512;

/** Where `CEF:` begins; -1 where the line is none. */
export function findCef(line: string): number {
  const found = MARK.exec(line.slice(0, HIGHEST_MARK));
  return found === null ? -1 : found.index + found[0].indexOf("CEF:");
}

/** Undefined where the line is no CEF, or has more keys than any event. */
export function parseCef(line: string): CefLine | undefined {
  const start = findCef(line);
  if (start < 0) return undefined;
  const bar = line.indexOf("|", start);
  const version = line.slice(start + 4, bar).trim();
  const parts: string[] = [];
  let at = bar + 1;
  while (parts.length < HEAD_PARTS) {
    const end = unescaped(line, "|", at);
    // The last part of the head needs no bar where there is no extension.
    if (end < 0 && parts.length < HEAD_PARTS - 1) return undefined;
    parts.push(line.slice(at, end < 0 ? line.length : end).replace(/\\([\\|])/g, "$1"));
    at = end < 0 ? line.length : end + 1;
  }
  const extension = parseExtension(line.slice(at));
  if (extension === undefined) return undefined;
  const [vendor, product, deviceVersion, signature, name, severity] = parts.map((part) =>
    part.trim(),
  ) as unknown as [string, string, string, string, string, string];
  return { head: { version, vendor, product, deviceVersion, signature, name, severity }, extension };
}

function parseExtension(text: string): Map<string, string> | undefined {
  const pairs = new Map<string, string>();
  let key: string | undefined;
  let valueFrom = 0;
  const close = (end: number) => {
    if (key !== undefined && !pairs.has(key)) pairs.set(key, plainValue(text.slice(valueFrom, end)));
  };
  for (let at = unescaped(text, "=", 0); at >= 0; at = unescaped(text, "=", at + 1)) {
    const from = keyStart(text, at, valueFrom);
    if (from < 0) continue;
    close(from);
    if (pairs.size > MOST_KEYS) return undefined;
    key = text.slice(from, at);
    valueFrom = at + 1;
  }
  close(text.length);
  return pairs;
}

/** Where the key that ends before `equals` begins; -1 where there is none. Never before `least`: keys do not overlap values. */
function keyStart(text: string, equals: number, least: number): number {
  let from = equals;
  while (from > least && isKeySign(text.charCodeAt(from - 1))) from--;
  if (from === equals) return -1;
  return from === 0 || (from > least && text.charCodeAt(from - 1) === 32) || (from === least && least === 0)
    ? from
    : -1;
}

function isKeySign(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 46 ||
    code === 45 ||
    code === 91 ||
    code === 93
  );
}

/** The next `sign` that an odd number of backslashes does not stand before. */
function unescaped(text: string, sign: string, from: number): number {
  for (let at = text.indexOf(sign, from); at >= 0; at = text.indexOf(sign, at + 1)) {
    let slashes = 0;
    while (at - slashes - 1 >= from && text.charCodeAt(at - slashes - 1) === 92) slashes++;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", "=": "=", "\\": "\\", "|": "|" };

function plainValue(raw: string): string {
  const trimmed = raw.trimEnd();
  return trimmed.includes("\\")
    ? trimmed.replace(/\\([\\=nr|])/g, (_, sign: string) => ESCAPES[sign] ?? sign)
    : trimmed;
}
