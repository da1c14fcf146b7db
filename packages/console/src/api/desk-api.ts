/** The server's API as functions. */
import { ask, get, part, Refusal } from "./asking.ts";
import type {
  AccountShown,
  AccountWish,
  AuditRow,
  DeskFinding,
  DeskState,
  DetectorPrecision,
  Facets,
  FindingFile,
  Incident,
  IncidentFile,
  IncidentStep,
  OperatorFile,
  Page,
  Session,
  Suppression,
  SuppressionWish,
  Withholding,
} from "./shapes.ts";

export { Refusal };

export const deskApi = {
  session: () =>
    get<Session>("session").catch((error: unknown) => {
      if (error instanceof Refusal && error.status === 401) return null;
      throw error;
    }),
  signIn: (name: string, password: string) => ask<Session>("POST", "session", { name, password }),
  /** `issuer`: where to sign out at the organisation that signed the person in, too. */
  signOut: () => ask<{ readonly issuer?: string }>("DELETE", "session"),
  state: () => get<DeskState>("state"),

  findings: (search: URLSearchParams) => get<Withholding<DeskFinding>>("findings", search),
  facets: (search: URLSearchParams) => get<Facets>("findings/facets", search),
  finding: (id: string) => get<FindingFile>(`findings/${part(id)}`),

  incidents: (search: URLSearchParams) => get<Withholding<Incident>>("incidents", search),
  incident: (id: string) => get<IncidentFile>(`incidents/${part(id)}`),
  /** `after`: how many steps the page showed. Refused with 409 where there are others by now. */
  step: (id: string, after: number, step: IncidentStep) =>
    ask<{ readonly incident: Incident }>("POST", `incidents/${part(id)}/steps`, { after, step }),

  operator: (id: string, before: number | undefined) =>
    get<OperatorFile>(
      `operators/${part(id)}`,
      new URLSearchParams(before === undefined ? {} : { before: String(before) }),
    ),
  precision: () => get<{ readonly detectors: readonly DetectorPrecision[] }>("precision"),

  suppressions: () => get<{ readonly items: readonly Suppression[] }>("suppressions"),
  previewSuppression: (wish: SuppressionWish) =>
    ask<{ readonly items: readonly DeskFinding[] }>("POST", "suppressions/preview", wish),
  suppress: (wish: SuppressionWish) => ask<object>("POST", "suppressions", wish),

  accounts: () => get<{ readonly items: readonly AccountShown[] }>("accounts"),
  saveAccount: (name: string, wish: AccountWish) => ask<object>("PUT", `accounts/${part(name)}`, wish),
  audit: (search: URLSearchParams) => get<Page<AuditRow>>("audit", search),
};
