import { randomBytes } from "node:crypto";
import type { Connector } from "../intake/connector.ts";
import { CONNECTORS } from "../intake/connectors.ts";
import { createIdentifiers, type Identifiers } from "../intake/identifiers.ts";
import { mappingConnector } from "../intake/mapping.ts";
import { readMapping } from "../intake/mapping-file.ts";
import { CounterwatchError } from "../model/index.ts";
import { nearestName } from "../model/nearest-name.ts";
import { readTextFile } from "../store/text-file.ts";
import type { Settings } from "./settings.ts";

/** A mapping is a page of YAML; a log that was named by mistake is not read whole. */
const LARGEST_MAPPING = 1024 * 1024;

/** Identifiers under the configured key; without one under a random key that nobody keeps. */
export function openIdentifiers(
  { key, country, pseudonymiseOperators }: Settings,
  remembered?: number,
): Identifiers {
  return createIdentifiers({ siteKey: key ?? randomBytes(32), country, pseudonymiseOperators, remembered });
}

/** The connector that the user asked for, by mapping or by name; undefined: to be recognised. Throws `mapping`, `usage`. */
export function wantedConnector({
  mapping,
  format,
}: Pick<Settings, "mapping" | "format">): Connector | undefined {
  if (mapping !== undefined)
    return mappingConnector(readMapping(readTextFile(mapping, LARGEST_MAPPING), mapping));
  if (format === undefined) return undefined;
  const connector = CONNECTORS.find(({ id }) => id === format);
  if (connector !== undefined) return connector;
  const ids = CONNECTORS.map(({ id }) => id);
  const near = nearestName(format, ids);
  throw new CounterwatchError("usage", `there is no connector "${format}"`, {
    remedy: near === undefined ? `Connectors: ${ids.join(", ")}.` : `Did you mean ${near}?`,
  });
}
