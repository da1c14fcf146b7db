import { describe, expect, it } from "vitest";
import { tellStories } from "../../stories/stories.ts";
import { storyInfo } from "./story-info.ts";

describe.each(["en", "es"] as const)("what is said about stories in %s", (locale) => {
  const info = storyInfo(locale);

  it("is said about every story there is, and about no other", () => {
    expect([...info.keys()].toSorted()).toEqual(
      tellStories()
        .all.map(({ name }) => `story/${name}`)
        .toSorted(),
    );
  });

  it("says what it watches for, what honest work sets it off and what to do next", () => {
    for (const [name, { title, description, falsePositives, next, locale: spoken }] of info) {
      expect(spoken).toBe(locale);
      expect(title.length, name).toBeLessThan(60);
      expect(falsePositives.length, name).toBeGreaterThanOrEqual(2);
      for (const sentence of [description, next ?? "", ...falsePositives]) {
        expect(sentence, name).toMatch(/^\p{Lu}.{20,}\.$/u);
        expect(sentence.length, name).toBeLessThanOrEqual(400);
      }
      expect(falsePositives.join(" ").length, name).toBeLessThanOrEqual(420);
    }
  });
});

it("is said in other words in each language", () => {
  const spanish = storyInfo("es");
  for (const [name, { title, next }] of storyInfo("en")) {
    expect(spanish.get(name)?.title).not.toBe(title);
    expect(spanish.get(name)?.next).not.toBe(next);
  }
});
