import type { ShortcomingKind, SourceState } from "../../assess/posture.ts";
import type { Speech } from "./speech.ts";

export const englishPosture = (say: Speech) => ({
  kind: "Posture: the state of the countermeasures",
  title: "What is covered, what is open, who decides",
  headline: (count: number) =>
    count === 0
      ? "Nothing of what is asked here is missing. That is not to say that all is well."
      : say.plural(count, { one: "# shortcoming.", other: "# shortcomings." }),
  shortcomingsTitle: "Shortcomings",
  shortcoming: {
    "no-ledger": () => "Look-ups go into no ledger: an insider could take rows out of the log unseen.",
    "no-witness": () => "No witness has cosigned the ledger: whoever has its key can write another history.",
    "witness-behind": () => "Witnesses are more than ten thousand leaves behind the ledger.",
    "vector-uncovered": (vector: string) => `No log is heard of any system of this vector: ${vector}.`,
    "source-silent": (source: string) => `${source} has said nothing for longer than its heartbeat.`,
    "source-never-heard": (source: string) => `${source} is declared and was never heard.`,
    "source-undeclared": (source: string) =>
      `${source} is heard and not declared: nobody would notice its silence.`,
    "source-without-heartbeat": (source: string) =>
      `${source} has no heartbeat: nobody would notice its silence.`,
    "no-authority": () => "No office is named that decides about incidents.",
    "no-line": () => "No line of authority is named for warnings.",
    "item-overdue": (item: string) => `${item} is overdue.`,
    "items-not-read": () => "Open items were not looked at: name the register and its ledger.",
    "never-rehearsed": () =>
      "No rehearsal has recorded anything: none was held, or none found anything to close.",
    "rehearsal-old": (at: string) => `The last rehearsal that recorded anything was on ${at}.`,
  } satisfies Record<ShortcomingKind, (about: string) => string> as Record<
    ShortcomingKind,
    (about: string) => string
  >,
  coverageTitle: "Coverage by vector",
  coveredColumn: "Heard",
  uncoveredColumn: "Not heard",
  sourcesTitle: "Sources",
  sourceColumn: "Source",
  systemColumn: "Record system",
  stateColumn: "State",
  heardColumn: "Latest look-up",
  unknownSystem: "unknown",
  state: {
    heard: "heard",
    silent: "silent",
    never: "never heard",
    "no-heartbeat": "heard; no heartbeat declared",
  } satisfies Record<SourceState, string> as Record<SourceState, string>,
  noSources: "No source is declared and none was heard.",
  ledgerTitle: "Ledger",
  ledger: (v: { leaves: number; cosigned: number; witnesses: readonly string[] }) =>
    v.witnesses.length === 0
      ? `${say.plural(v.leaves, { one: "# leaf", other: "# leaves" })}; no witness.`
      : `${say.plural(v.leaves, { one: "# leaf", other: "# leaves" })}; ${say.number(v.cosigned)} cosigned by ${say.list(v.witnesses)}. Whether the signatures are good, ledger verify says.`,
  noLedger: "None.",
  itemsTitle: "Open items",
  itemColumn: "Item",
  ownerColumn: "Owner",
  dueColumn: "Due",
  itemState: { open: "open", accepted: "accepted", closed: "closed" } as Record<
    "open" | "accepted" | "closed",
    string
  >,
  overdue: "overdue",
  noItems: "None is recorded.",
  authorityTitle: "Who decides",
  line: (offices: readonly string[]) => `Warnings: ${offices.join(" → ")}.`,
  decides: (v: { kind: string; office: string }) => `Incidents of the kind ${v.kind}: ${v.office}.`,
  nobody: "Nobody is named.",
  rehearsed: (at: string) => `Last rehearsal that recorded anything: ${at}.`,
  neverRehearsed: "No rehearsal has recorded anything.",
});
