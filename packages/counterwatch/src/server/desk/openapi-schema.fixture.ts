/**
 * The part of OpenAPI 3.1.0 that our document uses, as JSON Schema (draft 2020-12), made by hand from the specification: sections 4.8.1 OpenAPI,
 * 4.8.2 Info, 4.8.8 Paths, 4.8.10 Operation, 4.8.12 Parameter, 4.8.13 Request Body, 4.8.14 Media Type, 4.8.16 Responses, 4.8.27 Security Scheme.
 * Fields that the specification does not have are errors, but for those that begin with x-.
 */
const text = { type: "string" };
const closed = (properties: object, required: readonly string[] = []) => ({
  type: "object",
  properties,
  required,
  patternProperties: { "^x-": true },
  additionalProperties: false,
});

const schema = { type: "object" };
const content = {
  type: "object",
  propertyNames: { pattern: "^[a-z]+/[a-zA-Z0-9.+-]+(;.*)?$" },
  additionalProperties: closed({ schema }),
};
const response = closed({ description: text, content }, ["description"]);
const named = (where: object, required: object) =>
  closed({ name: text, in: where, description: text, required, schema }, ["name", "in", "schema"]);
const parameter = {
  oneOf: [
    { ...named({ const: "path" }, { const: true }), required: ["name", "in", "schema", "required"] },
    named({ enum: ["query", "header", "cookie"] }, { type: "boolean" }),
  ],
};
const requirement = { type: "object", additionalProperties: { type: "array", items: text } };
const operation = closed(
  {
    operationId: text,
    summary: text,
    description: text,
    parameters: { type: "array", items: parameter, uniqueItems: true },
    requestBody: closed({ required: { type: "boolean" }, content }, ["content"]),
    responses: {
      type: "object",
      minProperties: 1,
      patternProperties: { "^[1-5](?:\\d{2}|XX)$": response },
      additionalProperties: false,
    },
    security: { type: "array", items: requirement },
  },
  ["responses"],
);

export const OPENAPI_3_1 = closed(
  {
    openapi: { type: "string", pattern: "^3\\.1\\.\\d+$" },
    info: closed(
      {
        title: text,
        version: text,
        description: text,
        license: closed({ name: text, identifier: text }, ["name"]),
      },
      ["title", "version"],
    ),
    paths: {
      type: "object",
      propertyNames: { pattern: "^/" },
      additionalProperties: closed({ get: operation, put: operation, post: operation, delete: operation }),
    },
    components: closed({
      schemas: {
        type: "object",
        propertyNames: { pattern: "^[a-zA-Z0-9._-]+$" },
        additionalProperties: schema,
      },
      securitySchemes: {
        type: "object",
        additionalProperties: {
          oneOf: [
            closed(
              {
                type: { const: "apiKey" },
                in: { enum: ["query", "header", "cookie"] },
                name: text,
                description: text,
              },
              ["type", "in", "name"],
            ),
            closed({ type: { const: "http" }, scheme: text, description: text }, ["type", "scheme"]),
          ],
        },
      },
    }),
    security: { type: "array", items: requirement },
  },
  ["openapi", "info", "paths"],
);
