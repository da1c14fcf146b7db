/**
 * FHIR R4 AuditEvent (hl7.org/fhir/R4/auditevent.html) as IHE BALP profiles it (profiles.ihe.net/ITI/BALP). The requestor agent is
 * the operator, patients among the entities are the subjects, purposeOfUse is the reason, a consent the authority. The
 * query (base64), descriptions and details of entities hold raw identifiers and are not read.
 */
import { type Action, Rejection } from "../model/index.ts";
import type { Connector, ConnectorContext, Row, RowReader } from "./connector.ts";
import { present } from "./event-parts.ts";
import { asRecord, asRecords, asText, type JsonRecord } from "./json-members.ts";
import { openAdmission, type ReceivedEvent, receivedEventSchema } from "./received-event.ts";

export const fhirAudit: Connector = {
  id: "fhir-audit",
  title: "FHIR AuditEvent R4 (IHE BALP)",
  framing: "records",
  needsZone: false,
  recognise: ({ rows }) => {
    const resources = rows.map(resourceOf);
    if (resources[0]?.["resourceType"] === "AuditEvent") return 1;
    return resources.some((resource) => resource["resourceType"] === "AuditEvent") ? 0.9 : 0;
  },
  open: openFhirAudit,
};

/** An entry of a Bundle wraps its resource. */
function resourceOf(row: Row | undefined): JsonRecord {
  const record = asRecord(row);
  return "resourceType" in record ? record : asRecord(record["resource"]);
}

function openFhirAudit({ source, identifiers }: ConnectorContext): RowReader {
  const admit = openAdmission(identifiers);
  return (row) => {
    const audit = resourceOf(row);
    if (audit["resourceType"] !== "AuditEvent") {
      throw new Rejection("schema", "The resource is no AuditEvent.", "resourceType");
    }
    const draft = readAudit(audit, source);
    const result = receivedEventSchema.safeParse(draft);
    if (result.success) return admit(result.data);
    throw new Rejection(
      "schema",
      "The AuditEvent does not fit the schema of an access event.",
      result.error.issues[0]?.path.join("."),
    );
  };
}

function readAudit(audit: JsonRecord, source: string): { readonly [K in keyof ReceivedEvent]?: unknown } {
  const agents = asRecords(audit["agent"]);
  const requestor = requestorOf(agents);
  const operator = requestor === undefined ? undefined : whoOf(requestor);
  if (requestor === undefined || operator === undefined) {
    throw new Rejection("operator-missing", "No agent says who asked.", "agent.who");
  }
  const kinds = kindsOf(audit);
  const action = actionOf(kinds, asText(audit["action"]));
  const entities = asRecords(audit["entity"]);
  const subjects = [...new Map(entities.flatMap(patientOf).map((subject) => [subject.id, subject])).values()];
  const isLookup = subjects.length > 0 || (action !== "configure" && action !== "sign-in");
  return {
    id: asText(audit["id"]),
    time: timeOf(audit),
    source,
    system: "identity",
    action,
    operator: present({
      id: operator,
      unit: unitOf(agents),
      role: codeText(asRecords(requestor["role"])[0]),
    }),
    session: present({ address: addressOf(agents, requestor), client: clientOf(agents, requestor) }),
    subjects: subjects.length > 0 ? subjects : undefined,
    purpose: present({
      reason: purposeOf(requestor, audit),
      authority: entities.map(consentOf).find((consent) => consent !== undefined),
    }),
    query: present({ kind: kinds.find((kind) => kind !== "rest") }),
    object: isLookup ? undefined : objectOf(entities),
    result: present({ outcome: outcomeOf(audit["outcome"]) }),
  };
}

function timeOf(audit: JsonRecord): string {
  const recorded = asText(audit["recorded"]);
  if (recorded === undefined) throw new Rejection("time-missing", "The AuditEvent has no time.", "recorded");
  // An instant has seconds and an offset (FHIR R4, 2.24.0.1); a local time would need a guess.
  if (!/T\d{2}:\d{2}:\d{2}.*(?:Z|[+-]\d{2}:\d{2})$/.test(recorded)) {
    throw new Rejection(
      "time-unreadable",
      "The time is no FHIR instant: it must have seconds and an offset.",
      "recorded",
    );
  }
  return recorded;
}

/** Types of agents that are machines: DICOM source and destination role, and the application that carries out the call. */
const MACHINES: ReadonlySet<string> = new Set(["110152", "110153", "110150", "AuthzOauthService"]);
const ORGANISATIONS: ReadonlySet<string> = new Set(["PROV", "homeCommunityId"]);

/** The person who asked; where the log names none, the client that did (BALP allows a query without a user). */
function requestorOf(agents: readonly JsonRecord[]): JsonRecord | undefined {
  const named = agents.filter((agent) => whoOf(agent) !== undefined);
  const asking = named.filter((agent) => agent["requestor"] === true);
  return (
    asking.find((agent) => !typesOf(agent).some((type) => MACHINES.has(type))) ??
    asking[0] ??
    named.find((agent) => typesOf(agent).includes("110153")) ??
    named.find((agent) => !typesOf(agent).some((type) => MACHINES.has(type) || ORGANISATIONS.has(type)))
  );
}

function typesOf(agent: JsonRecord): readonly string[] {
  return asRecords(asRecord(agent["type"])["coding"]).flatMap(({ code }) => asText(code) ?? []);
}

/** Reference first: it is the stable one; a display name is the last resort. */
function whoOf(agent: JsonRecord): string | undefined {
  const who = asRecord(agent["who"]);
  return (
    asText(who["reference"]) ??
    asText(asRecord(who["identifier"])["value"]) ??
    asText(agent["altId"]) ??
    asText(who["display"]) ??
    asText(agent["name"])
  );
}

