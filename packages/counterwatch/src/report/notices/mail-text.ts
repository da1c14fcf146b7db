/** The mail that tells of some notices: plain text, each notice two or three lines, and nothing that a log put there acts in it. */
import type { NoticeBody } from "../../incidents/notices/notice.ts";
import { severityRank } from "../../model/index.ts";
import { reveal, shorten } from "../page/hostile-text.ts";
import { wrap } from "../page/terminal-text.ts";
import { messagesFor } from "../words/messages.ts";
import type { Speech } from "../words/speech.ts";

const WIDTH = 72;
const MOST_SHOWN = 40;
const LONGEST_SENTENCE = 1000;

/** `console`: address that people open it at, without a slash at its end. */
export function noticeMail(
  notices: readonly NoticeBody[],
  say: Speech,
  console: string | undefined,
): { readonly subject: string; readonly text: string } {
  const messages = messagesFor(say);
  const words = messages.notices;
  const severities = notices.flatMap(({ data }) => data.severity ?? []);
  const [worst] = severities.toSorted((a, b) => severityRank(b) - severityRank(a));
  const urgent = worst === undefined ? undefined : messages.severity[worst];
  const parts = notices.slice(0, MOST_SHOWN).map((notice) => partOf(notice));
  if (notices.length > MOST_SHOWN) parts.push(words.more(notices.length - MOST_SHOWN));
  return {
    subject: words.subject({ count: notices.length, urgent }),
    text: `${[...parts, wrap(words.foot, WIDTH, 6).join("\n")].join("\n\n")}\n`,
  };

  function partOf({ type, timestamp, data }: NoticeBody): string {
    const { id, severity, detector, operators = [], by, sentence } = data;
    const head = [
      words.kind[type] ?? type,
      severity === undefined ? undefined : messages.severity[severity],
      detector === undefined ? undefined : shown(detector),
      operators.length === 0 ? undefined : say.list(operators.map(shown)),
      by === undefined ? undefined : words.by(shown(by)),
    ].filter((each) => each !== undefined);
    return [
      head.join(" · "),
      ...(sentence === undefined ? [] : wrap(shorten(reveal(sentence), LONGEST_SENTENCE), WIDTH, 14)),
      `${say.minute(Date.parse(timestamp))} ${say.zone} · ${shown(id)}`,
      ...(console === undefined ? [] : [words.open(addressOf(console, type, data))]),
    ].join("\n");
  }
}

function shown(text: string): string {
  return shorten(reveal(text), 120);
}

function addressOf(console: string, type: NoticeBody["type"], { id }: NoticeBody["data"]): string {
  if (type === "finding.new") return `${console}/findings?id=${encodeURIComponent(id)}`;
  if (type.startsWith("incident.")) return `${console}/incidents/${encodeURIComponent(id)}`;
  return console;
}
