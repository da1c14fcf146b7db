import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import papaparse from "papaparse";
import { describe, expect, it } from "vitest";
import { FINDING_STATES, type Incident } from "../../incidents/desk/case.ts";
import { incidentOf } from "../../incidents/desk/grouping.ts";
import { readPseudonym, SEVERITIES } from "../../model/index.ts";
import { FORMS, FORM_TYPES, type Form, formOfFindings, formOfIncident } from "./forms.ts";
import type { HandedFinding } from "./handed-finding.ts";
import { OCSF_DETECTION_FINDING, OCSF_INCIDENT_FINDING } from "./ocsf-schema.fixture.ts";
import { STIX_BUNDLE } from "./stix-schema.fixture.ts";
import { uuid5 } from "./uuid.ts";

const ajv = new Ajv2020({ allErrors: true, strictTypes: false });
const isDetection = ajv.compile(OCSF_DETECTION_FINDING);
const isIncident = ajv.compile(OCSF_INCIDENT_FINDING);
const isBundle = ajv.compile(STIX_BUNDLE);

const WRITING = { version: "0.1.0", now: "2026-03-09T00:00:00.000Z" };

/** What a log can put into an operator's name or a sentence. */
const hostile = fc.oneof(
  fc.string({ minLength: 1, unit: "binary" }),
  fc
    .array(
      fc.constantFrom(
        "=1+1",
        "@SUM(A1)",
        "+cmd|' /C calc'!A0",
        "-2",
        "\t=",
        "\r\n",
        "|",
        "\\",
        "=",
        " suid=root",
        '"',
        "'",
        ",",
        "<script>alert(1)</script>",
        "</script>",
        "\u0000",
        "\u001b[2J",
        "\u2028",
        "\ud800",
        "é🚓",
        "CEF:0|",
      ),
      { minLength: 1, maxLength: 6 },
    )
    .map((parts) => parts.join("")),
);
const stamp = fc.integer({ min: 0, max: 4_000_000_000_000 }).map((ms) => new Date(ms).toISOString());
const subject = fc
  .stringMatching(/^[0-9a-f]{24}$/)
  .map((digits) => readPseudonym(`p1_${digits}`) as HandedFinding["subjects"][number]);
const incident = fc.constantFrom("f-1", "f-2").map(incidentOf);

const finding: fc.Arbitrary<HandedFinding> = fc.record(
  {
    id: fc.stringMatching(/^f1_[0-9a-f]{24}$/),
    time: stamp,
    since: stamp,
    detector: fc.constantFrom(
      "story/fixation",
      "rule/wide|search",
      "tripwire",
      "source/silence",
      "ledger/gap",
    ),
    severity: fc.constantFrom(...SEVERITIES),
    operator: hostile,
    subjects: fc.array(subject, { maxLength: 3 }),
    lookups: fc.integer({ min: 1, max: 5_000_000 }),
    explanation: hostile,
    evidence: fc.dictionary(fc.string(), fc.jsonValue()),
    learned: stamp,
    changed: stamp,
    state: fc.constantFrom(...FINDING_STATES),
    incident,
    owner: hostile,
  },
  {
    requiredKeys: [
      "id",
      "time",
      "since",
      "detector",
      "severity",
      "operator",
      "subjects",
      "lookups",
      "explanation",
      "evidence",
    ],
  },
);

/** Without what is left out of cells. */
function bare(text: string): string {
  return text.replaceAll(/[\ufeff\0]/g, "");
}

async function written(form: Form, findings: readonly HandedFinding[]): Promise<string> {
  return await joined(formOfFindings(form, given(findings), WRITING));
}

