import { describe, expect, it } from "vitest";
import { compileRulePack } from "./rule-files.ts";
import { ruleWarnings } from "./rule-lint.ts";

const COMPLETE = `title: Bare look-up of a subject
id: 5b7d2ad1-6a3b-4d0e-9a51-6a7b8d0b2c11
name: bare
status: test
description: A look-up without a purpose cannot be checked against anything.
author: Somebody
date: 2025-03-03
falsepositives: [Custom]
level: low
logsource: {product: counterwatch, category: access}
detection:
  selection: {context.purpose.absent: true}
  condition: selection
counterwatch:
  explanation: "{operator}."
  tests:
    - name: both ways
      events: [{match: {}}, {match: {}}, {pass: {automated: true}}, {pass: {action: review}}]
`;

function warnings(...texts: string[]) {
  const files = texts.map((text, index) => ({ file: `${index}.yml`, text }));
  return ruleWarnings(files, compileRulePack(files).pack.rules);
}

describe("warnings of rules lint", () => {
  it("are none for a complete rule", () => {
    expect(warnings(COMPLETE)).toEqual([]);
  });

  it("tell what keeps a reader from judging, by file and line", () => {
    const bare = COMPLETE.split("\n")
      .filter((line) => !/^(description|falsepositives|level)/.test(line))
      .join("\n")
      .replace(/counterwatch:[^]*$/, "");
    const remarks = warnings(COMPLETE.replace("name: bare", "name: other"), bare);
    expect(remarks.every(({ place }) => place.file === "1.yml" && place.line === 1)).toBe(true);
    for (const what of [
      "no level",
      "no description",
      "no false positives",
      "no explanation",
      "0 test events",
    ]) {
      expect(
        remarks.some(({ message }) => message.includes(what)),
        what,
      ).toBe(true);
    }
  });
});
