/** Counts of incidents, and the evidence of one to carry out of the house. They stand before `/api/incidents/:id`, which would take them for an id. */
import { INCIDENT_STATES } from "../../../incidents/desk/case.ts";
import { INCIDENT_FIELDS, parseIncidentQuery } from "../../../incidents/desk/incident-query.ts";
import * as answers from "../answers/casework.ts";
import { READERS, route, type Route } from "../route.ts";
import { readIncident } from "./incident-reading.ts";

export const INCIDENT_FILTERS = {
  open: "true: neither closed nor merged",
  state: `${INCIDENT_STATES.join(", ")}; a minus before a value leaves it out`,
  severity: "of its worst finding",
  operator: "ids of operators whom its findings name",
  detector: "names of detectors that told its findings",
  owner: "who works on it",
  q: "words that one of its findings must have",
};

const NO_COUNTS = Object.fromEntries(INCIDENT_FIELDS.map((field) => [field, []]));

export const CASE_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/incidents/facets",
    answer: answers.incidentFacets,
    summary: "Counts of incidents by value of each filter",
    roles: READERS,
    query: INCIDENT_FILTERS,
    async handle({ query, desk, account }) {
      const asked = parseIncidentQuery(query);
      // As the queue's counts: nothing of what is about the reader, and none at all for whoever administers a source.
      if (account.administers.length > 0) return NO_COUNTS;
      return await desk.store.incidentFacets({ ...asked, withheld: [account.name, ...account.operators] });
    },
  }),
  route({
    method: "GET",
    path: "/api/incidents/:id/bundle",
    summary: "Its look-ups with the proof of each, as a tar that anybody can verify",
    roles: ["reviewer", "auditor"],
    looksAt: "incident",
    looksBy: "export",
    produces: ["application/x-tar"],
    async handle({ params, desk, account }) {
      const { incident } = await readIncident(params["id"], account, desk);
      const tar = await desk.casework.bundle(incident);
      await desk.store.audit({
        at: desk.now(),
        by: account.name,
        action: "incident.bundle",
        target: incident.id,
        detail: undefined,
      });
      return new Response(Uint8Array.from(tar), {
        headers: {
          "content-type": "application/x-tar",
          "content-disposition": `attachment; filename="incident-${incident.id.slice(3, 11)}.tar"`,
        },
      });
    },
  }),
];
