import type { RejectionReason } from "../../model/index.ts";

/** Why a row could not be read, and what to do; for the report and for the console. */
export const rejection: Readonly<Record<RejectionReason, string>> = {
  "column-count":
    "The row has more or fewer cells than the header. Look for a separator or line end inside a cell without quotes.",
  quoting: "A quotation mark opens and does not close. The export is probably cut off.",
  "not-json": "The line is not JSON. Look for a file cut off in the middle of a line.",
  "not-an-object": "The line is JSON, but not a record with fields.",
  "time-missing": "No time is given. Without one a look-up cannot be placed.",
  "time-unreadable": "The time is in another form than this format has. Name the time format in a mapping.",
  "time-implausible":
    "The time is far outside the log’s period. Check the time format and the clock of the source.",
  "operator-missing": "No operator is given. Ask the system’s maker to export the account.",
  "system-unknown": "The record system is not one that is known. Name it in a mapping.",
  "action-unknown": "The action is not one that is known. Add it to the action table of a mapping.",
  "identifier-invalid":
    "The identifier does not have the form of its type. Check the column and the default country.",
  schema: "A field has a form or a range that no event may have.",
  "too-large": "The row is larger than any row may be. Look for a quotation mark that does not close.",
  encoding: "The bytes are in no encoding that is understood. Export as UTF-8.",
};
