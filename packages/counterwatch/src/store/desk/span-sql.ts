/**
 * Look-ups of a span of time as SQL. The days stand beside the instants: PostgreSQL has an index of them, and DuckDB looks through
 * whole numbers quicker than through texts.
 */
import type { Span } from "../../incidents/desk/look-up-store.ts";
import type { SqlValue } from "./sql-driver.ts";

const DAY = 86_400_000;

/** `value` gives a value its place in the statement. */
export function within({ from, until }: Span, value: (each: SqlValue) => string): string {
  const [first, last] = [from, until].map((time) => Math.floor(Date.parse(time) / DAY)) as [number, number];
  return `day >= ${value(first)} AND day <= ${value(last)} AND time >= ${value(from)} AND time < ${value(until)}`;
}
