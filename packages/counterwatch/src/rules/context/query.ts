import type { AccessEvent } from "../../model/index.ts";
import { RecentMap } from "../recent-map.ts";
import type { FactNoun, FactReader } from "./fact.ts";
import { wordMatcher } from "./words.ts";

/**
 * Words by which a description picks people for what they are. Colours of clothes and cars must not match, hence the nouns
 * for race. The category is kept, never the word, so that the finding does not repeat it.
 */
const PEOPLE = [
  "male",
  "female",
  "man",
  "men",
  "woman",
  "women",
  "person",
  "people",
  "guy",
  "kid",
  "kids",
  "boy",
  "girl",
];
const RACE = ["black", "white", "brown", "colored", "coloured"].flatMap((colour) =>
  PEOPLE.map((noun) => `${colour} ${noun}`),
);

const CATEGORIES: readonly (readonly [category: string, words: RegExp])[] = [
  [
    "religion",
    listed(
      "muslim muslims islamic jewish jew jews christian christians catholic hindu sikh sikhs buddhist mosque synagogue " +
        "hijab hijabs niqab burqa burka turban turbans kippah yarmulke headscarf",
    ),
  ],
  [
    "origin",
    listed(
      "arab arabs arabic asian asians african hispanic latino latina latinos mexican mexicans chinese somali haitian " +
        "immigrant immigrants migrant migrants refugee refugees foreigner foreigners roma romani gypsy gypsies",
    ),
  ],
  ["orientation or gender", listed("gay gays lesbian lesbians transgender transsexual queer lgbt lgbtq")],
  ["disability", listed("disabled wheelchair handicapped autistic")],
  ["politics", listed("protester protesters activist activists demonstrator demonstrators antifa maga")],
  ["race", wordMatcher(RACE)],
];

function listed(words: string): RegExp {
  return wordMatcher(words.split(" "));
}

const REMEMBERED = 4096;

export const query: FactNoun = {
  noun: "query",
  facts: {
    describes: {
      meaning:
        "`religion`, `origin`, `race`, `orientation or gender`, `disability` or `politics` where the free-text prompt or the filters pick people by it.",
      bounded: `the last ${REMEMBERED.toLocaleString("en")} distinct prompts and filters, each judged once`,
    },
  },
  open: () => new QueryReader(),
};

class QueryReader implements FactReader {
  readonly facts: Record<"describes", string | undefined> = { describes: undefined };
  readonly #known = new RecentMap<{ readonly category: string | undefined }>(REMEMBERED);

  see({ query: asked }: AccessEvent): boolean {
    this.facts.describes =
      asked === undefined ? undefined : (this.#category(asked.prompt) ?? this.#category(asked.filters));
    return this.facts.describes !== undefined;
  }

  remembered(): number {
    return this.#known.size;
  }

  #category(text: string | undefined): string | undefined {
    if (text === undefined) return undefined;
    let known = this.#known.get(text);
    if (known === undefined) {
      known = { category: CATEGORIES.find(([, words]) => words.test(text))?.[0] };
      this.#known.set(text, known);
    }
    return known.category;
  }
}
