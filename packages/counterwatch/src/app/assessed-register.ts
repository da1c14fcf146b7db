/**
 * The register as assessments and rehearsals ask it: opened by two officers, under the pseudonyms of the rows; every question leaves
 * its trace, and is refused where the register has been edited and asked again and again, which would find out who is in the rows.
 */
import { z } from "zod";
import type { PseudonymousRegister } from "../assess/register-view.ts";
import type { Identifiers } from "../intake/identifiers.ts";
import type { JsonValue } from "../ledger/appender.ts";
import { ownName } from "../ledger/own-action.ts";
import { type AssessedVersion, checkProbes, DEFAULT_PROBE_LIMIT } from "../register/probe-limit.ts";
import { readOwnActions } from "../store/own-actions.ts";
import type { Officer } from "../store/register-keeper.ts";
import { readStatements } from "../store/register-ledger.ts";
import { readPlainRegister } from "./plain-register.ts";
import type { RegisterMeans } from "./register-opening.ts";
import { describeRegister, readExposure } from "./register.ts";
import type { Settings } from "./settings.ts";

export interface AssessedRegister {
  readonly register:
    | { readonly folder: string; readonly officers: readonly Officer[] }
    | { readonly plainFile: string };
  readonly means: RegisterMeans;
  /** The ledger's folder and the log of our own look-ups, to be read; undefined: there is none. */
  readonly ledgerFolder: string | undefined;
  readonly ownActions: string;
  readonly settings: Settings;
}

export async function openRegister(
  { register, means, settings }: AssessedRegister,
  key: Uint8Array,
  identifiers: Identifiers,
): Promise<PseudonymousRegister> {
  return "plainFile" in register
    ? readPlainRegister(register.plainFile, settings.country, identifiers)
    : await readExposure(register.folder, register.officers, means, key);
}

/** The ledger source under which assessments of one register speak. */
function assessmentSource(register: string): string {
  return `assessments:${register}`;
}

interface Asked {
  readonly register: { readonly id: string; readonly version: number };
  readonly incident: string;
  /** What was found out, for the salted part of the leaf. */
  readonly body: JsonValue;
}

/** Leaf and line are on disk when it resolves; nothing is handed out before. */
export async function leaveTraces(
  { means, settings, register }: AssessedRegister,
  { register: { id, version }, incident, body }: Asked,
): Promise<void> {
  means.own?.({
    action: "view",
    by: "officers" in register ? register.officers.map(({ name }) => name) : [],
    object: "assessment",
    name: ownName(id),
    version,
    incident,
    reason: "exposure-assessment",
  });
  const time = means.clock().toISOString();
  await means.ledger?.append({
    kind: "assessment",
    source: assessmentSource(id),
    time,
    body,
    statement: { register: id, assessed: version, time, limit: settings.probeLimit ?? DEFAULT_PROBE_LIMIT },
  });
}

const statementSchema = z.object({ assessed: z.int(), time: z.string() });

/** By the ledger where there is one, for nobody can take a leaf out of it; else by the log of our own look-ups. */
export async function refuseProbing(request: AssessedRegister): Promise<void> {
  const { register, ledgerFolder, ownActions, means, settings } = request;
  // A register in the open needs no probing.
  if ("plainFile" in register) return;
  const { register: id, version } = describeRegister(register.folder);
  const before: AssessedVersion[] = [];
  if (ledgerFolder !== undefined)
    for (const statement of await readStatements(ledgerFolder, assessmentSource(id))) {
      const { data } = statementSchema.safeParse(statement);
      if (data !== undefined) before.push({ version: data.assessed, time: data.time });
    }
  for (const { time, object, query } of readOwnActions(ownActions)) {
    const assessed = Number(/^version (\d+)$/.exec(query?.filters ?? "")?.[1] ?? Number.NaN);
    if (object?.type === "assessment" && object.name === ownName(id) && Number.isSafeInteger(assessed))
      before.push({ version: assessed, time });
  }
  checkProbes(before, version, means.clock().getTime(), settings.probeLimit ?? DEFAULT_PROBE_LIMIT);
}
