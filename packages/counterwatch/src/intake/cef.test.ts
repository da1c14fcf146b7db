import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCef } from "./cef-line.ts";
import { memoryLog, readAll } from "./memory-log.fixture.ts";
import { mappingConnector } from "./mapping.ts";
import { readMapping } from "./mapping-file.ts";

const extensionOf = (line: string) => Object.fromEntries(parseCef(line)?.extension ?? []);

const escaped = (raw: string, signs: RegExp) => raw.replace(signs, "\\$&");

describe("a line of CEF", () => {
  it("is read as the specification's examples say", () => {
    const line =
      "Sep 19 08:26:10 host CEF:0|Security|threatmanager|1.0|100|worm successfully stopped|10|src=10.0.0.1 dst=2.1.2.2 spt=1232";
    expect(parseCef(line)?.head).toEqual({
      version: "0",
      vendor: "Security",
      product: "threatmanager",
      deviceVersion: "1.0",
      signature: "100",
      name: "worm successfully stopped",
      severity: "10",
    });
    expect(extensionOf(line)).toEqual({ src: "10.0.0.1", dst: "2.1.2.2", spt: "1232" });
  });

  it("has escaped bars and backslashes in its head, and bare ones in its extension", () => {
    const line =
      "CEF:0|security|threat\\|manager|1.0|100|detected a \\\\ in message|10|src=10.0.0.1 act=blocked a | dst=1.1.1.1";
    expect(parseCef(line)?.head).toMatchObject({
      product: "threat|manager",
      name: "detected a \\ in message",
    });
    expect(extensionOf(line)).toEqual({ src: "10.0.0.1", act: "blocked a |", dst: "1.1.1.1" });
  });

  it("has escaped equals signs and line ends in its values, and values with spaces", () => {
    expect(
      extensionOf(
        "CEF:1|v|p|1|1|n|Low|act=blocked a \\= dst=1.1.1.1 msg=first\\nsecond\\\\x c:\\dir  cs1= two words  cs1Label=Reason",
      ),
    ).toEqual({
      act: "blocked a =",
      dst: "1.1.1.1",
      msg: "first\nsecond\\x c:\\dir",
      cs1: " two words",
      cs1Label: "Reason",
    });
  });

  it("keeps an equals sign that nobody escaped, and the first of equal keys", () => {
    expect(extensionOf("CEF:0|v|p|1|1|n|1|request=https://x/a?b=c&d=e suser=ana suser=other =x")).toEqual({
      request: "https://x/a?b=c&d=e",
      suser: "ana",
    });
    expect(extensionOf("CEF:0|v|p|1|1|n|1|__proto__=a constructor=b")["constructor"]).toBe("b");
    expect(parseCef("CEF:0|v|p|1|1|n|1")?.extension.size).toBe(0);
    for (const none of [
      "",
      "CEF:",
      "CEF:2|a|b|c|d|e|f|",
      "CEF:0|a|b|c",
      `${"x".repeat(2000)} CEF:0|a|b|c|d|e|f|`,
    ])
      expect(parseCef(none)).toBeUndefined();
  });

  it("gives back what was escaped, whatever it was", () => {
    const text = fc.string({ maxLength: 30 }).map((raw) => raw.replace(/[\s\p{Cc}]+/gu, "_"));
    const key = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9]{0,9}$/);
    fc.assert(
      fc.property(
        text,
        text,
        fc.uniqueArray(fc.tuple(key, text), { selector: ([k]) => k }),
        (p, n, pairs) => {
          const line = `CEF:0|v|${escaped(p, /[\\|]/g)}|1|1|${escaped(n, /[\\|]/g)}|5|${pairs.map(([k, v]) => `${k}=${escaped(v, /[\\=]/g)}`).join(" ")}`;
          const parsed = parseCef(line);
          expect(parsed?.head).toMatchObject({ product: p, name: n });
          expect([...(parsed?.extension ?? [])]).toEqual(pairs);
        },
      ),
    );
  });

  it("never throws, and reads a hostile line in linear time", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (rest) => {
        parseCef(`CEF:0|${rest}`);
      }),
    );
    for (const piece of ["a=", " a=", "\\", "\\=", "|", "= ", "[", "x"])
      expect(() => parseCef(`CEF:0|a|b|c|d|e|f|${piece.repeat(300_000)}`)).not.toThrow();
    expect(parseCef(`CEF:0|a|b|c|d|e|f|${Array.from({ length: 600 }, (_, i) => `k${i}=1`).join(" ")}`)).toBe(
      undefined,
    );
  });
});

