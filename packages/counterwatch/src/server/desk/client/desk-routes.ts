/** The API as types: what each route takes and answers, from the schemas of the table. A test holds this list to the table. */
import type { z } from "zod";
import type { rehearsalSchema } from "../../../model/index.ts";
import type * as casework from "../answers/casework.ts";
import type { nothing } from "../answers/parts.ts";
import type * as people from "../answers/people.ts";
import type * as protection from "../answers/protection.ts";
import type * as queue from "../answers/queue.ts";
import type * as rules from "../answers/rules.ts";
import type { stepBody, suppressionBody } from "../casework/incident-routes.ts";
import type { tryBody } from "../casework/unmask-routes.ts";
import type { noticeGiven, noticePage } from "../notices/notice-routes.ts";
import type { accountBody } from "../people/account-routes.ts";
import type { assertionSchema, registrationSchema } from "../people/relying-party.ts";
import type { passwordBody } from "../people/sign-in-routes.ts";
import type { upload } from "../protection/assessment-routes.ts";
import type {
  itemWishSchema,
  releaseWishSchema,
  signedFileSchema,
  signingRequestSchema,
  warningWishSchema,
} from "../protection/warning-service.ts";
import type { backtestSchema } from "../rules/rule-routes.ts";
import type { replaySchema } from "../sources/input-routes.ts";
import type { retentionStateSchema } from "../sources/retention-report.ts";

/** As JSON has it. */
type Told<S extends z.ZodType> = { readonly answer: z.input<S> };
type Asked<B, S extends z.ZodType> = { readonly body: B; readonly answer: z.input<S> };
/** What is no JSON: the whole answer, to be read by whoever asked. */
type Handed = { readonly answer: Response };
type Step<W extends z.ZodType> = { readonly after: number; readonly step: z.input<W> };

export interface DeskRoutes {
  "GET /api/sign-in-means": Told<typeof people.signInMeans>;
  "GET /api/session": Told<typeof people.session>;
  "POST /api/session": Asked<z.input<typeof passwordBody>, typeof people.session>;
  "DELETE /api/session": Told<typeof people.signedOut>;
  "POST /api/sign-in/passkey/challenge": Told<typeof people.webAuthnOptions>;
  "POST /api/sign-in/passkey": Asked<z.input<typeof assertionSchema>, typeof people.session>;
  "POST /api/sign-in/oidc": Told<typeof people.issuerAddress>;
  "POST /api/session/proof": Asked<
    { readonly password: string } | { readonly passkey: z.input<typeof assertionSchema> },
    typeof nothing
  >;
  "POST /api/session/password": Asked<
    { readonly old: string; readonly password: string },
    typeof people.session
  >;
  "GET /api/sessions": Told<typeof people.sessionList>;
  "DELETE /api/sessions": Told<typeof nothing>;
  "DELETE /api/sessions/:id": Told<typeof nothing>;
  "GET /api/passkeys": Told<typeof people.passkeyList>;
  "POST /api/passkeys/challenge": Told<typeof people.webAuthnOptions>;
  "POST /api/passkeys": Asked<
    { readonly name: string; readonly registration: z.input<typeof registrationSchema> },
    typeof people.passkeyAdded
  >;
  "DELETE /api/passkeys/:id": Told<typeof nothing>;
  "GET /api/accounts": Told<typeof people.accountList>;
  "PUT /api/accounts/:name": Asked<z.input<typeof accountBody>, typeof people.accountSaved>;
  "GET /api/audit": Told<typeof people.auditPage>;
  "GET /api/colleagues": Told<typeof people.colleagueList>;
  "GET /api/reviewers": Told<typeof people.reviewerList>;

  "GET /api/state": Told<typeof queue.deskState>;
  "GET /api/overview": Told<typeof casework.overview>;
  "GET /api/sources": Told<typeof queue.sourceList>;
  "GET /api/dead-letters": Told<typeof queue.deadLetterPage>;
  "POST /api/dead-letters/replay": Asked<z.input<typeof replaySchema>, typeof queue.replayed>;
  "GET /api/retention": Told<typeof retentionStateSchema>;
  "GET /api/notifications": Told<typeof noticePage>;
  "POST /api/notifications/test": Asked<{ readonly target: string }, typeof noticeGiven>;
  "POST /api/notifications/:id/retry": Told<typeof noticeGiven>;

