/** What the routes of warnings, assessments, rehearsals and the posture ask of the running server; `app/serve` gives it. */
import { z } from "zod";
import type { Account, Incident } from "../../../incidents/desk/case.ts";
import type { OpenItem } from "../../../incidents/journal/open-items.ts";
import type { ListedWarning } from "../../../incidents/warnings/warning-list.ts";
import { CHANNELS, standingWarningSchema } from "../../../incidents/warnings/warning-steps.ts";
import type { Posture } from "../../../assess/posture.ts";
import type { Assessment, Rehearsal } from "../../../model/index.ts";

/** Who acts, and the look-up in the ledger that the request left. */
export interface Speaker {
  readonly account: Account;
  readonly lookup: string;
}

const warning = z.string().regex(/^w1_[0-9a-f]{24}$/);
const happened = z.iso.datetime({ precision: 3 }).optional().describe("When it happened; absent: now.");
const deed = z.enum(["release", "not-needed"]);
const text = z.string().min(1).max(300);

/** A step on one warning, as somebody at the desk wishes it. */
export const warningWishSchema = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("assigned"), owner: text }),
  z.strictObject({ do: z.enum(["attempted", "delivered", "refused"]), channel: z.enum(CHANNELS), happened }),
  z.strictObject({ do: z.literal("disputed"), reason: text, happened }),
  z.strictObject({ do: z.literal("proposed"), deed, reason: text.optional() }),
  z.strictObject({ do: z.literal("agreed"), deed, proposed: z.string().max(64) }),
]);
export type WarningWish = z.output<typeof warningWishSchema>;

/** A step on many drafts at once. */
export const releaseWishSchema = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("proposed"), warnings: z.array(warning).min(1).max(1000) }),
  z.strictObject({
    do: z.literal("agreed"),
    warnings: z.array(warning).min(1).max(1000),
    proposed: z.string().max(64),
  }),
]);
export type ReleaseWish = z.output<typeof releaseWishSchema>;

/** What `counterwatch warnings sign` reads: what stands now, and the line of the journal that it stands at. */
export const signingRequestSchema = z.strictObject({
  format: z.literal("counterwatch-signing-request/v1"),
  register: z.string().regex(/^[0-9a-f]{32}$/),
  after: z.string().regex(/^[0-9a-f]{64}$/),
  warnings: z.array(standingWarningSchema).min(1).max(1000),
});

export type SigningRequest = z.output<typeof signingRequestSchema>;

/** What it writes. */
export const signedFileSchema = z.strictObject({
  format: z.literal("counterwatch-signatures/v1"),
  register: z.string().regex(/^[0-9a-f]{32}$/),
  after: z.string().regex(/^[0-9a-f]{64}$/),
  warnings: z.array(warning).min(1).max(1000),
  signatures: z
    .array(z.strictObject({ officer: z.string().max(32), signature: z.string().regex(/^[0-9a-f]{128}$/) }))
    .length(2),
});
export type SignedFile = z.output<typeof signedFileSchema>;

export interface DraftWish {
  readonly kind: string;
  readonly gapsToo: boolean;
}

export interface DraftedWarnings {
  readonly opened: number;
  readonly tightened: number;
  readonly reopened: number;
  readonly unchanged: number;
  /** People whom only a gap in the logs could have exposed. */
  readonly leftOut: number;
}

export interface KeptAssessment {
  readonly assessment: Assessment;
  readonly by: string;
  readonly at: string;
  /** Leaf of the ledger that names its hash. */
  readonly leaf: number;
}

export interface LookUpsFile {
  /** What an assessment of it is called; it is taken back under this name alone. */
  readonly name: string;
  /** JSON Lines: findings and look-ups. */
  readonly text: string;
  readonly lookups: number;
  /** Look-ups that the findings count and do not name. */
  readonly unnamed: number;
}

export interface WarningsNow {
  /** Of the server, RFC 3339; never before what was recorded. */
  readonly now: string;
  /** Changes with every step. */
  readonly step: string;
  readonly warnings: readonly ListedWarning[];
}

export const itemWishSchema = z.discriminatedUnion("do", [
  z.strictObject({
    do: z.literal("assigned"),
    owner: text,
    due: z.iso.datetime({ precision: 3 }).optional(),
  }),
  z.strictObject({ do: z.literal("accepted"), reason: text, until: z.iso.datetime({ precision: 3 }) }),
  z.strictObject({ do: z.literal("closed"), reason: text }),
]);
export type ItemWish = z.output<typeof itemWishSchema>;

/** Throws `unavailable` where a journal is not as the ledger heard of it: then nothing is shown, and nothing taken. */
export interface WarningService {
  /** Kinds of incidents that somebody has authority for. */
  readonly kinds: readonly string[];
  clock(): Promise<Pick<WarningsNow, "now" | "step">>;
  now(): Promise<WarningsNow>;
  lookUps(incident: Incident, everything: boolean, by: Speaker): Promise<LookUpsFile>;
  /** Of one incident, newest first. */
  assessments(incident: string): readonly KeptAssessment[];
  keepAssessment(
    incident: Incident,
    assessment: Assessment,
    covers: string | undefined,
    by: Speaker,
  ): Promise<KeptAssessment>;
  draft(incident: string, wish: DraftWish, by: Speaker): Promise<DraftedWarnings>;
  /** `after`: steps of its history that the page showed. */
  take(warning: string, after: number, wish: WarningWish, by: Speaker): Promise<ListedWarning>;
  release(wish: ReleaseWish, by: Speaker): Promise<void>;
  signing(warnings: readonly string[]): Promise<SigningRequest>;
  signed(file: SignedFile): Promise<void>;
}

export interface PostureService {
  rehearsal(): { readonly rehearsal: Rehearsal; readonly by: string; readonly at: string } | undefined;
  keepRehearsal(rehearsal: Rehearsal, by: Speaker): Promise<{ readonly opened: number }>;
  posture(): Promise<Posture>;
  item(id: string): Promise<OpenItem | undefined>;
  takeItem(id: string, after: number, wish: ItemWish, by: Speaker): Promise<OpenItem>;
}

/** Of the people whom the register protects, on a server that does not know who they are. */
export interface Protection {
  readonly warnings: WarningService;
  readonly posture: PostureService;
}
