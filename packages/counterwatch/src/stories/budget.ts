import { CounterwatchError } from "../model/index.ts";

const DAYS: Record<string, number> = { day: 1, week: 7, month: 30, year: 365 };

/** How many false alerts a user allows. A month is 30 days. */
export interface Budget {
  /** As the user wrote it, e.g. `1/week`. */
  readonly text: string;
  readonly perDay: number;
}

/** Reads `1/day`, `1/week`, `4/month`, `0.5/week`. */
export function parseBudget(text: string): Budget {
  const match = /^\s*(\d+(?:\.\d+)?)\s*\/\s*(day|week|month|year)\s*$/.exec(text);
  const count = Number(match?.[1]);
  const days = DAYS[match?.[2] ?? ""];
  if (days === undefined || !(count > 0) || count > 1000) {
    throw new CounterwatchError("usage", `The budget "${text.slice(0, 40)}" cannot be read.`, {
      remedy: "Write how many false alerts you allow in which time, e.g. 1/week, 4/month or 1/day.",
    });
  }
  return { text: `${count}/${match?.[2]}`, perDay: count / days };
}
