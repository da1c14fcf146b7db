import { describe, expect, it } from "vitest";
import { CounterwatchError, printPlace } from "../model/index.ts";
import { readMapping } from "./mapping-file.ts";

const WHOLE = `
name: telco-portal
title: Look-ups in the portal of a telephone company
columns:
  time: Search Time
  operator.id: [User, Operator]
  purpose.reason: Reason
constants: { system: calls, action: search }
subjects:
  - { column: Number, type: phone, separators: [";"] }
time: { format: d/M/yyyy H:mm:ss, zone: America/Mexico_City }
masks: [HIDDEN]
caseInReason: '\\b(\\d{2}-\\d{4,6})\\b'
actions: { "Export*": export, "*": search }
`;

function refusal(yaml: string): CounterwatchError {
  try {
    readMapping(yaml, "m.yaml");
  } catch (error) {
    if (error instanceof CounterwatchError) return error;
    throw error;
  }
  throw new Error("the mapping was accepted");
}

describe("a mapping file", () => {
  it("is read into a checked mapping", () => {
    const mapping = readMapping(WHOLE, "m.yaml");
    expect(mapping.columns?.["operator.id"]).toEqual(["User", "Operator"]);
    expect(mapping.subjects).toEqual([{ column: "Number", type: "phone", separators: [";"] }]);
    expect(mapping.actions).toEqual({ "Export*": "export", "*": "search" });
  });

  it("for pgaudit needs no columns", () => {
    const mapping = readMapping("name: calls\npgaudit: { parameters: { 1: phone } }\n", "m.yaml");
    expect(mapping.pgaudit?.parameters).toEqual({ "1": "phone" });
  });

  it.each([
    [
      "a misspelt key",
      WHOLE.replace("caseInReason", "caseInReson"),
      "m.yaml:13:1",
      /Did you mean "caseInReason"/,
    ],
    ["a misspelt field", WHOLE.replace("purpose.reason", "purpose.raeson"), "m.yaml:7:3", /purpose\.reason/],
    ["a misspelt constant", WHOLE.replace("{ system:", "{ sistem:"), "m.yaml:8:14", /system/],
    [
      "an unknown action",
      WHOLE.replace("action: search }", "action: serch }"),
      "m.yaml:8:37",
      /Did you mean "search"/,
    ],
    [
      "an unknown subject type",
      WHOLE.replace("type: phone", "type: phon"),
      "m.yaml:10:29",
      /Did you mean "phone"/,
    ],
    ["a subject without type", WHOLE.replace(", type: phone", ""), "m.yaml:10:5", /subjects/],
    ["a zone that is none", WHOLE.replace("America/Mexico_City", "Mexico"), "m.yaml:11:41", /IANA/],
    ["a case pattern that is none", WHOLE.replace("'\\b(\\d{2}", "'\\b((\\d{2}"), "m.yaml:13:15", /quotes/],
    ["no time", WHOLE.replace("  time: Search Time\n", ""), "m.yaml:5:3", /time: Search Time/],
    ["no system", WHOLE.replace("system: calls, ", ""), "m.yaml:8:12", /system/],
    ["a wrong kind of value", WHOLE.replace("masks: [HIDDEN]", "masks: HIDDEN"), "m.yaml:12:8", /docs/],
    ["a name with spaces", WHOLE.replace("name: telco-portal", "name: Telco portal"), "m.yaml:2:7", /docs/],
    ["no YAML", WHOLE.replace("{ system", "{{ system"), "m.yaml:9:1", /quotes/],
    ["a key given twice", `${WHOLE}name: again\n`, "m.yaml:15:1", /quotes/],
    ["an empty file", "", "m.yaml:1:1", /docs/],
    ["a list", "- a\n- b\n", "m.yaml:1:1", /docs/],
  ])("with %s is refused with place and remedy", (_, yaml, place, remedy) => {
    const error = refusal(yaml);
    expect(error.code).toBe("mapping");
    expect(`${printPlace(error.place)} ${error.message}`).toContain(`${place} `);
    expect(error.remedy).toMatch(remedy);
  });

  it("refuses an alias bomb", () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [${"*a,".repeat(10)}]\nc: &c [${"*b,".repeat(10)}]\nd: [${"*c,".repeat(10)}]\n`;
    expect(refusal(bomb).message).toContain("aliases");
  });

  it.each([
    '{"+15550109999": {"ABC1234": 1}}',
    "a: b\n+15550109999: &ABC1234 x\n *ABC9999",
    "{{ +15550109999: ABC1234",
    "- +15550109999",
  ])("shows nothing of a log given in its place: %s", (text) => {
    const error = refusal(text);
    expect(`${error.message} ${error.remedy}`).not.toMatch(/9999|1234/);
  });
});
