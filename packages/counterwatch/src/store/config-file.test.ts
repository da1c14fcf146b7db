import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CounterwatchError } from "../model/index.ts";
import { printJsonSchema } from "../model/json-schemas.ts";
import { configJsonSchema, parseConfig } from "./config-file.ts";

function refusal(content: string): CounterwatchError {
  try {
    parseConfig(content, "counterwatch.yaml");
  } catch (error) {
    if (error instanceof CounterwatchError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("counterwatch.yaml", () => {
  it("may be empty, or nothing but comments", () => {
    expect(parseConfig("", "f")).toEqual({});
    expect(parseConfig("# zone: America/Chicago\n", "f")).toEqual({});
  });

  it("reads every kind of value", () => {
    expect(
      parseConfig(
        "zone: America/Mexico_City\ncountry: MX\nrules: [a, b]\ndefaultRules: false\nfailOn: high\nbudget: 4/month\n",
        "f",
      ),
    ).toEqual({
      zone: "America/Mexico_City",
      country: "MX",
      rules: ["a", "b"],
      defaultRules: false,
      failOn: "high",
      budget: "4/month",
    });
  });

  it.each([
    [
      "an unknown key, with the nearest one",
      "zone: UTC\nfail_on: high\n",
      2,
      1,
      /unknown key "fail_on"/,
      /failOn/,
    ],
    ["an unknown key far from all", "zone: UTC\n\nwombat: 1\n", 3, 1, /unknown key/, /Known keys: keyFile/],
    [
      "a value of the wrong type",
      "defaultRules: maybe\n",
      1,
      15,
      /defaultRules: expected true or false/,
      null,
    ],
    ["a wrong word", "lang: de\n", 1, 7, /expected one of en, es/, null],
    ["a zone nobody knows", "country: US\nzone: Chicago\n", 2, 7, /IANA time zone/, null],
    ["a country in words", "country: Mexico\n", 1, 10, /two capital letters/, null],
    ["a budget of nothing", "budget: 0/day\n", 1, 9, /1\/day/, null],
    ["a list item of the wrong type", "rules:\n  - a\n  - {b: 1}\n", 3, 5, /rules\.1: expected text/, null],
    ["an unknown number of the policy", "policy:\n  bulkRow: 5\n", 2, 3, /"bulkRow" in policy/, /bulkRows/],
    [
      "an input that says neither",
      "inputs:\n  - source: a\n",
      2,
      5,
      /inputs\.0: .*either tail or syslog/,
      null,
    ],
    [
      "an input without a source",
      "inputs:\n  - tail: a.log\n",
      2,
      5,
      /inputs\.0\.source: expected text/,
      null,
    ],
    [
      "an unknown key of a listener",
      "inputs:\n  - source: a\n    syslog: { transport: udp, listen: '*:514', certifcate: x }\n",
      3,
      48,
      /unknown key "certifcate" in inputs\.0\.syslog/,
      /certificate/,
    ],
    [
      "a listener of TLS without its key",
      "inputs:\n  - source: a\n    syslog:\n      transport: tls\n      listen: '*:6514'\n",
      4,
      7,
      /tls needs a certificate and a key/,
      null,
    ],
    [
      "an address without a port",
      "inputs:\n  - source: a\n    syslog: { transport: tcp, listen: localhost }\n",
      3,
      39,
      /127\.0\.0\.1:6514/,
      null,
    ],
    ["a list at the top", "- a\n", 1, 1, /expected keys and values/, null],
    ["broken YAML", 'zone: "America/Chicago\n', 2, 1, /not valid YAML/, /quotes/],
    ["the same key twice", "lang: en\nlang: es\n", 2, 1, /not valid YAML/, null],
    ["a tab as indentation", "rules:\n\t- a\n", 2, 1, /not valid YAML/, null],
  ])("answers %s with its place", (_name, content, line, column, message, remedy) => {
    const error = refusal(content);
    expect(error.code).toBe("config");
    expect(error.place).toEqual({ file: "counterwatch.yaml", line, column });
    expect(error.message).toMatch(message);
    if (remedy !== null) expect(error.remedy).toMatch(remedy);
  });

  it("refuses aliases that multiply", () => {
    const bomb = [
      "a: &a [x, x]",
      ...[..."bcdefgh"].map((c, i) => `${c}: &${c} [*${"abcdefg"[i]}, *${"abcdefg"[i]}]`),
    ];
    expect(refusal(bomb.join("\n")).code).toBe("config");
  });

  it("is described by the published JSON Schema (node packages/counterwatch/scripts/write-schemas.js)", () => {
    const committed = readFileSync(new URL("../../schemas/config.schema.json", import.meta.url), "utf8");
    expect(committed).toBe(printJsonSchema(configJsonSchema()));
  });
});
