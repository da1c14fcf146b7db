/** The server's API as functions. Whatever changes something carries the header that no other site may send. */
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

/** What the server refused. Status 0: it could not be reached. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly remedy: string | undefined;
  /** To wait, where a name had too many wrong passwords. */
  readonly seconds: number | undefined;

  constructor(status: number, body: { error?: unknown; remedy?: unknown; seconds?: unknown } = {}) {
    super(typeof body.error === "string" ? body.error : "");
    this.status = status;
    this.remedy = typeof body.remedy === "string" ? body.remedy : undefined;
    this.seconds = typeof body.seconds === "number" ? body.seconds : undefined;
  }
}

type Method = "GET" | "POST" | "PUT" | "DELETE";

async function ask<T>(method: Method, path: string, body?: object): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/api/${path}`, {
      method,
      headers: method === "GET" ? {} : { "x-counterwatch": "1", "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      credentials: "same-origin",
    });
  } catch {
    throw new Refusal(0);
  }
  const answer: unknown = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(response.status, answer as object);
  return answer as T;
}

const get = <T>(path: string, search?: URLSearchParams) =>
  ask<T>("GET", search === undefined || search.size === 0 ? path : `${path}?${search.toString()}`);
const part = encodeURIComponent;

export const deskApi = {
  session: () =>
    get<Session>("session").catch((error: unknown) => {
      if (error instanceof Refusal && error.status === 401) return null;
      throw error;
    }),
  signIn: (name: string, password: string) => ask<Session>("POST", "session", { name, password }),
  signOut: () => ask<object>("DELETE", "session"),
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
