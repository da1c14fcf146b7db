import type { AccessEvent } from "../../model/index.ts";
import type { Policy } from "../policy.ts";
import { RecentMap } from "../recent-map.ts";
import { type FactNoun, type FactReader } from "./fact.ts";
import { wordMatcher } from "./words.ts";

interface ReasonFacts {
  placeholder: boolean | undefined;
  generic: boolean | undefined;
  minor: boolean | undefined;
  restricted: boolean | undefined;
}

const REMEMBERED_REASONS = 4096;
const KEPT = `the last ${REMEMBERED_REASONS.toLocaleString("en")} distinct reasons, each judged once`;

export const reason: FactNoun = {
  noun: "reason",
  facts: {
    placeholder: {
      meaning:
        "True where the reason says nothing at all: punctuation, one repeated letter, a row of keys, `test`, `n/a`.",
      bounded: KEPT,
    },
    generic: {
      meaning:
        "True where the reason names an occupation and no matter (`investigation`, `police business`), or only repeats the subject.",
      bounded: KEPT,
    },
    minor: {
      meaning: "True where the reason is one of the policy's `minorReasons` and nothing else.",
      bounded: KEPT,
    },
    restricted: {
      meaning: "True where the reason has a word of the policy's `restrictedReasons`.",
      bounded: KEPT,
    },
  },
  open: ({ policy }) => new ReasonReader(policy),
};

/** No reason; also the shape of what is judged. */
const NONE: ReasonFacts = {
  placeholder: undefined,
  generic: undefined,
  minor: undefined,
  restricted: undefined,
};

class ReasonReader implements FactReader {
  readonly facts: ReasonFacts & Record<string, boolean | undefined> = { ...NONE };
  readonly #known = new RecentMap<ReasonFacts>(REMEMBERED_REASONS);
  readonly #minor: RegExp;
  readonly #restricted: RegExp;

  constructor(policy: Policy) {
    this.#minor = wordMatcher(policy.minorReasons);
    this.#restricted = wordMatcher(policy.restrictedReasons);
  }

  see(event: AccessEvent): boolean {
    const text = event.purpose?.reason;
    const judged = text === undefined ? NONE : this.#judge(text);
    this.facts.placeholder = judged.placeholder;
    this.facts.generic = judged.generic;
    this.facts.minor = judged.minor;
    this.facts.restricted = judged.restricted;
    return (
      judged.placeholder === true ||
      judged.generic === true ||
      judged.minor === true ||
      judged.restricted === true
    );
  }

  remembered(): number {
    return this.#known.size;
  }

  #judge(text: string): ReasonFacts {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const judged = {
      placeholder: isPlaceholder(text),
      generic: isGeneric(text),
      minor: isMinor(text, this.#minor),
      restricted: this.#restricted.test(text),
    };
    this.#known.set(text, judged);
    return judged;
  }
}

const PLACEHOLDERS = new Set(
  (
    "test testing tests na none no nil null nothing unknown unk undefined reason reasons why tbd tba todo other misc " +
    "various any same asd asdf asdfg asdfgh asdfghjkl sdf dfg fgh jkl qwe qwer qwert qwerty zxc zxcv zxcvb abc abcd abcde " +
    "blah blahblah foo bar foobar idk dunno whatever stuff thing things lol ok yes x xx"
  ).split(" "),
);

/** Two of one letter abbreviate (`cc`, `tt`); more than four are how some custodians mask a word that they publish. */
const REPEATED_LETTER = /^(\p{L})(?:\1{2,3})?$/u;
const ASCENDING_DIGITS = /^(?:0?123456789|0?12345678|0?1234567|0?123456|0?12345|0?1234|123|0+|1{3,})$/;

export function isPlaceholder(text: string): boolean {
  const bare = text.toLowerCase().replace(/[^\p{L}\p{N}‹›]/gu, "");
  if (bare === "") return true;
  return PLACEHOLDERS.has(bare) || REPEATED_LETTER.test(bare) || ASCENDING_DIGITS.test(bare);
}

const GENERIC = new Set(
  (
    "investigation investigations investigative investigating investigate investigatory inv invest invs investig " +
    "follow up followup police business official officially work duty duties patrol le leo law enforcement purpose purposes " +
    "use only intel intelligence info information lookup look search searching query check checking ongoing open active " +
    "criminal general research job task assignment request requested inquiry enquiry authorized authorised as per for of " +
    "the a an in on and my our case vehicle veh car plate tag lp person subject phone number run ran routine daily"
  ).split(" "),
);

export function isGeneric(text: string): boolean {
  const words = text
    .toLowerCase()
    .replace(/‹[^›]*›/g, " ")
    .match(/[\p{L}\p{N}]+/gu);
  // Nothing but the subject's own stand-in: the reason repeats who was looked up.
  if (words === null) return text.includes("‹");
  return words.every((word) => GENERIC.has(word));
}

const BESIDE_MINOR = new Set(
  (
    "stop stops violation violations viol complaint offense offence infraction ticket citation issue matter process check " +
    "enforcement vehicle veh car cars plate tag tags the a an for and of in on no by at"
  ).split(" "),
);

/** A word beside the minor one (`fleeing traffic stop`) may be the real matter; masks and numbers are not. */
function isMinor(text: string, minor: RegExp): boolean {
  if (!minor.test(text)) return false;
  const rest =
    text
      .toLowerCase()
      .replace(new RegExp(minor.source, "giu"), " ")
      .match(/\p{L}{2,}/gu) ?? [];
  return rest.every((word) => BESIDE_MINOR.has(word) || /^x+$/.test(word));
}
