/** Assessments, warnings, rehearsals and the posture. */
import type { Posture } from "../../../counterwatch/src/assess/posture.ts";
import type { OpenItem } from "../../../counterwatch/src/incidents/journal/open-items.ts";
import type { ListedWarning } from "../../../counterwatch/src/incidents/warnings/warning-list.ts";
import type { Assessment, Exposure, Tier } from "../../../counterwatch/src/model/exposure.ts";
import type { Rehearsal, TierCounts } from "../../../counterwatch/src/model/rehearsal.ts";
import type {
  DraftedWarnings,
  ItemWish,
  KeptAssessment,
  ReleaseWish,
  SigningRequest,
  WarningWish,
} from "../../../counterwatch/src/server/desk/protection/warning-service.ts";
import { ask, get, part, Refusal } from "./asking.ts";
import type { Incident, Severity } from "./shapes.ts";

export type {
  Assessment,
  Exposure,
  ItemWish,
  ListedWarning,
  OpenItem,
  Posture,
  Rehearsal,
  Tier,
  TierCounts,
  WarningWish,
};

/** What register officers see of a warning, and what overseers of the duty see: no person, no relation, no id. */
export type BoardWarning = Pick<
  ListedWarning,
  "tier" | "urgency" | "state" | "open" | "deadline" | "since" | "opened" | "line" | "incident" | "attempts"
> &
  Partial<ListedWarning>;

export interface Board {
  /** The server's time. */
  readonly now: string;
  /** Changes with every step. */
  readonly step: string;
  readonly items: readonly BoardWarning[];
  readonly withheld: number;
}

export interface AssessedIncident {
  readonly incident: {
    readonly id: string;
    readonly state: Incident["state"];
    readonly severity: Severity;
    readonly findings: number;
    readonly changed: string;
  };
  readonly newest?: {
    readonly at: string;
    readonly by: string;
    readonly assessed: string;
    readonly relations: TierCounts;
  };
}

export interface AssessmentFile extends AssessedIncident {
  /** Kinds of incidents that somebody has authority for. */
  readonly kinds: readonly string[];
  readonly items: readonly KeptAssessment[];
}

interface LookUpsText {
  readonly name: string;
  readonly text: string;
  readonly lookups: number;
  readonly unnamed: number;
}

export const protectionApi = {
  assessed: (search: URLSearchParams) =>
    get<{
      readonly items: readonly AssessedIncident[];
      readonly withheld: number;
      readonly next?: string;
      readonly total: number;
    }>("assessments", search),
  assessment: (incident: string) => get<AssessmentFile>(`incidents/${part(incident)}/assessment`),
  sendAssessment: (incident: string, body: { assessment: unknown; covers?: string }) =>
    ask<{ readonly leaf: number }>("POST", `incidents/${part(incident)}/assessment`, body),
  draft: (incident: string, body: { kind: string; gapsToo: boolean }) =>
    ask<DraftedWarnings>("POST", `incidents/${part(incident)}/warnings`, body),
  lookUps,

  warnings: () => get<Board>("warnings"),
  clock: () => get<Pick<Board, "now" | "step">>("warnings/clock"),
  warning: (id: string) =>
    get<{ readonly now: string; readonly step: string; readonly warning: ListedWarning }>(
      `warnings/${part(id)}`,
    ),
  /** `after`: steps of its history that the page showed. */
  step: (id: string, after: number, step: WarningWish) =>
    ask<{ readonly warning: ListedWarning }>("POST", `warnings/${part(id)}/steps`, { after, step }),
  release: (wish: ReleaseWish) => ask<object>("POST", "warnings/steps", wish),
  signing: (warnings: readonly string[]) =>
    ask<SigningRequest>("POST", "warnings/signing-request", { warnings }),
  signed: (file: unknown) => ask<object>("POST", "warnings/signatures", file as object),

  rehearsal: () =>
    get<{ readonly newest: { rehearsal: Rehearsal; by: string; at: string } | null }>("rehearsal"),
  sendRehearsal: (rehearsal: unknown) =>
    ask<{ readonly opened: number }>("POST", "rehearsals", rehearsal as object),
  posture: () => get<Posture>("posture"),
  item: (id: string) => get<{ readonly item: OpenItem }>(`posture/items/${part(id)}`),
  itemStep: (id: string, after: number, step: ItemWish) =>
    ask<{ readonly item: OpenItem }>("POST", `posture/items/${part(id)}/steps`, { after, step }),
};

/** A file and no JSON: what `counterwatch assess --incident` reads. */
async function lookUps(incident: string, all: boolean): Promise<LookUpsText> {
  const response = await fetch(`/api/incidents/${part(incident)}/look-ups${all ? "?all=true" : ""}`, {
    credentials: "same-origin",
  }).catch(() => {
    throw new Refusal(0);
  });
  if (!response.ok) throw new Refusal(response.status, (await response.json().catch(() => ({}))) as object);
  const [, name = incident] =
    /filename="([\w.-]+)"/.exec(response.headers.get("content-disposition") ?? "") ?? [];
  const figure = (header: string) => Number(response.headers.get(header) ?? 0);
  return {
    name,
    text: await response.text(),
    lookups: figure("x-counterwatch-look-ups"),
    unnamed: figure("x-counterwatch-unnamed"),
  };
}
