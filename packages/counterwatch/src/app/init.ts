import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { z } from "zod";
import { CounterwatchError } from "../model/index.ts";
import { configSchema } from "../store/config-file.ts";
import { fileTrouble } from "../store/file-trouble.ts";
import { createKeyFile } from "../store/key-file.ts";
import { CONFIG_FILE } from "./settings.ts";

const KEY_FILE = "counterwatch.key";

/** What each setting looks like in the file that `init` writes; a test holds that every key of the schema is here. */
const SAMPLES: Readonly<Record<keyof typeof configSchema.shape, unknown>> = {
  keyFile: KEY_FILE,
  source: "city-a-alpr",
  format: "plate-reader-audit",
  mapping: "mapping.yaml",
  zone: "America/Chicago",
  country: "US",
  cases: "cases.csv",
  staff: "staff.csv",
  roster: "roster.csv",
  policy: { bulkRows: 1000 },
  rules: ["rules"],
  defaultRules: true,
  failOn: "high",
  budget: "1/week",
  lateness: "1h",
  retention: "730d",
  ledger: "ledger",
  ownActions: "own-actions.jsonl",
  probeLimit: 5,
  sources: { "city-a-alpr": { heartbeat: "1h", retention: "365d" } },
  inputs: [
    { source: "city-a-alpr", tail: "/var/log/alpr/audit.csv" },
    { source: "city-b-alpr", syslog: { transport: "tcp", listen: "127.0.0.1:6514" } },
  ],
  authority: { line: [{ office: "duty officer", has: "2h" }, { office: "head of protection" }] },
  warnings: { deadlines: { certain: "4h", likely: "24h", possible: "7d" } },
  notify: {
    webhooks: { siem: { url: "https://siem.example.org/counterwatch", secretFiles: ["siem.secret"] } },
    mail: {
      host: "mail.example.org",
      from: "counterwatch@example.org",
      to: { duty: { addresses: ["duty@example.org"] } },
    },
  },
  signIn: {
    oidc: {
      issuer: "https://login.example.org",
      clientId: "counterwatch",
      clientSecretFile: "oidc.secret",
      accountClaim: "preferred_username",
    },
  },
  metricsToken: "at least sixteen letters of chance",
  transparency: { epsilonPerYear: 4, perSubject: 5, perOperator: 20 },
  pseudonymiseOperators: false,
  out: "counterwatch-out",
  lang: "en",
  logLevel: "silent",
};

export interface InitialisedFiles {
  readonly keyFile: string;
  readonly configFile: string;
}

/** Makes both files or none. Throws `key-file` or `config` where one is there already. */
export function initialise(folder: string): InitialisedFiles {
  const configFile = join(folder, CONFIG_FILE);
  const keyFile = join(folder, KEY_FILE);
  if (existsSync(configFile)) {
    throw new CounterwatchError("config", "a configuration is already there", {
      place: { file: configFile },
      remedy: "Edit it, or make another in an empty folder: counterwatch init FOLDER",
    });
  }
  // The key first: a configuration without its key would stop the next scan.
  createKeyFile(keyFile);
  try {
    writeFileSync(configFile, configText(), { flag: "wx", mode: 0o644 });
  } catch (cause) {
    throw fileTrouble(cause, configFile, "unwritable");
  }
  return { keyFile, configFile };
}

export function configText(): string {
  const { properties = {} } = z.toJSONSchema(configSchema, { io: "input" });
  const parts = [
    "# Counterwatch. Most settings may also be given as a flag or in the environment (COUNTERWATCH_FAIL_ON, …), which win.",
    "# Paths are relative to this file.",
  ];
  for (const [key, sample] of Object.entries(SAMPLES)) {
    const { description = "" } = properties[key] as { description?: string };
    const line =
      `${key}: ${stringify(sample, { flowCollectionPadding: false, collectionStyle: "flow", lineWidth: 0 })}`.trim();
    parts.push("", `# ${description}`, key === "keyFile" ? line : `# ${line}`);
  }
  return `${parts.join("\n")}\n`;
}