async function joined(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

async function* given<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

describe("forms of findings", () => {
  it("CSV (RFC 4180): every cell comes back, and none begins a formula", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(finding, { minLength: 1, maxLength: 4 }), async (findings) => {
        const text = await written("csv", findings);
        const { data, errors } = papaparse.parse<string[]>(text.trimEnd(), { newline: "\r\n" });
        expect(errors).toEqual([]);
        const [head = [], ...rows] = data;
        expect(rows).toHaveLength(findings.length);
        for (const [at, row] of rows.entries()) {
          expect(row).toHaveLength(head.length);
          for (const cell of row) expect(cell).not.toMatch(/^\s*[=+\-@\t\r\n＝＋－＠]/);
          const operator = row[head.indexOf("operator")] ?? "";
          expect([operator, operator.slice(1)]).toContain(bare(findings[at]?.operator ?? ""));
        }
      }),
    );
  });

  it("JSON Lines: one line a finding, the same that went in", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(finding, { maxLength: 3 }), async (findings) => {
        const lines = (await written("jsonl", findings)).split("\n").slice(0, -1);
        expect(lines.map((line) => JSON.parse(line))).toEqual(JSON.parse(JSON.stringify(findings)));
      }),
    );
  });

  it("OCSF 1.8 Detection Finding (2004): as the schema has it", async () => {
    await fc.assert(
      fc.asyncProperty(finding, async (one) => {
        const event = JSON.parse(await written("ocsf", [one])) as Record<string, unknown>;
        isDetection(event);
        expect(isDetection.errors ?? []).toEqual([]);
        expect(event["type_uid"]).toBe(200_400 + Number(event["activity_id"]));
      }),
    );
  });

  it("STIX 2.1: as the specification has it, each object once, and every reference leads to one", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(finding, { minLength: 1, maxLength: 4, selector: ({ id }) => id }),
        async (findings) => {
          const bundle = JSON.parse(await written("stix", findings)) as {
            objects: ({ id: string } & Record<string, unknown>)[];
          };
          isBundle(bundle);
          expect(isBundle.errors ?? []).toEqual([]);
          const ids = bundle.objects.map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          const known = new Set(ids);
          for (const object of bundle.objects)
            for (const [key, value] of Object.entries(object))
              if (key.endsWith("_ref") || key.endsWith("_refs"))
                for (const ref of [value].flat()) expect(known).toContain(ref);
          for (const [first, last] of bundle.objects.flatMap((object) =>
            object["first_observed"] === undefined
              ? []
              : [[object["first_observed"], object["last_observed"]]],
          ))
            expect(String(first) <= String(last)).toBe(true);
          // The same findings make the same objects, whenever they are handed out.
          const later = { ...WRITING, now: "2027-01-01T00:00:00.000Z" };
          const again = JSON.parse(
            await joined(formOfFindings("stix", given(findings), later)),
          ) as typeof bundle;
          expect(again.objects).toEqual(bundle.objects);
        },
      ),
    );
  });

  it("STIX: a bundle of nothing is one without a list", async () => {
    const bundle: unknown = JSON.parse(await written("stix", []));
    expect([isBundle(bundle), Object.keys(bundle as object)]).toEqual([true, ["type", "id"]]);
  });

  it("STIX: nobody is a threat actor, and an operator is a person by internal id alone", async () => {
    const [one] = fc.sample(finding, 1) as [HandedFinding];
    const { objects } = JSON.parse(
      await written("stix", [{ ...one, detector: "story/ring", operator: "op-17" }]),
    ) as { objects: { type: string; identity_class?: string; name?: string }[] };
    expect(objects.map(({ type }) => type)).not.toContain("threat-actor");
    const people = objects.filter(({ identity_class: kind }) => kind === "individual");
    expect(people.map(({ name }) => name)).toEqual(["op-17"]);
  });

  it("CEF 0: one line a finding, seven pipes of its own, and no key that a log brought", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(finding, { minLength: 1, maxLength: 3 }), async (findings) => {
        const lines = (await written("cef", findings)).split("\n").slice(0, -1);
        expect(lines).toHaveLength(findings.length);
        for (const [at, line] of lines.entries()) {
          // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
          expect(line).not.toMatch(/[\u0000-\u001f\u007f\u2028\u2029]/);
          const { head, extension } = readCef(line);
          expect(head).toHaveLength(7);
          expect(head[4]).toBe(findings[at]?.detector);
          expect(extension.get("externalId")).toBe(findings[at]?.id);
          expect([...extension.keys()].filter((key) => key === "suid")).toHaveLength(1);
        }
      }),
    );
  });

  it("say what they are, and none is a page", () => {
    for (const form of FORMS) expect(FORM_TYPES[form].type).not.toContain("html");
  });
});

/** A reader of our own: the head ends at unescaped pipes, and a key is a word before an unescaped equals sign. */
function readCef(line: string): { head: string[]; extension: Map<string, string> } {
  const parts = line.match(/(?:[^\\|]|\\.)*(?:\||$)/g) ?? [];
  const head = parts.slice(0, 7).map((part) => part.replace(/\|$/, "").replaceAll(/\\(.)/g, "$1"));
  const rest = line.slice(parts.slice(0, 7).join("").length);
  const extension = new Map<string, string>();
  const keys = [...rest.matchAll(/(?:^| )(\w+)=/g)];
  for (const [at, match] of keys.entries()) {
    const key = match[1] as string;
    if (extension.has(key)) throw new Error(`twice: ${key}`);
    const value = rest.slice((match.index ?? 0) + match[0].length, keys[at + 1]?.index);
    expect(value.replaceAll(/\\./g, "")).not.toContain("=");
    extension.set(key, value);
  }
  return { head, extension };
}

describe("forms of incidents", () => {
  const one: Incident = {
    id: incidentOf("f-1"),
    state: "closed",
    severity: "high",
    operators: ["op-17"],
    findings: ["f-1"],
    owner: undefined,
    opened: "2026-03-01T00:00:00.000Z",
    changed: "2026-03-02T00:00:00.000Z",
    closing: { reason: "explained", by: "rosa" },
    steps: [],
  };

  it("OCSF 1.8 Incident Finding (2005): as the schema has it, whatever its state", async () => {
    const states = fc.constantFrom(...(["open", "taken", "close-proposed", "closed", "merged"] as const));
    await fc.assert(
      fc.asyncProperty(
        fc.array(finding, { minLength: 1, maxLength: 3 }),
        states,
        fc.option(hostile, { nil: undefined }),
        async (findings, state, owner) => {
          const pieces = formOfIncident("ocsf", { ...one, state, owner }, findings, WRITING);
          const event = JSON.parse(await joined(pieces)) as Record<string, unknown>;
          isIncident(event);
          expect(isIncident.errors ?? []).toEqual([]);
          expect(event["activity_id"] === 3).toBe(state === "closed" || state === "merged");
          // A verdict is what was closed, not what somebody proposed.
          expect(event["verdict_id"]).toBe(state === "closed" || state === "merged" ? 5 : 0);
        },
      ),
    );
  });
});

describe("UUID version 5 (RFC 9562, appendix A.4)", () => {
  it("is the one of the example", () => {
    expect(uuid5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com")).toBe(
      "2ed6657d-e927-568b-95e1-2665a8aea6a2",
    );
  });
});