const HEAD = "CEF:0|Vendor|ALPR portal|2.1|42|License plate lookup|3|";

describe("CEF as an access log", () => {
  it("becomes look-ups: who, whom, when, why", async () => {
    const { events, deadLetters } = await readAll(
      memoryLog(
        `<134>Mar  1 12:00:05 portal ${HEAD}rt=1740830405000 externalId=e-7 suser=j.ortiz sntdom=patrol spriv=officer src=10.0.0.8 act=Search ` +
          "cs1Label=License Plate cs1=ABC1234 cs2Label=Case Number cs2=C25-0042 cs3Label=Reason cs3=stolen ABC 1234 " +
          "cn1Label=Results cn1=3 cs4Label=Time Frame cs4=last 30 days cs5Label=Whatever cs5=secret-77 msg=about ABC1234 " +
          "request=https://portal/patients/4711/view?plate\\=ABC1234 outcome=success\n",
        "portal.cef",
      ),
    );
    expect(deadLetters).toEqual([]);
    const [event] = events;
    expect(event).toMatchObject({
      id: "e-7",
      time: "2025-03-01T12:00:05.000Z",
      source: "cef",
      system: "plates",
      action: "search",
      operator: { id: "j.ortiz", unit: "patrol", role: "officer" },
      session: { address: "10.0.0.8" },
      subjects: [{ type: "plate" }],
      window: { from: "2025-01-30T12:00:05.000Z" },
      purpose: { case: "C25-0042" },
      query: { kind: "License plate lookup" },
      object: { name: "/patients/*/view" },
      result: { rows: 3, outcome: "success" },
    });
    expect(JSON.stringify(event)).not.toMatch(/ABC ?1234|4711|secret-77/);
  });

  it("takes a sign-in's one user for the operator, and the other user of anything else for a subject", async () => {
    const lines = [
      `${HEAD}rt=1740830405000 duser=ana act=Logon failed`,
      `${HEAD}rt=Mar 01 2025 12:00:06 UTC suser=ana duser=jmorales act=view`,
      `${HEAD}rt=Mar 01 12:00:06 suser=ana act=view`,
      `${HEAD}rt=1740830405000 act=view`,
      `${HEAD}suser=ana act=view`,
      "CEF:0|v|p|1|1|n|1|rt=1740830405000 suser=ana act=frobnicate",
      "CEF:0|v|p",
    ];
    const { events, deadLetters } = await readAll(memoryLog(lines.join("\n"), "x.cef"));
    expect(events).toMatchObject([
      { action: "sign-in", operator: { id: "ana" }, result: { outcome: "failure" } },
      { action: "view", operator: { id: "ana" }, subjects: [{ type: "account" }] },
    ]);
    expect(deadLetters.map(({ reason }) => reason)).toEqual([
      "time-unreadable",
      "operator-missing",
      "time-missing",
      "action-unknown",
      "schema",
    ]);
  });

  it("is read by a mapping of records as well", async () => {
    const mapping = mappingConnector(
      readMapping(
        "name: vms\ncolumns: { time: rt, operator.id: suser, site.id: labels.Lens, action: cef.signature }\nconstants: { system: cameras }\nactions: { '42': playback }",
        "vms.yaml",
      ),
    );
    const { events } = await readAll(
      memoryLog(`${HEAD}rt=1740830405000 suser=ana cs1Label=Lens cs1=Door 7\n`, "vms.log"),
      { mapping },
    );
    expect(events).toMatchObject([{ system: "cameras", action: "playback", site: { id: "Door 7" } }]);
  });
});
