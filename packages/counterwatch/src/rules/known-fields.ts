import { z } from "zod";
import { accessEventSchema } from "../model/index.ts";
import { NOUNS } from "./context.ts";

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
}

let known: ReadonlySet<string> | undefined;

/** Every field path that a rule can read: the leaves of AccessEvent (`subjects.type` through the array), and the facts. */
export function knownFields(): ReadonlySet<string> {
  known ??= new Set([
    ...leaves(z.toJSONSchema(accessEventSchema, { io: "input" }) as JsonSchema, ""),
    ...NOUNS.flatMap(({ noun, facts }) => Object.keys(facts).map((fact) => `context.${noun}.${fact}`)),
  ]);
  return known;
}

function leaves(schema: JsonSchema, path: string): string[] {
  if (schema.items !== undefined) return leaves(schema.items, path);
  if (schema.properties === undefined) return [path];
  return Object.entries(schema.properties).flatMap(([name, inner]) =>
    leaves(inner, path === "" ? name : `${path}.${name}`),
  );
}
