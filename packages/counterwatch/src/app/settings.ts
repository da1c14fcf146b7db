/** The settings of a run: counterwatch.yaml, then COUNTERWATCH_* in the environment, then flags; the later wins. */
import { existsSync, readFileSync } from "node:fs";
import { CounterwatchError } from "../model/index.ts";
import { nearestName } from "../model/nearest-name.ts";
import { type Config, checkConfig, configSchema, readConfigFile } from "../store/config-file.ts";
import { fileTrouble } from "../store/file-trouble.ts";
import { parseKey, readKeyFile } from "../store/key-file.ts";

export const CONFIG_FILE = "counterwatch.yaml";
export const DEFAULT_OUT = "counterwatch-out";
const PREFIX = "COUNTERWATCH_";
const KEY = `${PREFIX}KEY`;
const CONFIG = `${PREFIX}CONFIG`;
/** Officers' passphrases are no settings: `register` alone reads them. */
const PASSPHRASE = `${PREFIX}PASSPHRASE_`;

/** A policy is many numbers, sources and offices have names: they belong in the file. */
const FILE_ALONE: ReadonlySet<string> = new Set([
  "policy",
  "sources",
  "inputs",
  "authority",
  "warnings",
  "notify",
  "transparency",
  "signIn",
]);

export interface Settings extends Config {
  /** The configuration file that was read, if any. */
  readonly configFile: string | undefined;
  /** 32 bytes, or undefined: none is configured. */
  readonly key: Uint8Array | undefined;
}

export interface SettingSources {
  /** Flags of the command line by the setting's key; undefined ones are not set, and other keys are no settings. */
  readonly flags: Readonly<Record<string, unknown>>;
  /** `--config`; undefined: `COUNTERWATCH_CONFIG`, else ./counterwatch.yaml where there is one. */
  readonly configFile: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export function readSettings({ flags, configFile, environment }: SettingSources): Settings {
  const path = configFile ?? environment[CONFIG] ?? (existsSync(CONFIG_FILE) ? CONFIG_FILE : undefined);
  const fromFile = path === undefined ? {} : readConfigFile(path);
  const fromEnvironment = readEnvironment(environment);
  const given = Object.fromEntries(
    Object.entries(flags).filter(([key, value]) => key in configSchema.shape && value !== undefined),
  );
  const sources = mergedSources(fromFile, given);
  const config = checkConfig({ ...fromFile, ...fromEnvironment, ...given, ...sources }, ([key]) => ({
    file: `--${FLAGS.get(String(key)) ?? kebab(String(key))}`,
  }));
  const secret = environment[KEY];
  // The flag wins over the environment, and the key itself over the name of a file with it.
  const key =
    secret !== undefined && given["keyFile"] === undefined
      ? parseKey(secret, KEY)
      : config.keyFile === undefined
        ? undefined
        : readKeyFile(config.keyFile);
  return { ...config, configFile: path, key };
}

/** Flags that are called otherwise than their keys: an error names what was typed. */
const FLAGS: ReadonlyMap<string, string> = new Map([
  ["keyFile", "key"],
  ["sources", "heartbeat"],
]);

/** A heartbeat given as a flag is that of one source: what the file declares of the others stays. */
function mergedSources(file: Config, given: Record<string, unknown>): Pick<Config, "sources"> {
  const flag = given["sources"] as Config["sources"];
  if (flag === undefined) return {};
  const sources = { ...file.sources };
  for (const [name, source] of Object.entries(flag)) sources[name] = { ...sources[name], ...source };
  return { sources };
}

/** COUNTERWATCH_FAIL_ON and so on. `COUNTERWATCH_X_FILE` names a file whose content is X's value. */
function readEnvironment(environment: SettingSources["environment"]): Config {
  const keys = Object.keys(configSchema.shape).filter((key) => !FILE_ALONE.has(key));
  const names = new Map(keys.map((key) => [variable(key), key]));
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith(PREFIX) || value === undefined || name === KEY || name === CONFIG) continue;
    if (name.startsWith(PASSPHRASE)) continue;
    const direct = names.get(name);
    const byFile = name.endsWith("_FILE") ? names.get(name.slice(0, -"_FILE".length)) : undefined;
    if (direct !== undefined) values[direct] = typed(direct, value);
    else if (byFile !== undefined) values[byFile] = typed(byFile, contentOf(value, name));
    else throw unknownVariable(name, [...names.keys(), KEY, CONFIG]);
  }
  return checkConfig(values, (path) => ({ file: variable(String(path[0])) }));
}

function unknownVariable(name: string, known: readonly string[]): CounterwatchError {
  const near = nearestName(name, known);
  return new CounterwatchError("config", "unknown setting in the environment", {
    place: { file: name },
    remedy: near === undefined ? `Known: ${known.join(", ")}.` : `Did you mean ${near}?`,
  });
}

function contentOf(path: string, name: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (cause) {
    throw fileTrouble(cause, `${name}=${path}`, "unreadable");
  }
}

function typed(key: string, value: string): unknown {
  const schema = configSchema.shape[key as keyof Config].unwrap();
  if (schema.type === "boolean") {
    return (
      { true: true, "1": true, yes: true, false: false, "0": false, no: false }[value.toLowerCase()] ?? value
    );
  }
  if (schema.type === "number") return Number(value);
  if (schema.type === "array") return value.split(",").map((part) => part.trim());
  return value;
}

function variable(key: string): string {
  return PREFIX + kebab(key).replaceAll("-", "_").toUpperCase();
}

function kebab(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
