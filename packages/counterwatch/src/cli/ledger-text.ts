/** What a verification says to a person. */
import type { Verified } from "../app/ledger-check.ts";
import { counted } from "./counted.ts";

const MOST_SOURCES = 12;

export function verificationText(verified: Verified): string {
  if (verified.what === "proof") {
    const { origin, index, leaves, leaf, witnessed } = verified;
    return (
      `verified   leaf ${index} of ${origin} is this look-up; the log had ${counted(leaves, "leaf", "leaves")}\n` +
      `source     ${leaf.source}, number ${leaf.sequence}, ${leaf.time}\n${witnessedLine(witnessed)}`
    );
  }
  if (verified.what === "bundle") {
    const { origin, events, missing, witnessed } = verified;
    const lacking =
      missing === 0 ? "" : `missing    ${counted(missing, "look-up")} of the findings not in the bundle\n`;
    return `verified   ${counted(events, "look-up")} of ${origin}, each with its proof\n${lacking}${witnessedLine(witnessed)}`;
  }
  const { origin, leaves, root, sources, agreesWithOlder, witnessed, bodies, limits } = verified;
  const lines = [
    `verified   ${origin}: ${counted(leaves, "leaf", "leaves")}, each entry and tile as it was signed`,
    `root       ${root}`,
  ];
  const named = Object.entries(sources).toSorted(([, a], [, b]) => b - a);
  for (const [source, count] of named.slice(0, MOST_SOURCES))
    lines.push(`source     ${source}: ${count}, no gap`);
  if (named.length > MOST_SOURCES) lines.push(`source     and ${named.length - MOST_SOURCES} more, no gap`);
  for (const size of agreesWithOlder)
    lines.push(`older      agrees with the checkpoint of ${counted(size, "leaf", "leaves")}`);
  if (witnessed !== null)
    lines.push(
      `witnessed  ${counted(witnessed.leaves, "leaf", "leaves")} by ${witnessed.by.join(", ") || "nobody"}`,
    );
  if (bodies !== null)
    lines.push(
      `bodies     ${bodies.matched} match their commitments, ${bodies.erased} erased, ${bodies.absent} not kept here`,
    );
  if (bodies !== null && bodies.unfinished > 0)
    lines.push(
      `unfinished ${bodies.unfinished} erasures were announced and not carried out: run ledger erase again`,
    );
  lines.push("", "What this cannot show:", ...limits.map((sentence) => `  ${sentence}`));
  return `${lines.join("\n")}\n`;
}

function witnessedLine(witnessed: readonly string[]): string {
  return witnessed.length === 0
    ? "No witness was asked for: this cannot show that the log's history was not rewritten by its own key.\n"
    : `witnessed  by ${witnessed.join(", ")}\n`;
}
