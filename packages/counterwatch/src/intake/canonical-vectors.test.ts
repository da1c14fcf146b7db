import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { SubjectType } from "../model/index.ts";
import { CANONICAL_VERSION, type Canonical, canonicalise } from "./canonical.ts";

interface Vectors {
  readonly version: number;
  readonly vectors: readonly {
    readonly type: SubjectType;
    readonly raw: string;
    readonly country: string;
    readonly canonical: Canonical | null;
  }[];
}

const { version, vectors } = JSON.parse(
  readFileSync(new URL("canonical-vectors.json", import.meta.url), "utf8"),
) as Vectors;

describe("canonical vectors: where one of them changes, CANONICAL_VERSION must rise", () => {
  it("are of this version", () => {
    expect(version).toBe(CANONICAL_VERSION);
    expect(vectors.length).toBeGreaterThan(40);
  });

  it.each(vectors)("$type $raw in $country", ({ type, raw, country, canonical }) => {
    expect(canonicalise(type, raw, country) ?? null).toEqual(canonical);
  });

  it.each(vectors.filter(({ canonical }) => canonical?.partial === false))(
    "$type $canonical.value stays as it is without a country, which is how an enrolment checks what the register holds",
    ({ type, canonical }) => {
      expect(canonicalise(type, canonical!.value)).toEqual(canonical);
    },
  );
});
