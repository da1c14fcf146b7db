/** The steps in the life of a warning, as they stand in the journal. Internal ids only. */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Severity } from "../../model/index.ts";
import { WARNED_TIERS, type WarnedTier } from "./authority.ts";
import { accountSchema, officeSchema, reasonSchema, speakerSchema } from "../journal/plain-text.ts";

/** By what sort of way a person was reached; never the number or the place. */
export const CHANNELS = ["in-person", "voice", "message", "intermediary", "letter"] as const;

const instant = z.iso.datetime({ precision: 3 });
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const warning = z.string().regex(/^w1_[0-9a-f]{24}$/);
const id = z.string().min(1).max(128);
/** As the register writes internal ids; an assessment that names anything else was not made from one. */
const person = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/);
const channel = z.enum(CHANNELS);
/** Of somebody at a running server's desk: the look-up in the ledger that their request left. */
const lookup = z.string().min(1).max(128);
/** What takes two accounts. */
const spoken = {
  deed: z.enum(["release", "not-needed"]),
  warnings: z.array(warning).min(1).max(1000),
  account: accountSchema,
  lookup,
};
/** Of two officers, over what `warning-signature.ts` spells. */
const signatures = z
  .array(z.strictObject({ officer: z.string().max(32), signature: z.string().regex(/^[0-9a-f]{128}$/) }))
  .length(2);

const basisSchema = z.strictObject({
  assessment: id,
  tier: z.enum(WARNED_TIERS),
  relations: z
    .array(
      z.strictObject({
        relation: z.string().regex(/^[a-z][a-z-]{0,31}$/),
        tier: z.enum(WARNED_TIERS),
        count: z.int().min(1),
      }),
    )
    .max(1000)
    .describe("How many relations of a kind are exposed; with whom stands in the assessment alone."),
  recordsShown: z.boolean(),
  movement: z.boolean(),
  gaps: z.boolean().describe("Exposed only if rows that the logs do not show had been read."),
  knownSince: instant.optional().describe("When the intruder could first have known."),
});

const clockSchema = z.strictObject({
  from: instant.describe("When the exposure was worked out: the clock runs from here, release or not."),
  deadline: instant,
  /** Each office holds the warning until its time; the last one has no end. */
  line: z
    .array(z.strictObject({ office: officeSchema, until: instant.optional() }))
    .min(1)
    .max(10),
});

/** Who drafted it, at a desk. */
const drafted = { by: speakerSchema.optional(), lookup: lookup.optional() };
const told = { warning, by: speakerSchema, happened: instant, lookup: lookup.optional() };

const signersSchema = z.strictObject({
  cover: z.strictObject({ version: z.int().min(0), cover: hash }),
  officers: z.array(z.strictObject({ name: z.string().max(32), key: hash })).length(3),
});

export const warningStepSchema = z.discriminatedUnion("do", [
  z.strictObject({
    do: z.literal("founded"),
    register: z.string().regex(/^[0-9a-f]{32}$/),
    signers: signersSchema,
    accounts: z
      .literal(true)
      .optional()
      .describe("Two accounts of a running server count as two officers in this journal."),
  }),
  /** The register has other officers since a version of it. */
  z.strictObject({ do: z.literal("officers"), signers: signersSchema }),
  z.strictObject({
    do: z.literal("opened"),
    warning,
    person,
    incident: id,
    kind: z.string().max(32),
    basis: basisSchema,
    clock: clockSchema,
    ...drafted,
  }),
  /** A later assessment of the same incident found a worse tier: tightened while open, reopened where it was closed. */
  z.strictObject({
    do: z.enum(["tightened", "reopened"]),
    warning,
    basis: basisSchema,
    clock: clockSchema,
    ...drafted,
  }),
  z.strictObject({
    do: z.literal("released"),
    warnings: z.array(warning).min(1).max(1000),
    after: hash,
    signatures,
  }),
  z.strictObject({
    do: z.literal("assigned"),
    warning,
    owner: officeSchema,
    by: speakerSchema,
    lookup: lookup.optional(),
  }),
  z.strictObject({ do: z.literal("escalated"), warning, office: officeSchema, since: instant }),
  z.strictObject({ do: z.enum(["attempted", "delivered", "refused"]), ...told, channel }),
  /** Somebody says that what was recorded as done was not: open again, with the old deadline. */
  z.strictObject({ do: z.literal("disputed"), ...told, reason: reasonSchema }),
  z.strictObject({ do: z.literal("not-needed"), ...told, reason: reasonSchema, after: hash, signatures }),
  /** The first of two accounts; nothing changes by it alone (`two-accounts.ts`). */
  z.strictObject({ do: z.literal("proposed"), ...spoken, reason: reasonSchema.optional() }),
  /** The second one agrees with what `proposed` proposed. */
  z.strictObject({ do: z.literal("agreed"), ...spoken, proposed: accountSchema }),
]);

/** A warning as two officers read it before they sign, on another machine than the journal's. */
export const standingWarningSchema = z.strictObject({
  id: warning,
  person,
  incident: id,
  kind: z.string().max(32),
  basis: basisSchema,
  clock: clockSchema,
});

export type WarningStep = z.output<typeof warningStepSchema>;
export type Signers = z.output<typeof signersSchema>;
export type WarningBasis = z.output<typeof basisSchema>;
export type WarningClock = z.output<typeof clockSchema>;
export type StepOf<D extends WarningStep["do"]> = Extract<WarningStep, { do: D }>;

/**
 * `w1_` and 24 hexadecimal digits: the same for every assessment of one incident, so that a repeat finds the warning that is
 * there. Not a secret: it stands in the journal alone.
 */
export function warningId(register: string, incident: string, person: string): string {
  const spelled = JSON.stringify(["counterwatch warning v1", register, incident, person]);
  return `w1_${createHash("sha256").update(spelled).digest("hex").slice(0, 24)}`;
}

export function urgencyOf(tier: WarnedTier): Severity {
  return ({ certain: "critical", likely: "high", possible: "medium" } as const)[tier];
}

/** Whether `a` is worse than `b`. */
export function worse(a: WarnedTier, b: WarnedTier): boolean {
  return WARNED_TIERS.indexOf(a) < WARNED_TIERS.indexOf(b);
}
