import { messagesFor } from "../words/messages.ts";
import type { DetectorInfo } from "./report-input.ts";
import { type Locale, Speech } from "../words/speech.ts";

/** What the report says about each story beside its findings, by the detector's name in findings, in the reader's language. */
export function storyInfo(locale: Locale): ReadonlyMap<string, DetectorInfo> {
  const { stories } = messagesFor(new Speech(locale, "UTC"));
  return new Map(
    Object.entries(stories).map(([name, { title, watches, honest, next }]) => [
      `story/${name}`,
      { title, description: watches, falsePositives: honest, next, level: "high", locale },
    ]),
  );
}
