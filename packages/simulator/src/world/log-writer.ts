import type { AccessEventJson } from "../event.ts";
import { DAY } from "../agency/roster.ts";
import type { Draft } from "./draft.ts";
import { TimeText } from "./time-text.ts";

/** Gives drafts their place in their log: ids count up within each source, in event order. */
export class LogWriter {
  readonly #mark: string;
  readonly #ordinals = new Map<string, number>();
  readonly #time = new TimeText();

  /** A mark stands before the ordinal, to keep ids apart from those that a log has already. */
  constructor(mark = "") {
    this.#mark = mark;
  }

  write(draft: Draft): AccessEventJson {
    const ordinal = (this.#ordinals.get(draft.source) ?? 0) + 1;
    this.#ordinals.set(draft.source, ordinal);
    const id = `${draft.source}:${this.#mark}${String(ordinal).padStart(7, "0")}`;
    const time = this.#time.of(draft.at);
    const { session, subjects, site, window, windowDays, purpose, query, reach, object, result } = draft;
    const event: Mutable<AccessEventJson> = {
      id,
      time,
      source: draft.source,
      system: draft.system,
      action: draft.action,
      operator: draft.operator,
    };
    if (session !== undefined) event.session = session;
    if (subjects !== undefined) event.subjects = subjects;
    if (site !== undefined) event.site = site;
    if (window !== undefined) {
      event.window = { from: this.#time.of(window.from), to: this.#time.of(window.to) };
    } else if (windowDays !== undefined) {
      event.window = { from: this.#time.of(draft.at - windowDays * DAY), to: time };
    }
    if (purpose !== undefined) event.purpose = purpose;
    if (query !== undefined) event.query = query;
    if (reach !== undefined) event.reach = reach;
    if (object !== undefined) event.object = object;
    if (result !== undefined) event.result = result;
    if (draft.automated) event.automated = true;
    draft.trace?.written(draft, id, time);
    return event;
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
