import { describe, expect, it } from "vitest";
import { lintRuleFiles } from "./rule-lint.ts";

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

describe("rules lint", () => {
  it("has nothing to say about a complete rule", () => {
    expect(lintRuleFiles([{ file: "a.yml", text: COMPLETE }])).toEqual([]);
  });

  it("warns of what keeps a reader from judging", () => {
    const bare = COMPLETE.split("\n")
      .filter((line) => !/^(description|falsepositives|level)/.test(line))
      .join("\n")
      .replace(/counterwatch:[^]*$/, "");
    const remarks = lintRuleFiles([{ file: "a.yml", text: bare }]);
    expect(remarks.every(({ severity, place }) => severity === "warning" && place.file === "a.yml")).toBe(
      true,
    );
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

  it("lists errors by file and line, each once", () => {
    const remarks = lintRuleFiles([
      { file: "b.yml", text: COMPLETE.replace("absent: true", "absent|gtee: true") },
      { file: "a.yml", text: `${COMPLETE}---\ntitle: [\n` },
      { file: "c.yml", text: COMPLETE.replace("name: bare", "name: other").replace("absent", "abset") },
    ]);
    const errors = remarks.filter(({ severity }) => severity === "error");
    expect(errors.map(({ place }) => place.file)).toEqual(["b.yml", "a.yml", "c.yml"]);
    expect(errors.every(({ place }) => place.line !== undefined && place.column !== undefined)).toBe(true);
  });
});
