import type { RefObject } from "react";
import type { Facets } from "../api/shapes.ts";
import { useWords } from "../words/words.tsx";
import { FacetMenu } from "./facet-menu.tsx";
import { FIELDS, type Filters, type QueueAddress, readChoice, set, type Side, toggle } from "./filters.ts";
import { valueText } from "./value-text.ts";
import type { Words } from "../words/english.ts";

interface FilterBarParts {
  readonly address: QueueAddress;
  /** Undefined: not known yet. */
  readonly facets: Facets | undefined;
  readonly onChange: (next: QueueAddress) => void;
  readonly searchField?: RefObject<HTMLInputElement | null>;
}

export function FilterBar({ address, facets, onChange, searchField }: FilterBarParts) {
  const { words, say } = useWords();
  const chips = chipsOf(address, words, (time) => say.day(time));
  return (
    <search className="filters" aria-label={words.filters.title}>
      <input
        ref={searchField}
        key={address.q ?? ""}
        type="search"
        aria-label={words.filters.search}
        placeholder={searchField === undefined ? words.filters.search : words.filters.searchHint}
        defaultValue={address.q ?? ""}
        maxLength={200}
        onBlur={({ target }) => {
          if (target.value !== (address.q ?? "")) onChange(set(address, "q", target.value));
        }}
        onKeyDown={({ key, currentTarget }) => {
          if (key === "Enter") onChange(set(address, "q", currentTarget.value));
        }}
      />
      {FIELDS.map((field) => (
        <FacetMenu
          key={field}
          field={field}
          choice={readChoice(address[field])}
          facets={facets?.[field]}
          onToggle={(value, side) => onChange({ ...toggle(address, field, value, side), ...idOf(address) })}
        />
      ))}
      {facets?.withheld === null && <p className="muted">{words.people.countsWithheld}</p>}
      {chips.length > 0 && (
        <div className="chips">
          {chips.map(({ text, leftOut, without }) => (
            <button
              key={text}
              type="button"
              className={leftOut ? "left-out" : ""}
              aria-label={words.filters.remove(text)}
              onClick={() => onChange({ ...without, ...idOf(address) })}
            >
              {text} ×
            </button>
          ))}
          <button type="button" className="plain" onClick={() => onChange(idOf(address))}>
            {words.filters.clear}
          </button>
        </div>
      )}
    </search>
  );
}

function idOf({ id }: QueueAddress): QueueAddress {
  return id === undefined ? {} : { id };
}

interface Chip {
  readonly text: string;
  readonly leftOut: boolean;
  readonly without: Filters;
}

function chipsOf(filters: Filters, words: Words, day: (time: string) => string): Chip[] {
  const chips: Chip[] = [];
  for (const field of FIELDS) {
    const choice = readChoice(filters[field]);
    for (const side of ["only", "not"] as const satisfies readonly Side[])
      for (const value of choice[side]) {
        const text = valueText(field, value, words);
        chips.push({
          text: side === "not" ? words.filters.leftOut(text) : text,
          leftOut: side === "not",
          without: toggle(filters, field, value, side),
        });
      }
  }
  const { q, since, until } = filters;
  if (q !== undefined)
    chips.push({ text: words.filters.words(q), leftOut: false, without: set(filters, "q", undefined) });
  if (since !== undefined)
    chips.push({
      text: words.filters.since(day(since)),
      leftOut: false,
      without: set(filters, "since", undefined),
    });
  if (until !== undefined)
    chips.push({
      text: words.filters.until(day(until)),
      leftOut: false,
      without: set(filters, "until", undefined),
    });
  return chips;
}
