import type { AccessEvent } from "../model/index.ts";
import { isLookup } from "./context/purpose.ts";
import { flatten } from "../intake/bounded-memo.ts";
import type { RuleBlock } from "./rule-block.ts";

export type Recorded = NonNullable<RuleBlock["recorded"]>;

export interface Source {
  lookups: number;
  purpose: boolean;
  case: boolean;
  authority: boolean;
}

/** From how many look-ups without a trace of it on a log counts as one that does not record it. */
const ENOUGH = 100;
const MOST_SOURCES = 1000;
const WORDS: Readonly<Record<Recorded, string>> = {
  purpose: "no purposes",
  case: "no case numbers",
  authority: "no authorities",
  backing: "neither cases nor authorities",
};

/**
 * What each log records at all. A camera log without a column for purposes is not a thousand operators without a purpose:
 * rules that say what must be recorded make no findings of such a log, and the report says that it could not be checked.
 */
export class RecordedSources {
  readonly #sources: Map<string, Source>;
  #lastName = "";
  #last: Source | undefined;

  constructor(sources: Map<string, Source> = new Map()) {
    this.#sources = sources;
  }

  /** Not a copy: to be written down before the next event is seen. */
  snapshot(): Map<string, Source> {
    return this.#sources;
  }

  see(event: AccessEvent): void {
    const source = event.source === this.#lastName ? this.#last : this.#find(event.source);
    if (source === undefined) return;
    if (event.automated !== true && isLookup(event)) source.lookups++;
    const { purpose } = event;
    if (purpose === undefined || (source.case && source.authority)) return;
    const { withheld } = purpose;
    const hasCase = purpose.case !== undefined || withheld?.includes("case") === true;
    const hasAuthority = purpose.authority !== undefined || withheld?.includes("authority") === true;
    if (hasCase) source.case = true;
    if (hasAuthority) source.authority = true;
    if (hasCase || hasAuthority || purpose.reason !== undefined || withheld !== undefined)
      source.purpose = true;
  }

  /** Undefined beyond the bound. Rows of one log come together: the last one is kept at hand. */
  #find(name: string): Source | undefined {
    let source = this.#sources.get(name);
    if (source === undefined && this.#sources.size < MOST_SOURCES) {
      source = { lookups: 0, purpose: false, case: false, authority: false };
      this.#sources.set(flatten(name), source);
    }
    this.#lastName = flatten(name);
    this.#last = source;
    return source;
  }

  /** True where none of these sources records what is asked for. */
  areSilent(names: readonly string[], recorded: Recorded | undefined): boolean {
    if (recorded === undefined) return false;
    return names.every((name) => {
      const source = this.#sources.get(name);
      return source !== undefined && isSilent(source, recorded);
    });
  }

  /** Why the rules with these titles were not checked for a log. */
  sentence(name: string, recorded: Recorded, titles: Iterable<string>): string {
    return `The log ${name} records ${WORDS[recorded]}; not checked there: ${[...titles].join(", ")}.`;
  }
}

function isSilent(source: Source, recorded: Recorded): boolean {
  if (source.lookups < ENOUGH) return false;
  return recorded === "backing" ? !source.case && !source.authority : !source[recorded];
}
