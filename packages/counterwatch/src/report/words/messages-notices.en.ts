import type { NoticeKind } from "../../incidents/notices/notice.ts";
import type { Speech } from "./speech.ts";

/** The part of the catalogue about mails: what others are told outside the desk. */
export const englishNotices = (say: Speech) => ({
  subject: (v: { count: number; urgent: string | undefined }) =>
    v.urgent === undefined
      ? `Counterwatch: ${say.plural(v.count, { one: "# notice", other: "# notices" })}`
      : `Counterwatch: ${say.plural(v.count, { one: "# notice", other: "# notices" })}, up to ${v.urgent}`,
  kind: {
    "finding.new": "New finding",
    "incident.taken": "Incident taken",
    "incident.close-proposed": "Closing proposed",
    "incident.closed": "Incident closed",
    "source.silent": "Source silent",
    "warning.escalated": "Warning went up the line",
    "warning.overdue": "Warning overdue",
    test: "Test: somebody at the desk asked for it",
  } satisfies Record<NoticeKind | "test", string> as Record<string, string>,
  by: (account: string) => `by ${account}`,
  open: (address: string) => `Open it: ${address}`,
  more: (count: number) =>
    say.plural(count, { one: "And # more, in the console.", other: "And # more, in the console." }),
  foot: "A finding is a lead, not a verdict. Who gets these mails, and how much they say, stands in counterwatch.yaml under notify.",
});

export type NoticeWords = ReturnType<typeof englishNotices>;
