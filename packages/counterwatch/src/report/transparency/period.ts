/** The period of a report: a year, a quarter or a month of UTC. */
import { CounterwatchError } from "../../model/index.ts";

export interface Period {
  /** "2026-Q3", "2026-08" or "2026". */
  readonly name: string;
  readonly year: number;
  /** First instant, as events write it. */
  readonly from: string;
  /** First instant after it. */
  readonly to: string;
}

const FORM = /^(20\d\d)(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?$/;

/** Throws `usage`. */
export function readPeriod(name: string): Period {
  const [, yearText, quarter, month] = FORM.exec(name) ?? [];
  if (yearText === undefined)
    throw new CounterwatchError("usage", "this is no period", {
      remedy: "Write a quarter as 2026-Q3, a month as 2026-08, or a year as 2026.",
    });
  const year = Number(yearText);
  const first = quarter !== undefined ? Number(quarter) * 3 - 3 : month !== undefined ? Number(month) - 1 : 0;
  const months = quarter !== undefined ? 3 : month !== undefined ? 1 : 12;
  const at = (monthIndex: number) => new Date(Date.UTC(year, monthIndex)).toISOString();
  return { name, year, from: at(first), to: at(first + months) };
}