  "GET /api/findings": Told<typeof queue.findingPage>;
  "GET /api/findings/facets": Told<typeof queue.findingFacets>;
  "GET /api/findings/export": Handed;
  "GET /api/findings/:id": Told<typeof queue.findingFile>;
  "GET /api/findings/:id/peers": Told<typeof queue.peerReport>;
  "GET /api/findings/:id/sittings": Told<typeof queue.sittingReport>;
  "GET /api/findings/:id/neighbours": Told<typeof queue.neighbourReport>;
  "GET /api/operators/:id": Told<typeof queue.operatorReport>;
  "GET /api/precision": Told<typeof queue.precisionList>;

  "GET /api/incidents": Told<typeof casework.incidentPage>;
  "GET /api/incidents/facets": Told<typeof casework.incidentFacets>;
  "GET /api/incidents/:id": Told<typeof casework.incidentFile>;
  "POST /api/incidents/:id/steps": Asked<z.input<typeof stepBody>, typeof casework.incidentAfter>;
  "GET /api/incidents/:id/export": Handed;
  "GET /api/incidents/:id/bundle": Handed;
  "GET /api/incidents/:id/look-ups": Handed;
  "GET /api/incidents/:id/unmask": Told<typeof casework.unmaskGrants>;
  "POST /api/incidents/:id/unmask": Asked<z.input<typeof tryBody>, typeof casework.unmaskTried>;
  "GET /api/suppressions": Told<typeof casework.suppressionList>;
  "POST /api/suppressions/preview": Asked<
    z.input<typeof suppressionBody>,
    typeof casework.suppressionPreview
  >;
  "POST /api/suppressions": Asked<z.input<typeof suppressionBody>, typeof casework.suppressionMade>;

  "GET /api/assessments": Told<typeof protection.assessmentPage>;
  "GET /api/incidents/:id/assessment": Told<typeof protection.assessmentFile>;
  "POST /api/incidents/:id/assessment": Asked<z.input<typeof upload>, typeof protection.assessmentKept>;
  "POST /api/incidents/:id/warnings": Asked<
    { readonly kind?: string; readonly gapsToo?: boolean },
    typeof protection.warningsDrafted
  >;
  "GET /api/warnings": Told<typeof protection.warningBoard>;
  "GET /api/warnings/clock": Told<typeof protection.warningClock>;
  "POST /api/warnings/steps": Asked<z.input<typeof releaseWishSchema>, typeof nothing>;
  "POST /api/warnings/signing-request": Asked<
    { readonly warnings: readonly string[] },
    typeof signingRequestSchema
  >;
  "POST /api/warnings/signatures": Asked<z.input<typeof signedFileSchema>, typeof nothing>;
  "GET /api/warnings/:id": Told<typeof protection.warningFile>;
  "POST /api/warnings/:id/steps": Asked<Step<typeof warningWishSchema>, typeof protection.warningAfter>;
  "GET /api/rehearsal": Told<typeof protection.rehearsalKept>;
  "POST /api/rehearsals": Asked<z.input<typeof rehearsalSchema>, typeof protection.rehearsalSent>;
  "GET /api/posture": Told<typeof protection.posture>;
  "GET /api/posture/items/:id": Told<typeof protection.openItem>;
  "POST /api/posture/items/:id/steps": Asked<Step<typeof itemWishSchema>, typeof protection.openItem>;

  "GET /api/rules": Told<typeof rules.ruleList>;
  "GET /api/rules/:id": Told<typeof rules.ruleFile>;
  "POST /api/rules/:id/test": Told<typeof rules.ruleTested>;
  "POST /api/rules/check": Asked<{ readonly text: string }, typeof rules.ruleCheck>;
  "POST /api/rules/backtest": Asked<z.input<typeof backtestSchema>, typeof rules.backtestReport>;
}
