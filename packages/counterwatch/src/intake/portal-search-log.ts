/**
 * Search logs of transparency portals: id, userId, searchDate, networkCount or cameraCount, reason; newer ones also
 * caseNumber and offenseType. Users are random ids, plates are not published. Times are UTC unless a zone is declared.
 */
import { type AccessEvent, Rejection } from "../model/index.ts";
import type { Connector, ConnectorContext, RowReader } from "./connector.ts";
import { present, readCount, readId } from "./event-parts.ts";
import { cellReaders, headerLikeness } from "./named-cells.ts";
import { createPurposeReader } from "./purposes.ts";
import { createTimeReader, printTime } from "./times.ts";

const NO_SUBJECT: readonly string[] = [];

export const portalSearchLog: Connector = {
  id: "portal-search-log",
  title: "Transparency-portal search log",
  framing: "table",
  needsZone: false,
  recognise: ({ header }) =>
    headerLikeness(header, ["userId", "searchDate"], ["id", "userId", "searchDate", "reason"]),
  open: openPortalLog,
};

function openPortalLog({ header, source, identifiers, zone }: ConnectorContext): RowReader {
  const cells = cellReaders(header, {
    id: ["id"],
    user: ["userId"],
    time: ["searchDate"],
    networks: ["networkCount"],
    cameras: ["cameraCount"],
    reason: ["reason"],
    case: ["caseNumber"],
    offense: ["offenseType"],
  });
  const readTime = createTimeReader(zone);
  const readPurpose = createPurposeReader(identifiers);

  return (row): AccessEvent => {
    const instant = readTime(cells.time(row), "searchDate");
    const operator = identifiers.operator(cells.user(row));
    if (operator === undefined) throw new Rejection("operator-missing", "The row names no user.", "userId");
    return {
      id: readId(identifiers, cells.id(row), NO_SUBJECT) ?? "",
      time: printTime(instant),
      source,
      system: "plates",
      action: "search",
      operator,
      purpose: readPurpose(cells.case(row), reasonOf(cells.reason(row), cells.offense(row)), NO_SUBJECT),
      reach: present({ networks: readCount(cells.networks(row)), devices: readCount(cells.cameras(row)) }),
    };
  };

  /** The offense type is a reason of its own; both are kept. Forms put a plus sign for a space. */
  function reasonOf(reason: string, offense: string): string {
    const said = /^[^\s]*[a-z]\+[^\s]*$/i.test(reason) ? reason.replaceAll("+", " ") : reason;
    if (offense === "" || identifiers.isBlank(offense)) return said;
    return said === "" || identifiers.isBlank(said) ? offense : `${said} (${offense})`;
  }
}
