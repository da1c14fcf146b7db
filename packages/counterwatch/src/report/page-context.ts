import { type Html, html } from "./html.ts";
import { type Messages, messagesFor } from "./messages.ts";
import type { ReportInput } from "./report-input.ts";
import { selectFindings, type Selection } from "./selection.ts";
import { Speech } from "./speech.ts";
import { TimeAxis } from "./time-axis.ts";

/** What every part of the page needs. */
export interface PageContext {
  readonly input: ReportInput;
  readonly say: Speech;
  readonly words: Messages;
  readonly selection: Selection;
  /** One axis for all strips of the page; undefined where no event was read. */
  readonly axis: TimeAxis | undefined;
}

export function openPage(input: ReportInput): PageContext {
  const say = new Speech(input.locale, input.zone);
  const span = input.activity.span;
  return {
    input,
    say,
    words: messagesFor(say),
    selection: selectFindings(input.findings),
    axis: span === undefined ? undefined : new TimeAxis(span.from, span.to, say),
  };
}

/** The title a reader knows a detector by; its id where nobody gave one. */
export function detectorTitle({ input }: PageContext, detector: string): string {
  return input.ruleInfo.get(detector)?.title ?? detector;
}

/** Sentences come in the language of the rule's author; a screen reader must know when that is not the page's. */
export function language({ say }: PageContext): Html {
  return say.locale === "en" ? html`` : html` lang="en"`;
}
