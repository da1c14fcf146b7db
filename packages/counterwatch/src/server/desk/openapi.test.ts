import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { OPEN_ROUTES, ROUTES } from "./dispatcher.ts";
import { openApi } from "./openapi.ts";
import { OPENAPI_3_1 } from "./openapi-schema.fixture.ts";

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema?: object }> };
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema?: object }> }>;
}

const document = openApi([...ROUTES, ...OPEN_ROUTES], "0.1.0") as {
  readonly paths: Record<string, Record<string, Operation>>;
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);
const contents = operations.flatMap(({ path, method, operation }) =>
  [operation.requestBody, ...Object.values(operation.responses)].flatMap((part) =>
    Object.values(part?.content ?? {}).flatMap(({ schema }) =>
      schema === undefined ? [] : [{ place: `${method} ${path}`, schema }],
    ),
  ),
);

describe("the OpenAPI document", () => {
  it("is one (OpenAPI 3.1)", () => {
    const isDocument = new Ajv2020({ allErrors: true, strict: false }).compile(OPENAPI_3_1);
    isDocument(JSON.parse(JSON.stringify(document)));
    expect(isDocument.errors ?? []).toEqual([]);
  });

  it("refers to nothing but what stands in it", () => {
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference);
    expect([...new Set(references)]).toEqual(["#/components/schemas/Problem"]);
    expect(text.length).toBeLessThan(1_000_000);
  });

  it("has schemas that are ones (JSON Schema 2020-12), and references that lead somewhere", () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(JSON.parse(JSON.stringify(document)) as object, "openapi.json");
    for (const { place, schema } of contents) {
      const known = JSON.stringify(schema).replaceAll('"#/components/', '"openapi.json#/components/');
      expect([place, typeof ajv.compile(JSON.parse(known) as object)]).toEqual([place, "function"]);
    }
  });

  it("names each operation once, and each parameter of an address", () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z][a-zA-Z0-9]+$/);
    for (const { path, operation } of operations) {
      const declared = (operation.parameters ?? [])
        .filter((each) => each.in === "path")
        .map(({ name }) => name);
      expect([path, declared]).toEqual([path, [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)]);
    }
  });

  it("says of every route what it answers", () => {
    // Where the issuer sends the browser to: it is sent on, and answers nothing.
    const moved = "/api/sign-in/oidc/callback";
    const silent = [...ROUTES, ...OPEN_ROUTES]
      .filter(
        ({ answer, produces, path }) => answer === undefined && produces === undefined && path !== moved,
      )
      .map(({ method, path }) => `${method} ${path}`);
    expect(silent).toEqual([]);
  });
});
