/**
 * JSON Schema (draft 2020-12) of the STIX objects that we write, made by hand from STIX 2.1 (OASIS Standard, 10 June 2021): common properties of
 * section 3.2, identity 4.5, attack-pattern 4.1, grouping 4.4, note 4.11, observed-data 4.14, sighting 5.2, user-account 6.16, bundle 8.
 * Properties that an object does not have are errors.
 */
const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$";
const ref = (...types: string[]) => ({ type: "string", pattern: `^(${types.join("|")})--${uuid}` });
const refs = (...types: string[]) => ({ type: "array", minItems: 1, items: ref(...types) });
/** Section 3.2: to the millisecond. */
const stamp = { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$" };
const text = { type: "string" };
const count = { type: "integer", minimum: 0, maximum: 999_999_999 };
const anything = ["observed-data", "sighting", "note", "identity", "user-account", "attack-pattern"];

const object = (type: string, properties: object, required: readonly string[] = []) => ({
  type: "object",
  properties: {
    type: { const: type },
    spec_version: { const: "2.1" },
    id: ref(type),
    created_by_ref: ref("identity"),
    created: stamp,
    modified: stamp,
    labels: { type: "array", minItems: 1, items: text },
    external_references: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        properties: { source_name: text, description: text, url: text, external_id: text },
        required: ["source_name"],
        additionalProperties: false,
      },
    },
    ...properties,
  },
  required: ["type", "spec_version", "id", "created", "modified", ...required],
  additionalProperties: false,
});

export const STIX_BUNDLE = {
  type: "object",
  properties: {
    type: { const: "bundle" },
    id: ref("bundle"),
    objects: {
      type: "array",
      minItems: 1,
      items: {
        oneOf: [
          object(
            "identity",
            { name: text, description: text, identity_class: { enum: ["individual", "system"] } },
            ["name"],
          ),
          object("attack-pattern", { name: text, description: text }, ["name"]),
          object(
            "observed-data",
            {
              first_observed: stamp,
              last_observed: stamp,
              number_observed: { ...count, minimum: 1 },
              object_refs: refs("user-account"),
            },
            ["first_observed", "last_observed", "number_observed", "object_refs"],
          ),
          object(
            "sighting",
            {
              description: text,
              first_seen: stamp,
              last_seen: stamp,
              count,
              sighting_of_ref: ref("attack-pattern"),
              observed_data_refs: refs("observed-data"),
              where_sighted_refs: refs("identity", "location"),
            },
            ["sighting_of_ref"],
          ),
          object("note", { abstract: text, content: text, object_refs: refs(...anything) }, [
            "content",
            "object_refs",
          ]),
          object(
            "grouping",
            {
              name: text,
              description: text,
              context: { enum: ["suspicious-activity", "malware-analysis", "unspecified"] },
              object_refs: refs(...anything),
            },
            ["context", "object_refs"],
          ),
          {
            type: "object",
            properties: {
              type: { const: "user-account" },
              spec_version: { const: "2.1" },
              id: ref("user-account"),
              user_id: text,
            },
            required: ["type", "id"],
            additionalProperties: false,
          },
        ],
      },
    },
  },
  required: ["type", "id"],
  additionalProperties: false,
};