function unitOf(agents: readonly JsonRecord[]): string | undefined {
  const organisation = agents.find((agent) => typesOf(agent).includes("PROV"));
  const who = asRecord(organisation?.["who"]);
  return asText(who["display"]) ?? asText(asRecord(who["identifier"])["value"]) ?? asText(who["reference"]);
}

function clientOf(agents: readonly JsonRecord[], requestor: JsonRecord): string | undefined {
  const client = agents.find((agent) => agent !== requestor && typesOf(agent).includes("110153"));
  return client === undefined ? undefined : whoOf(client);
}

/** The requestor's own address, else that of the client it used. */
function addressOf(agents: readonly JsonRecord[], requestor: JsonRecord): string | undefined {
  const client = agents.find((agent) => typesOf(agent).includes("110153"));
  for (const agent of [requestor, client]) {
    const network = asRecord(agent?.["network"]);
    const address = asText(network["address"]);
    // Types 1 machine name, 2 IP address; 3 to 5 are telephone, e-mail and URI.
    if (address !== undefined && !/^[345]$/.test(asText(network["type"]) ?? "")) return address;
  }
  return undefined;
}

/** Patients, and persons in the role of one. One subject for each entity, by reference where there is one. */
function patientOf(entity: JsonRecord): { type: "person"; id: string }[] {
  const what = asRecord(entity["what"]);
  const reference = asText(what["reference"]);
  const target = /(?:^|\/)((?:Patient|Person|RelatedPerson)\/[^/?#\s]+)/.exec(reference ?? "")?.[1];
  const isPerson = codeOf(entity["type"]) === "1" || asText(what["type"]) === "Patient";
  const isPatient = codeOf(entity["role"]) === "1" || asText(what["type"]) === "Patient";
  const id =
    target ??
    (isPerson && isPatient ? (reference ?? asText(asRecord(what["identifier"])["value"])) : undefined);
  return id === undefined ? [] : [{ type: "person", id }];
}

function consentOf(entity: JsonRecord): string | undefined {
  const what = asRecord(entity["what"]);
  const reference = asText(what["reference"]);
  const isConsent = codeOf(entity["type"]) === "Consent" || reference?.includes("Consent/") === true;
  return isConsent ? (reference ?? asText(asRecord(what["identifier"])["value"])) : undefined;
}

function objectOf(entities: readonly JsonRecord[]): object | undefined {
  const reference = asText(asRecord(entities[0]?.["what"])["reference"]);
  const type = /(?:^|\/)([A-Z][A-Za-z]+)\/[^/]+/.exec(reference ?? "")?.[1];
  return present({ type, name: reference });
}

function purposeOf(requestor: JsonRecord, audit: JsonRecord): string | undefined {
  const purposes = [...asRecords(requestor["purposeOfUse"]), ...asRecords(audit["purposeOfEvent"])];
  return purposes.map(codeText).find((purpose) => purpose !== undefined);
}

/** `TREAT (treatment)`: the code for machines, the display for people. */
function codeText(concept: JsonRecord | undefined): string | undefined {
  const [coding] = asRecords(concept?.["coding"]);
  const code = asText(coding?.["code"]);
  const words = asText(concept?.["text"]) ?? asText(coding?.["display"]);
  if (code === undefined || words === undefined) return code ?? words;
  return code.toLowerCase() === words.toLowerCase() ? code : `${code} (${words})`;
}

/** R4 has codings here, R5 concepts. */
function codeOf(value: unknown): string | undefined {
  const record = asRecord(value);
  return asText(record["code"]) ?? asText(asRecord(asRecords(record["coding"])[0])["code"]);
}

/** Codes of subtype, then of type: the subtype says more. */
function kindsOf(audit: JsonRecord): string[] {
  const codings = [...asRecords(audit["subtype"]), asRecord(audit["type"])];
  return codings.flatMap((coding) => codeOf(coding) ?? []);
}

/** DICOM audit events (PS3.16, CID 400 and 401) and FHIR restful interactions. */
const BY_KIND: Readonly<Record<string, Action>> = {
  "110101": "review",
  "110103": "view",
  "110104": "share",
  "110105": "delete",
  "110106": "export",
  "110107": "configure",
  "110112": "search",
  "110113": "configure",
  "110114": "sign-in",
  "110122": "sign-in",
  "110123": "sign-in",
  "110136": "configure",
  "110137": "configure",
  read: "view",
  vread: "view",
  history: "list",
  "history-instance": "list",
  "history-type": "list",
  "history-system": "list",
  search: "search",
  "search-type": "search",
  "search-system": "search",
  create: "configure",
  update: "configure",
  patch: "configure",
  delete: "delete",
  $export: "export",
};

const BY_LETTER: Readonly<Record<string, Action>> = {
  C: "configure",
  R: "view",
  U: "configure",
  D: "delete",
  E: "search",
};

function actionOf(kinds: readonly string[], letter: string | undefined): Action {
  for (const kind of kinds) {
    const action = Object.hasOwn(BY_KIND, kind) ? BY_KIND[kind] : undefined;
    if (action !== undefined) return action;
  }
  const action = BY_LETTER[letter ?? ""];
  if (action === undefined) {
    throw new Rejection("action-unknown", "Neither subtype, type nor action says what was done.", "action");
  }
  return action;
}

/** 0 success, 4 and 8 and 12 failures (R4 code, R5 coding). */
function outcomeOf(value: unknown): "success" | "failure" | undefined {
  const code = asText(value) ?? codeOf(asRecord(value)["code"]);
  if (code === "0") return "success";
  return code === "4" || code === "8" || code === "12" ? "failure" : undefined;
}
