/**
 * What a team works with: findings in a queue, incidents that gather them, and the steps that people take. An incident is
 * nothing but its steps, in order; its state is worked out from them and never written over.
 */
import { z } from "zod";
import { findIdentifiers } from "../../intake/free-text.ts";
import { findingSchema, SEVERITIES } from "../../model/index.ts";

export const ROLES = ["analyst", "reviewer", "register-officer", "auditor", "administrator"] as const;
export type Role = (typeof ROLES)[number];

export const CLOSING_REASONS = [
  "explained",
  "false-alarm",
  "policy",
  "training",
  "misuse",
  "referred",
  "duplicate",
] as const;
export type ClosingReason = (typeof CLOSING_REASONS)[number];

/** `new`: nobody has looked. `taken`: somebody is on it. `suppressed`: by a rule that a person made, until it ends. */
export const FINDING_STATES = ["new", "taken", "closed", "suppressed"] as const;
export type FindingState = (typeof FINDING_STATES)[number];

const instant = z.iso.datetime({ precision: 3 });
const account = z.string().min(1).max(64).describe("Who acts: the name of a Counterwatch account.");
const incidentId = z.string().regex(/^i1_[0-9a-f]{24}$/);
/** What people write is kept as it is: somebody's number, address or mail does not belong into it. Case numbers may look like plates. */
const reason = z
  .string()
  .trim()
  .min(3)
  .max(2000)
  .refine(
    (text) =>
      findIdentifiers(text, undefined, []).every(({ type }) => type === undefined || type === "plate"),
    "holds what looks like an identifier of a person: write it without",
  );

export const deskFindingSchema = findingSchema
  .omit({ events: true })
  .extend({
    learned: instant.describe("When Counterwatch first told it; `time` is when it happened."),
    changed: instant.describe("When it last grew or was worked on."),
    state: z.enum(FINDING_STATES),
    incident: incidentId,
    owner: account.optional(),
  })
  .describe("A finding in the queue.");
export type DeskFinding = z.output<typeof deskFindingSchema>;

export const incidentStepSchema = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("opened"), findings: z.array(z.string()).min(1) }),
  z.strictObject({ do: z.literal("finding-added"), finding: z.string() }),
  z.strictObject({ do: z.literal("taken") }),
  z.strictObject({ do: z.literal("assigned"), to: account }),
  z.strictObject({ do: z.literal("commented"), text: reason }),
  z.strictObject({ do: z.literal("merged"), into: incidentId, why: reason }),
  z.strictObject({ do: z.literal("absorbed"), from: incidentId, findings: z.array(z.string()) }),
  z.strictObject({
    do: z.literal("split"),
    into: incidentId,
    findings: z.array(z.string()).min(1),
    why: reason,
  }),
  z.strictObject({ do: z.literal("close-proposed"), reason: z.enum(CLOSING_REASONS), why: reason }),
  z.strictObject({ do: z.literal("closed"), reason: z.enum(CLOSING_REASONS), why: reason }),
  z.strictObject({ do: z.literal("reopened"), why: reason }),
  z.strictObject({ do: z.literal("unmask-asked"), what: z.enum(["operator", "subjects"]), why: reason }),
  z.strictObject({ do: z.literal("unmask-granted"), what: z.enum(["operator", "subjects"]), asked: account }),
  z.strictObject({
    do: z.literal("unmask-tried"),
    what: z.enum(["operator", "subjects"]),
    granted: z.int().min(0).describe("Number of the step that granted it."),
    matched: z.boolean().describe("Whether the candidate, which is kept nowhere, is in the incident."),
  }),
]);
export type IncidentStep = z.output<typeof incidentStepSchema>;

/** One step with who took it and when; `number` counts within the incident from 0. */
export interface RecordedStep {
  readonly incident: string;
  readonly number: number;
  readonly at: string;
  /** Account; `counterwatch` for what the program did itself. */
  readonly by: string;
  readonly step: IncidentStep;
}

export const INCIDENT_STATES = ["open", "taken", "close-proposed", "closed", "merged"] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

export interface Incident {
  readonly id: string;
  readonly state: IncidentState;
  readonly severity: (typeof SEVERITIES)[number];
  /** Whom the findings name; for sources `source NAME`. */
  readonly operators: readonly string[];
  readonly findings: readonly string[];
  readonly owner: string | undefined;
  readonly opened: string;
  readonly changed: string;
  readonly closing: { readonly reason: ClosingReason; readonly by: string } | undefined;
  readonly steps: readonly RecordedStep[];
}

export const suppressionSchema = z
  .strictObject({
    id: z.string().min(1),
    detector: z.string().min(1).optional(),
    operator: z.string().min(1).optional(),
    /** Operators whom it never covers: those who whoever made it is. */
    except: z.array(z.string().min(1)).optional(),
    by: account,
    why: reason,
    from: instant,
    until: instant,
  })
  .describe("Findings that need not be shown: who said so, why, and until when.");
export type Suppression = z.output<typeof suppressionSchema>;

export interface Account {
  readonly name: string;
  readonly roles: readonly Role[];
  /** Record systems' operator ids that are this same person: nobody judges their own look-ups. */
  readonly operators: readonly string[];
  /** Sources that this person administers: findings of theirs go to an independent reviewer. */
  readonly administers: readonly string[];
  /** Argon2id, encoded. */
  readonly password: string | undefined;
  /** The roles follow what the issuer claims, at each sign-in; absent: an administrator sets them. */
  readonly rolesFrom?: "oidc";
  readonly disabled: boolean;
}
