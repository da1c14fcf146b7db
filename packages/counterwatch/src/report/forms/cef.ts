/**
 * Common Event Format, version 0 (ArcSight CEF Implementation Standard, revision 26): one line an event,
 *
 *     CEF:0|vendor|product|version|signature|name|severity|key=value key=value …
 *
 * In the head `|` and `\` are escaped and line ends become blanks; in values `=` and `\` are escaped and line ends are written `\n`. Values have
 * no quotes, so that an escaped `=` is the only thing that keeps an operator's name from making a key of its own.
 */
import type { Severity } from "../../model/index.ts";
import type { NoticeBody } from "../../incidents/notices/notice.ts";
import type { HandedFinding, Origin } from "./handed-finding.ts";

/** 0–3 low, 4–6 medium, 7–8 high, 9–10 very high. */
const SEVERITY: Readonly<Record<Severity, number>> = { low: 3, medium: 5, high: 8, critical: 10 };
const LONGEST_MESSAGE = 1023;
const LONGEST_VALUE = 4000;
/** What happened to the desk, and has no severity. */
const OTHERWISE = 3;

export function cefFinding(finding: HandedFinding, origin: Origin): string {
  const { id, detector, severity, operator, subjects, lookups, explanation } = finding;
  return line(origin, detector, `Finding by ${detector}`, SEVERITY[severity], {
    externalId: id,
    rt: milliseconds(finding.learned ?? finding.time),
    start: milliseconds(finding.since),
    end: milliseconds(finding.time),
    cnt: String(lookups),
    suid: operator,
    cat: detector,
    ...labelled(1, "incident", finding.incident),
    ...labelled(2, "state", finding.state),
    ...labelled(3, "subjects", subjects.length === 0 ? undefined : subjects.join(" ")),
    msg: explanation.slice(0, LONGEST_MESSAGE),
  });
}

/** A notice, in no more detail than it has. */
export function cefNotice({ type, timestamp, data }: NoticeBody, notice: string, origin: Origin): string {
  const { id, severity, detector, incident, operators = [], by, sentence } = data;
  const level = severity === undefined ? OTHERWISE : SEVERITY[severity];
  return line(origin, type, type, level, {
    externalId: notice,
    rt: milliseconds(timestamp),
    ...labelled(1, "about", id),
    ...labelled(2, "incident", incident),
    ...(detector !== undefined && { cat: detector }),
    ...(operators.length > 0 && { suid: operators.join(" ") }),
    ...labelled(3, "by", by),
    ...(sentence !== undefined && { msg: sentence.slice(0, LONGEST_MESSAGE) }),
  });
}

function line(
  { version }: Origin,
  signature: string,
  name: string,
  severity: number,
  extension: Readonly<Record<string, string>>,
): string {
  const head = ["CEF:0", "Counterwatch", "counterwatch", version, signature, name, String(severity)];
  const [first, ...rest] = head as [string, ...string[]];
  const values = Object.entries(extension).map(([key, value]) => `${key}=${valueText(value)}`);
  return `${[first, ...rest.map(headText), values.join(" ")].join("|")}`;
}

function labelled(number: 1 | 2 | 3, label: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [`cs${number}Label`]: label, [`cs${number}`]: value };
}

function headText(text: string): string {
  return plain(text)
    .replaceAll(/[\\|]/g, "\\$&")
    .replaceAll(/[\r\n]+/g, " ")
    .slice(0, 512);
}

function valueText(text: string): string {
  return plain(text.slice(0, LONGEST_VALUE))
    .replaceAll(/[\\=]/g, "\\$&")
    .replaceAll("\r\n", "\\n")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r");
}

/** Other control characters and line separators end lines, or move the cursor, wherever the line is shown. */
function plain(text: string): string {
  return text.replaceAll(/[^\P{Cc}\r\n]|[\u2028\u2029]/gu, " ").trim();
}

function milliseconds(time: string): string {
  return String(Date.parse(time));
}
