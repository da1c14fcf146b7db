import { describe, expect, it } from "vitest";
import { fhirAudit } from "./fhir-audit.ts";
import { memoryFile, readerFor, readWhole, rejectionOf } from "./reader.fixture.ts";

const read = readerFor(fhirAudit);
const dicom = (code: string) => ({
  coding: [{ system: "http://dicom.nema.org/resources/ontology/DCM", code }],
});
const fhirRest = { system: "http://terminology.hl7.org/CodeSystem/audit-event-type", code: "rest" };

/** Shaped as BALP's "patient identifiable query": server, client and person among the agents, patient and query among the entities. */
function patientQuery(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    resourceType: "AuditEvent",
    id: "9f1b7c52-2b10-4f2e-9d0e-8f8f2d5d2f11",
    type: fhirRest,
    subtype: [{ system: "http://hl7.org/fhir/restful-interaction", code: "search-type" }],
    action: "E",
    recorded: "2020-04-29T09:49:00.000+02:00",
    outcome: "0",
    agent: [
      {
        type: dicom("110152"),
        who: { reference: "Device/server" },
        requestor: false,
        network: { address: "http://server.example.org/fhir", type: "5" },
      },
      {
        type: dicom("110153"),
        who: { display: "portal.example.org" },
        requestor: false,
        network: { address: "2001:0db8:85a3::8a2e:0370:7334", type: "2" },
      },
      {
        type: { coding: [{ code: "IRCP" }] },
        who: { identifier: { system: "https://sts.example.org", value: "dr-ruiz" } },
        requestor: true,
        role: [{ coding: [{ code: "nurse" }] }],
        purposeOfUse: [{ coding: [{ code: "TREAT", display: "treatment" }] }],
      },
      { type: { coding: [{ code: "PROV" }] }, who: { display: "General hospital" }, requestor: false },
    ],
    source: { site: "server.example.org", observer: { reference: "Device/server" } },
    entity: [
      {
        what: { reference: "Patient/ana-lopez-1970" },
        type: { code: "1" },
        role: { code: "1" },
        name: "Ana López",
      },
      {
        type: { code: "2" },
        role: { code: "24" },
        query: "R0VUIC9QYXRpZW50P25hbWU9QW5h",
        description: "GET /Patient?name=Ana",
      },
      {
        type: { system: "http://hl7.org/fhir/resource-types", code: "Consent" },
        what: { identifier: { value: "consent-of-march" } },
      },
    ],
    ...change,
  };
}

describe("FHIR AuditEvent R4 as IHE BALP profiles it", () => {
  it("reads a patient query", () => {
    const event = read(patientQuery());
    expect(event).toEqual({
      id: "9f1b7c52-2b10-4f2e-9d0e-8f8f2d5d2f11",
      time: "2020-04-29T07:49:00.000Z",
      source: "test-log",
      system: "identity",
      action: "search",
      operator: { id: "dr-ruiz", unit: "General hospital", role: "nurse" },
      session: { address: "2001:db8:85a3::8a2e:370:7334", client: "portal.example.org" },
      subjects: [{ type: "person", id: expect.stringMatching(/^p1_/) }],
      purpose: { reason: "TREAT (treatment)", authority: "consent-of-march" },
      query: { kind: "search-type" },
      result: { outcome: "success" },
    });
    expect(JSON.stringify(event)).not.toMatch(/Ana|López|R0VU|1970/);
  });

  it("knows one patient by relative and absolute reference, in whatever version", () => {
    const subjects = ["Patient/7", "https://a.example.org/fhir/Patient/7", "Patient/7/_history/2"].map(
      (reference) => read(patientQuery({ entity: [{ what: { reference } }] })).subjects,
    );
    expect(new Set(subjects.map((found) => JSON.stringify(found))).size).toBe(1);
  });

  it("takes the identifier of a patient without reference, and each patient once", () => {
    const patient = { what: { identifier: { value: "MRN-1" } }, type: { code: "1" }, role: { code: "1" } };
    expect(read(patientQuery({ entity: [patient, patient] })).subjects).toHaveLength(1);
  });

  it("takes nobody for a patient who is none", () => {
    const provider = { what: { reference: "Practitioner/7" }, type: { code: "1" }, role: { code: "15" } };
    expect(read(patientQuery({ entity: [provider] })).subjects).toBeUndefined();
  });

  it("names the client where no person asked", () => {
    const { agent } = patientQuery() as { agent: unknown[] };
    expect(read(patientQuery({ agent: agent.slice(0, 2) })).operator.id).toBe("portal.example.org");
  });

  it("does not show a patient who reads their own record", () => {
    const self = { who: { reference: "Patient/ana-lopez-1970" }, requestor: true };
    expect(JSON.stringify(read(patientQuery({ agent: [self] })))).not.toContain("lopez");
  });

  it.each([
    [[{ code: "read" }], "R", "view"],
    [[{ code: "vread" }], "R", "view"],
    [[{ code: "history-instance" }], "R", "list"],
    [[{ code: "search" }], "E", "search"],
    [[{ code: "create" }], "C", "configure"],
    [[{ code: "update" }], "U", "configure"],
    [[{ code: "delete" }], "D", "delete"],
    [[{ code: "110122" }], "E", "sign-in"],
    [[], "R", "view"],
    [[], "E", "search"],
    [[], "D", "delete"],
  ])("subtype %j with action %s is %s", (subtype, action, expected) => {
    expect(read(patientQuery({ subtype, action })).action).toBe(expected);
  });

  it.each([
    ["110106", "export"],
    ["110112", "search"],
    ["110101", "review"],
    ["110114", "sign-in"],
    ["110105", "delete"],
  ])("DICOM type %s is %s", (code, expected) => {
    expect(read(patientQuery({ type: { code }, subtype: [], action: "E" })).action).toBe(expected);
  });

  it.each([
    ["4", "failure"],
    ["12", "failure"],
    ["x", undefined],
  ])("outcome %s is %s", (outcome, expected) => {
    expect(read(patientQuery({ outcome })).result?.outcome).toBe(expected);
  });

  it.each([
    ["another resource", { resourceType: "Patient" }, "schema", "resourceType"],
    ["no agent", { agent: [] }, "operator-missing", "agent.who"],
    ["agents that are no list", { agent: "me" }, "operator-missing", "agent.who"],
    ["no time", { recorded: undefined }, "time-missing", "recorded"],
    ["a local time", { recorded: "2020-04-29T09:49:00" }, "time-unreadable", "recorded"],
    ["a day", { recorded: "2020-04-29" }, "time-unreadable", "recorded"],
    ["nothing done", { action: undefined, subtype: [] }, "action-unknown", "action"],
  ])("rejects %s", (_, change, reason, column) => {
    expect(rejectionOf(read, patientQuery(change))).toMatchObject({ reason, column });
  });

  it("comes as Bundle, array and NDJSON", async () => {
    const two = [patientQuery(), patientQuery({ id: "second" })];
    const bundle = {
      resourceType: "Bundle",
      type: "searchset",
      entry: two.map((resource) => ({ fullUrl: "urn:x", resource })),
    };
    for (const content of [
      JSON.stringify(bundle, null, 2),
      JSON.stringify(two),
      two.map((one) => JSON.stringify(one)).join("\n"),
    ]) {
      const log = await readWhole(memoryFile("audit.json", content));
      expect([log.connector, log.rows, log.events.length]).toEqual(["fhir-audit", 2, 2]);
    }
  });
});
