/** Flags that are settings: each has a key of the configuration, and only those that were given count. */
import { type Command, Option } from "commander";
import type { Settings } from "../app/settings.ts";
import { LANGUAGE_WORDS, LOG_LEVEL_WORDS, SEVERITY_WORDS } from "./choices.ts";

/** Flags of the settings that every command which reads logs knows. */
export function addReadingFlags(command: Command): Command {
  return command
    .optionsGroup("How to read:")
    .option(
      "-f, --format <connector>",
      "read with this connector instead of recognising the log by its content",
    )
    .option("-m, --mapping <file>", "read a table or record log of your own by a mapping file")
    .option("--source <name>", "name of the log")
    .option("--zone <zone>", "IANA time zone of local times in the log, e.g. America/Chicago")
    .option("--country <code>", "country of phone numbers without a country code, e.g. MX")
    .option("--key <file>", "site key that makes the pseudonyms (see: counterwatch init)")
    .option("--pseudonymise-operators", "show operators by pseudonym as well")
    .option("--config <file>", "configuration (default: ./counterwatch.yaml where there is one)");
}

export function addRuleFlags(command: Command): Command {
  return command
    .optionsGroup("What to look for:")
    .option("--rules <path>", "folder or file of Sigma rules to use as well; may be repeated", gather)
    .option("--no-default-rules", "leave out the rules that ship")
    .option("--cases <file>", "list of cases and their state, for the rules on cases")
    .option("--staff <file>", "list of who works here, for the rules on staff")
    .option("--roster <file>", "list of shifts, for the rules on duty hours");
}

export function addOutcomeFlags(command: Command): Command {
  return command
    .optionsGroup("What to make of it:")
    .option("-o, --out <folder>", "where findings, report and summary go (default: counterwatch-out)")
    .addOption(
      new Option("--fail-on <severity>", "leave with 1 when a finding is at least this severe").choices(
        SEVERITY_WORDS,
      ),
    )
    .option(
      "--budget <rate>",
      "false alerts that stories may raise, e.g. 1/day, 4/month, or none for rules only (default: none)",
    )
    .option("--lateness <time>", "how late a row may stand in the log, e.g. 30m, 6h, 2d (default: 1h)")
    .addOption(
      new Option("--lang <language>", "language of the report and the terminal").choices(LANGUAGE_WORDS),
    )
    .addOption(
      new Option("--log-level <level>", "log lines on stderr from this level on").choices(LOG_LEVEL_WORDS),
    );
}

/** Flags whose names differ from their keys. */
const RENAMED: Readonly<Record<string, string>> = { key: "keyFile", heartbeat: "sources" };

/** `own`: flags of this command that bear the name of a setting and mean something else. */
export async function settingsOf(command: Command, own: readonly string[] = []): Promise<Settings> {
  const flags: Record<string, unknown> = {};
  for (const option of command.options) {
    const name = option.attributeName();
    if (command.getOptionValueSource(name) === "cli" && !own.includes(name))
      flags[RENAMED[name] ?? name] = command.getOptionValue(name);
  }
  const { config } = command.opts<{ config?: string }>();
  const { readSettings } = await import("../app/settings.ts");
  return readSettings({ flags, configFile: config, environment: process.env });
}

function gather(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}
