/** What stands around a finding, an operator and an incident. */
import type { ExplainedSitting } from "../../../counterwatch/src/incidents/desk/explained-sittings.ts";
import type { PeerQuantity } from "../../../counterwatch/src/incidents/desk/peers.ts";
import type { SittingReport } from "../../../counterwatch/src/server/desk/queue/finding-routes.ts";
import type { NeighbourReport } from "../../../counterwatch/src/server/desk/queue/neighbour-report.ts";
import type { OperatorReport } from "../../../counterwatch/src/server/desk/queue/operator-routes.ts";
import type { PeerReport } from "../../../counterwatch/src/server/desk/queue/peer-report.ts";
import { get, part, Refusal } from "./asking.ts";
import type { Facet } from "./shapes.ts";

export type { ExplainedSitting, NeighbourReport, OperatorReport, PeerQuantity, PeerReport };

export type IncidentFacets = Readonly<
  Record<"state" | "severity" | "operator" | "detector" | "owner", readonly Facet[]>
>;

export const caseApi = {
  peers: (finding: string, of: PeerQuantity | undefined) =>
    get<PeerReport>(`findings/${part(finding)}/peers`, new URLSearchParams(of === undefined ? {} : { of })),
  sittings: (finding: string) => get<SittingReport>(`findings/${part(finding)}/sittings`),
  neighbours: (finding: string, subject: string) =>
    get<NeighbourReport>(`findings/${part(finding)}/neighbours`, new URLSearchParams({ subject })),
  operator: (id: string, before: number | undefined) =>
    get<OperatorReport>(
      `operators/${part(id)}`,
      new URLSearchParams(before === undefined ? {} : { before: String(before) }),
    ),
  incidentFacets: (search: URLSearchParams) => get<IncidentFacets>("incidents/facets", search),

  /** The tar, and the name that the server gives it. */
  async bundle(incident: string): Promise<{ readonly name: string; readonly tar: Blob }> {
    let response: Response;
    try {
      response = await fetch(`/api/incidents/${part(incident)}/bundle`, { credentials: "same-origin" });
    } catch {
      throw new Refusal(0);
    }
    if (!response.ok) throw new Refusal(response.status, (await response.json().catch(() => ({}))) as object);
    const [, name = "incident.tar"] =
      /filename="([\w.-]+)"/.exec(response.headers.get("content-disposition") ?? "") ?? [];
    return { name, tar: await response.blob() };
  },
};
