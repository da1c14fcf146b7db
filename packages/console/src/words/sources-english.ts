import { rejection } from "../../../counterwatch/src/report/words/rejection.en.ts";
import { counter } from "./speech.ts";

const count = counter("en");

/** Sources, how their rows arrive, and rows that could not be read. */
export const sourcesEnglish = {
  standing: { heard: "heard", behind: "behind", silent: "silent", never: "never heard" },
  standingWhat: {
    heard: "Rows come as they should.",
    behind: "Rows come, and tell of look-ups that are more than an hour past.",
    silent: "Nothing has come for longer than its heartbeat.",
    never: "Nothing has come since the server started.",
  },
  columns: {
    source: "Source",
    standing: "State",
    system: "Record system",
    heard: "Latest look-up",
    lateness: "Lateness, half / 99 %",
    days: "Look-ups, 14 days",
    unread: "Not read",
    findings: "Findings",
  },
  since: (at: string, zone: string) =>
    `Lateness and arrivals are counted since the server started, ${at} ${zone}.`,
  none: "No source is connected: nothing is watched.",
  noneTodo: "An administrator makes one at the machine:",
  heartbeat: "Heartbeat",
  heartbeatOf: (span: string) => `silence of more than ${span} is a finding`,
  noHeartbeat: "none declared: silence is not watched. Declare one in the configuration, under sources.",
  lateness: "Lateness",
  latenessOf: (half: string, most: string, rows: string) =>
    `half of ${rows} look-ups within ${half} of happening, 99 % within ${most}`,
  atOnce: "a second",
  latenessNone: "nothing new has come since the server started",
  ahead: (n: number) =>
    count(
      n,
      "# look-up was from the future: its clock, or this server’s, is wrong",
      "# look-ups were from the future: its clock, or this server’s, is wrong",
    ),
  arrivals: "Arrived since then",
  rows: (n: number) => count(n, "# row", "# rows"),
  duplicates: (n: number) => count(n, "# repeated in its request", "# repeated in their request"),
  present: (n: number) => count(n, "# sent again and known already", "# sent again and known already"),
  rejected: (n: number) => count(n, "# not read", "# not read"),
  lastArrival: "Last rows came",
  latest: "Latest look-up",
  state: "State",
  findings: "Findings about it",
  findingsOpen: (n: number) =>
    count(n, "# open: silence, gaps, clock or deletions", "# open: silence, gaps, clock or deletions"),
  findingsNone: "none open",
  days: "Look-ups a day",
  daysNone: "No look-up of it is stored from the last fourteen days.",
  back: "← Sources",
  unknown: "There is no such source.",

  letters: "Rows that could not be read",
  lettersNote: "Each value is masked to its shape: a for a letter, 9 for a digit. Nothing raw is kept here.",
  lettersNone: "Every row could be read.",
  lettersNot: "Your role does not read them.",
  readSince: (at: string) => `read after all, ${at}`,
  lettersShown: (shown: number, all: number) =>
    count(all, `# row; the latest ${shown} are shown.`, `# rows; the latest ${shown} are shown.`),
  ofReason: (n: number) => count(n, "# row", "# rows"),
  letterColumns: {
    file: "File",
    line: "Line",
    column: "Column",
    message: "What is wrong",
    row: "The row, masked",
  },
  showRow: "Show the row",
  mend: "How to mend it",
  mendMapping: "Where the columns are meant otherwise, write a mapping and try it on the log:",
  mendSend:
    "Then send the same rows again. What the ledger has already is known and not taken twice; rows that can be read now are taken.",
  reasons: rejection,

  inputs: "Ways in besides HTTP",
  inputKinds: {
    tail: "Followed:",
    "syslog-tcp": "Syslog over TCP at",
    "syslog-tls": "Syslog over TLS at",
    "syslog-udp": "Syslog over UDP at",
  },
  inputTaken: (n: number) => count(n, "# look-up taken", "# look-ups taken"),
  inputDropped: (n: number) => count(n, "# message dropped", "# messages dropped"),
  inputSince: (at: string) => `Since ${at}:`,
  replay: "Read them again",
  replayNote:
    "Rows of files that the server follows stand there still. After a mapping was mended they can be read again; other rows are their sender’s to send.",
  replayed: (n: number) => count(n, "# row could be read now.", "# rows could be read now."),
  replayRejected: (n: number) => count(n, "# row still cannot be read.", "# rows still cannot be read."),
  replayGone: (n: number) =>
    count(
      n,
      "# row is not there any more: its file is gone, or came another way.",
      "# rows are not there any more: their files are gone, or they came another way.",
    ),
  replayLeft: (n: number) =>
    count(n, "# row is left for the next time.", "# rows are left for the next time."),
};

export type SourcesWords = typeof sourcesEnglish;
