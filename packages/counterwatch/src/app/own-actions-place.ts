import { existsSync } from "node:fs";
import { join } from "node:path";
import { readConfigFile } from "../store/config-file.ts";
import { OWN_ACTIONS_FILE } from "../store/own-actions.ts";
import { CONFIG_FILE } from "./settings.ts";

/**
 * Where our own look-ups are written: the flag, else the environment, else the configuration, else beside what is opened. The register's
 * commands have no other setting, so the configuration is asked for this one alone.
 */
export function ownActionsPlace(
  flag: string | undefined,
  register: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const named = flag ?? environment["COUNTERWATCH_OWN_ACTIONS"];
  if (named !== undefined) return named;
  const config = environment["COUNTERWATCH_CONFIG"] ?? CONFIG_FILE;
  const configured = existsSync(config) ? readConfigFile(config).ownActions : undefined;
  return configured ?? join(register, OWN_ACTIONS_FILE);
}
