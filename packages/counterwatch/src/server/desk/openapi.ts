/** OpenAPI 3.1 from the table of routes: nothing is documented by hand, so nothing can be forgotten. */
import { z } from "zod";
import type { OpenRoute, Route } from "./route.ts";

export function openApi(routes: readonly (Route | OpenRoute)[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, "{$1}");
    const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name as string);
    (paths[path] ??= {})[route.method.toLowerCase()] = {
      summary: route.summary,
      "x-roles": route.roles,
      ...(route.roles === "anybody" && { security: [] }),
      parameters: [
        ...names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } })),
        ...Object.entries(route.query ?? {}).map(([name, description]) => ({
          name,
          in: "query",
          description,
          schema: { type: "string" },
        })),
      ],
      ...(route.body !== undefined && {
        requestBody: {
          required: true,
          content: { "application/json": { schema: z.toJSONSchema(route.body, { io: "input" }) } },
        },
      }),
      responses: {
        200: { description: "Done.", content: { "application/json": {} } },
        400: { description: "Not understood; the body says what and what to do." },
        401: { description: "Nobody is signed in." },
        403: { description: "Not for this account." },
        404: { description: "There is none." },
        409: { description: "Somebody else was quicker." },
      },
    };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Counterwatch", version, license: { name: "Apache-2.0" } },
    paths,
    components: {
      securitySchemes: { session: { type: "apiKey", in: "cookie", name: "counterwatch" } },
    },
    security: [{ session: [] }],
  };
}
