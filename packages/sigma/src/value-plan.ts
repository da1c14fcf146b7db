import { ABSENT, hasValue } from "./fields.ts";
import { fold } from "./fold.ts";
import { inNetwork } from "./network.ts";
import { compileRegex } from "./regex.ts";
import { textMatcher, type TextMatcher } from "./text-matcher.ts";
import { timePart } from "./time-part.ts";
import { numberOf, type Position, type ValueTest } from "./value-test.ts";
import type { EventView, Texts } from "./view.ts";

export interface ValuePlan {
  readonly test: ValueTest;
  readonly holds: (view: EventView) => boolean;
  /** Whether one text of the event, as it stands there, is what made `holds` true; undefined where no single text is. */
  readonly accepts: ((text: string) => boolean) | undefined;
}

/** Makes one value of a rule ready; `numberOfField` numbers the field that a reference names. */
export function planValue(
  test: ValueTest,
  field: number | undefined,
  numberOfField: (field: string) => number,
): ValuePlan {
  switch (test.kind) {
    case "text": {
      const matcher = textMatcher(test.pattern, test.cased);
      const accepts = test.cased ? matcher : (text: string) => matcher(fold(text));
      const holds = test.cased ? onTexts(field, matcher) : onFolded(field, matcher);
      return { test, holds, accepts };
    }
    case "regex": {
      const regex = compileRegex(test);
      return { test, holds: onBoth(field, regex.test), accepts: (text) => regex.test(text, fold(text)) };
    }
    case "network": {
      const accepts = (text: string) => inNetwork(text, test.network);
      return { test, holds: onTexts(field, accepts), accepts };
    }
    case "ordering": {
      const compare = comparison(test.ordering, test.bound);
      const accepts = (text: string) => {
        const number = numberOf(text);
        return number !== undefined && compare(number);
      };
      return { test, holds: onTexts(field, accepts), accepts };
    }
    case "time": {
      const compare = comparison(test.ordering, test.bound);
      const accepts = (text: string) => {
        const part = timePart(text, test.unit);
        return part !== undefined && compare(part);
      };
      return { test, holds: onTexts(field, accepts), accepts };
    }
    case "null":
      return {
        test,
        holds: (view) => field !== undefined && !hasValue(view.raw(field)),
        accepts: undefined,
      };
    case "exists":
      return {
        test,
        holds: (view) => field !== undefined && (view.raw(field) !== ABSENT) === test.expected,
        accepts: undefined,
      };
    case "field":
      return {
        test,
        holds: reference(field, numberOfField(test.field), test.position, test.cased),
        accepts: undefined,
      };
  }
}

function onFolded(field: number | undefined, matcher: TextMatcher): (view: EventView) => boolean {
  if (field === undefined) return (view) => view.allFolded().some(matcher);
  return (view) => {
    const texts = view.folded(field);
    return typeof texts === "string" ? matcher(texts) : texts !== undefined && texts.some(matcher);
  };
}

function onTexts(field: number | undefined, matcher: TextMatcher): (view: EventView) => boolean {
  if (field === undefined) return (view) => view.allTexts().some(matcher);
  return (view) => {
    const texts = view.texts(field);
    return typeof texts === "string" ? matcher(texts) : texts !== undefined && texts.some(matcher);
  };
}

function onBoth(
  field: number | undefined,
  matcher: (text: string, folded: string) => boolean,
): (view: EventView) => boolean {
  return (view) => {
    const texts = field === undefined ? view.allTexts() : view.texts(field);
    const folded = field === undefined ? view.allFolded() : view.folded(field);
    if (typeof texts === "string") return typeof folded === "string" && matcher(texts, folded);
    return texts !== undefined && texts.some((text, index) => matcher(text, folded?.[index] ?? ""));
  };
}

function comparison(
  ordering: "lt" | "lte" | "gt" | "gte" | undefined,
  bound: number,
): (number: number) => boolean {
  switch (ordering) {
    case "lt":
      return (number) => number < bound;
    case "lte":
      return (number) => number <= bound;
    case "gt":
      return (number) => number > bound;
    case "gte":
      return (number) => number >= bound;
    case undefined:
      return (number) => number === bound;
  }
}

function list(texts: Texts): readonly string[] {
  return typeof texts === "string" ? [texts] : (texts ?? []);
}

function reference(
  field: number | undefined,
  other: number,
  position: Position,
  cased: boolean,
): (view: EventView) => boolean {
  const compare = {
    equals: (text: string, part: string) => text === part,
    startswith: (text: string, part: string) => text.startsWith(part),
    endswith: (text: string, part: string) => text.endsWith(part),
    contains: (text: string, part: string) => text.includes(part),
  }[position];
  return (view) => {
    if (field === undefined) return false;
    const parts = list(cased ? view.texts(other) : view.folded(other));
    return list(cased ? view.texts(field) : view.folded(field)).some((text) =>
      parts.some((part) => compare(text, part)),
    );
  };
}
