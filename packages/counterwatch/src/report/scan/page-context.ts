import { type Html, html } from "../page/html.ts";
import { type Messages, messagesFor } from "../words/messages.ts";
import type { ReportInput } from "./report-input.ts";
import { selectFindings, type Selection } from "./selection.ts";
import { Speech } from "../words/speech.ts";
import { TimeAxis } from "../page/time-axis.ts";

/** What every part of the page needs. */
export interface PageContext {
  readonly input: ReportInput;
  readonly say: Speech;
  readonly words: Messages;
  readonly selection: Selection;
  /** One axis for all strips of the page; undefined where no event was read. */
  readonly axis: TimeAxis | undefined;
  /** Places of all sites in the rows that the page may show, by id. */
  readonly sites: ReadonlyMap<string, { readonly lat: number; readonly lon: number }>;
}

export function openPage(input: ReportInput): PageContext {
  const say = new Speech(input.locale, input.zone);
  const span = input.activity.span;
  const selection = selectFindings(input.findings);
  return {
    input,
    say,
    words: messagesFor(say),
    selection,
    axis: span === undefined ? undefined : new TimeAxis(span.from, span.to, say),
    sites: sitesIn(selection),
  };
}

function sitesIn({ groups }: Selection): PageContext["sites"] {
  const sites = new Map<string, { lat: number; lon: number }>();
  for (const { cards } of groups) {
    for (const { rows } of cards) {
      for (const { site } of rows) {
        if (site?.lat !== undefined && site.lon !== undefined)
          sites.set(site.id, { lat: site.lat, lon: site.lon });
      }
    }
  }
  return sites;
}

/** The title a reader knows a detector by; its id where nobody gave one. */
export function detectorTitle({ input }: PageContext, detector: string): string {
  return input.ruleInfo.get(detector)?.title ?? detector;
}

/**
 * Sentences come in the language of the rule's author; a screen reader must know when that is not the page's. With a
 * detector: the language of what is said about it, else that of findings and of the run's own remarks.
 */
export function language({ input, say }: PageContext, detector?: string): Html {
  const own = detector === undefined ? undefined : input.ruleInfo.get(detector)?.locale;
  const spoken = own ?? "en";
  return spoken === say.locale ? html`` : html` lang="${spoken}"`;
}
