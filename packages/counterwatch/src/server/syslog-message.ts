/**
 * One syslog message (RFC 5424, section 6):
 *
 *     <PRI>VERSION TIMESTAMP HOSTNAME APP-NAME PROCID MSGID STRUCTURED-DATA [MSG]
 *
 * `-` is NILVALUE and becomes undefined. A MSG that begins with the byte-order mark is UTF-8; others are taken for UTF-8, too, with what
 * is not replaced (U+FFFD), because most senders leave the mark out. In parameter values `\"`, `\\` and `\]` are escapes, and a
 * backslash before anything else stands for itself (6.3.3).
 *
 * Hostile input: lengths are those of the RFC's grammar, and elements and parameters are counted; reading is linear in the message.
 * What is wrong is said by the part it is wrong in, never by its text.
 */
export interface SyslogMessage {
  /** 0 to 23. */
  readonly facility: number;
  /** 0 to 7. */
  readonly severity: number;
  /** RFC 3339 as sent. */
  readonly timestamp: string | undefined;
  readonly hostname: string | undefined;
  readonly appName: string | undefined;
  readonly procId: string | undefined;
  readonly msgId: string | undefined;
  /** By SD-ID; of parameters that come several times the first holds. */
  readonly structuredData: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly message: string;
}

export type SyslogFlaw =
  | "PRI"
  | "VERSION"
  | "TIMESTAMP"
  | "HOSTNAME"
  | "APP-NAME"
  | "PROCID"
  | "MSGID"
  | "STRUCTURED-DATA";

/** Longest HOSTNAME, APP-NAME, PROCID and MSGID. */
const LONGEST = { HOSTNAME: 255, "APP-NAME": 48, PROCID: 128, MSGID: 32 } as const;
const MOST_ELEMENTS = 64;
const MOST_PARAMETERS = 256;
const PRINTED = /^[\x21-\x7e]+$/;
/** 6.2.3: `T` and `Z` in capitals, at most six digits of a second, no leap second. */
const TIMESTAMP =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

export function parseSyslog(bytes: Uint8Array): SyslogMessage | SyslogFlaw {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const begin = /^<(0|[1-9]\d{0,2})>([1-9]\d{0,2}) /.exec(text);
  const priority = Number(/^<(0|[1-9]\d{0,2})>/.exec(text)?.[1] ?? Number.NaN);
  if (!(priority <= 191)) return "PRI";
  if (begin === null || begin[2] !== "1") return "VERSION";
  let at = begin[0].length;
  const word = (): string => {
    const space = text.indexOf(" ", at);
    const found = text.slice(at, space < 0 ? text.length : space);
    at = space < 0 ? text.length : space + 1;
    return found;
  };
  const timestamp = word();
  if (timestamp !== "-" && !TIMESTAMP.test(timestamp)) return "TIMESTAMP";
  const parts: (string | undefined)[] = [];
  for (const name of ["HOSTNAME", "APP-NAME", "PROCID", "MSGID"] as const) {
    const part = word();
    if (part.length > LONGEST[name] || !PRINTED.test(part)) return name;
    parts.push(part === "-" ? undefined : part);
  }
  const structured = readStructuredData(text, at);
  if (structured === undefined) return "STRUCTURED-DATA";
  const [hostname, appName, procId, msgId] = parts;
  return {
    facility: priority >> 3,
    severity: priority & 7,
    timestamp: timestamp === "-" ? undefined : timestamp,
    hostname,
    appName,
    procId,
    msgId,
    structuredData: structured.elements,
    message: text.slice(structured.end + 1).replace(/^\ufeff/, ""),
  };
}

/** `end`: behind the last element, where the message's end or a space stands. */
function readStructuredData(
  text: string,
  from: number,
): { readonly elements: Map<string, Map<string, string>>; readonly end: number } | undefined {
  const elements = new Map<string, Map<string, string>>();
  let at = from;
  if (text[at] === "-") at++;
  else {
    while (text[at] === "[") {
      if (elements.size >= MOST_ELEMENTS) return undefined;
      const id = nameAt(text, at + 1);
      if (id === undefined || elements.has(id)) return undefined;
      const parameters = new Map<string, string>();
      elements.set(id, parameters);
      at = readParameters(text, at + 1 + id.length, parameters);
      if (at < 0) return undefined;
    }
    if (at === from) return undefined;
  }
  return at === text.length || text[at] === " " ? { elements, end: at } : undefined;
}

/** Behind the closing bracket; -1 where the element is damaged. */
function readParameters(text: string, from: number, parameters: Map<string, string>): number {
  let at = from;
  while (text[at] === " ") {
    const name = nameAt(text, at + 1);
    if (name === undefined || parameters.size >= MOST_PARAMETERS) return -1;
    at += 1 + name.length;
    if (text[at] !== "=" || text[at + 1] !== '"') return -1;
    const start = at + 2;
    at = start;
    while (at < text.length && text[at] !== '"') {
      if (text[at] === "]") return -1;
      at += text[at] === "\\" ? 2 : 1;
    }
    if (at >= text.length) return -1;
    if (!parameters.has(name)) parameters.set(name, text.slice(start, at).replace(/\\(["\\\]])/g, "$1"));
    at++;
  }
  return text[at] === "]" ? at + 1 : -1;
}

/** SD-NAME: one to 32 printed characters but `=`, space, `]` and `"`. */
function nameAt(text: string, from: number): string | undefined {
  let end = from;
  while (end < text.length && end - from <= 32) {
    const code = text.charCodeAt(end);
    if (code < 33 || code > 126 || code === 61 || code === 93 || code === 34) break;
    end++;
  }
  return end === from || end - from > 32 ? undefined : text.slice(from, end);
}
