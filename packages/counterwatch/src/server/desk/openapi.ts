/**
 * OpenAPI 3.1 from the table of routes and the schemas of what they take and answer: nothing is documented by hand, so nothing can be forgotten.
 * Only the few addresses that stand outside the table are written out at its end.
 */
import { z } from "zod";
import { alive, ingested, ready } from "./answers/doors.ts";
import { problem } from "./answers/parts.ts";
import type { OpenRoute, Route } from "./route.ts";

type Operation = Readonly<Record<string, unknown>>;

const PROBLEM = { "application/json": { schema: { $ref: "#/components/schemas/Problem" } } };
const CHANGES = {
  name: "x-counterwatch",
  in: "header",
  required: true,
  description: "No other site may send it: `1`.",
  schema: { const: "1" },
};

export function openApi(routes: readonly (Route | OpenRoute)[], version: string): object {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, "{$1}");
    (paths[path] ??= {})[route.method.toLowerCase()] = operationOf(route);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Counterwatch",
      version,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      description:
        "Times are RFC 3339 in UTC. Subjects are pseudonyms. What is about the reader is withheld from them.",
    },
    paths: { ...paths, ...outsideTheTable() },
    components: {
      schemas: { Problem: schemaOf(problem) },
      securitySchemes: {
        session: {
          type: "apiKey",
          in: "cookie",
          name: "counterwatch",
          description: "Over TLS its name is __Host-counterwatch.",
        },
        source: { type: "http", scheme: "bearer", description: "The token of one source." },
      },
    },
    security: [{ session: [] }],
  };
}

function operationOf(route: Route | OpenRoute): Operation {
  const { method, path, roles, summary, query = {}, body, answer, produces } = route;
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name as string);
  return {
    operationId: operationName(method, path),
    summary,
    "x-roles": roles,
    ...(roles === "anybody" && { security: [] }),
    parameters: [
      ...names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } })),
      ...Object.entries(query).map(([name, description]) => ({
        name,
        in: "query",
        description,
        schema: { type: "string" },
      })),
      ...(method === "GET" ? [] : [CHANGES]),
    ],
    ...(body !== undefined && {
      requestBody: { required: true, content: { "application/json": { schema: schemaOf(body) } } },
    }),
    responses: {
      200: { description: "Done.", content: contentOf(answer, produces) },
      400: { description: "Not understood.", content: PROBLEM },
      401: { description: "Nobody is signed in.", content: PROBLEM },
      403: { description: "Not for this account.", content: PROBLEM },
      404: { description: "There is none.", content: PROBLEM },
      409: { description: "Somebody else was quicker.", content: PROBLEM },
    },
  };
}

function contentOf(answer: z.ZodType | undefined, produces: readonly string[] | undefined): object {
  if (produces !== undefined)
    return Object.fromEntries(produces.map((type) => [type, { schema: { type: "string" } }]));
  return { "application/json": answer === undefined ? {} : { schema: schemaOf(answer) } };
}

/** `GET /api/findings/:id` is getFindingsById. */
function operationName(method: string, path: string): string {
  const words = path
    .replace(/^\/api\//, "")
    .replaceAll(/:(\w+)/g, "by-$1")
    .split(/[^a-zA-Z0-9]+/)
    .filter((word) => word !== "");
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

/** In the form that is sent, before anything is made of it. */
function schemaOf(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input" });
  return rest;
}

function outsideTheTable(): Record<string, Record<string, Operation>> {
  const plain = { "text/plain": { schema: { type: "string" } } };
  return {
    "/ingest/{source}": {
      post: {
        operationId: "ingest",
        summary: "Send a log: JSON Lines, or any form that scan reads",
        security: [{ source: [] }],
        parameters: [
          { name: "source", in: "path", required: true, schema: { type: "string" } },
          {
            name: "idempotency-key",
            in: "header",
            description: "Tells two requests with equal bytes apart.",
            schema: { type: "string" },
          },
          { name: "content-encoding", in: "header", schema: { const: "gzip" } },
        ],
        requestBody: { required: true, content: { "application/octet-stream": {} } },
        responses: {
          200: { description: "Every row is durable.", content: json(ingested) },
          400: { description: "The form is not known, or the gzip is damaged.", content: PROBLEM },
          401: { description: "Not this source's token.", content: PROBLEM },
          413: { description: "Too large.", content: PROBLEM },
          429: { description: "Too much waits: send it again after Retry-After.", content: PROBLEM },
          503: { description: "Nothing was taken: send it again.", content: PROBLEM },
        },
      },
    },
    "/healthz": probe("alive", "Whether the process lives", json(alive)),
    "/readyz": {
      get: {
        operationId: "ready",
        summary: "Whether it can work",
        security: [],
        responses: {
          200: { description: "It can.", content: json(ready) },
          503: { description: "The store does not answer.", content: json(ready) },
        },
      },
    },
    "/metrics": probe("metrics", "For Prometheus", plain),
  };
}

function json(schema: z.ZodType): object {
  return { "application/json": { schema: schemaOf(schema) } };
}

function probe(operationId: string, summary: string, content: object): Record<string, Operation> {
  const responses = { 200: { description: "Done.", content } };
  return { get: { operationId, summary, security: [], responses } };
}
