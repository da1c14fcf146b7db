import type { AccessEvent } from "../../model/index.ts";
import { flatten } from "../../intake/bounded-memo.ts";
import { type Generations, RecentMap } from "../recent-map.ts";
import type { FactNoun, FactReader } from "./fact.ts";

const DOCUMENTS = 20_000;
const SUBJECTS = 64;
const CASES = 16;

interface Document {
  readonly subjects: Set<string>;
  readonly cases: Set<string>;
}

const KEPT = `the last ${DOCUMENTS.toLocaleString("en")} documents`;

export const authority: FactNoun = {
  noun: "authority",
  facts: {
    subjects: {
      meaning:
        "Distinct subjects looked up so far under this authority document, by anybody. Only for an authority with a number in it: `consent` is no document.",
      bounded: `${KEPT}, counting stops at ${SUBJECTS}`,
    },
    cases: {
      meaning: "Distinct cases named so far beside this authority document.",
      bounded: `${KEPT}, counting stops at ${CASES}`,
    },
  },
  open: () => new AuthorityReader(),
};

class AuthorityReader implements FactReader {
  readonly facts: Record<"subjects" | "cases", number | undefined> = {
    subjects: undefined,
    cases: undefined,
  };
  #documents = new RecentMap<Document>(DOCUMENTS);

  see({ purpose, subjects }: AccessEvent): boolean {
    this.facts.subjects = undefined;
    this.facts.cases = undefined;
    const text = purpose?.authority;
    if (text === undefined || !/\d/.test(text)) return false;
    const key = text
      .toUpperCase()
      .replace(/[^\p{L}\p{N}‹›]+/gu, " ")
      .trim();
    let document = this.#documents.get(key);
    if (document === undefined) {
      document = { subjects: new Set(), cases: new Set() };
      this.#documents.set(key, document);
    }
    for (const { id } of subjects ?? []) {
      if (id !== undefined && document.subjects.size < SUBJECTS) document.subjects.add(id);
    }
    if (purpose?.case !== undefined && document.cases.size < CASES) document.cases.add(flatten(purpose.case));
    this.facts.subjects = document.subjects.size;
    this.facts.cases = document.cases.size;
    return true;
  }

  remembered(): number {
    return this.#documents.size;
  }

  snapshot(): Generations<Document> {
    return this.#documents.snapshot();
  }

  resume(state: Generations<Document>): void {
    this.#documents = new RecentMap(DOCUMENTS, state);
  }
}
