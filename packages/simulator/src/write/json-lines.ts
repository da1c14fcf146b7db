import type { AccessEventJson } from "../event.ts";

/** One line, with its line feed. */
export function* jsonLines(events: Iterable<AccessEventJson>): Generator<string, void, undefined> {
  for (const event of events) yield `${JSON.stringify(event)}\n`;
}
