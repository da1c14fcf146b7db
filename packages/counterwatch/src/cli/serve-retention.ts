import type { Command } from "commander";
import { counted } from "./counted.ts";
import { EXIT } from "./exit-codes.ts";
import { settingsOf } from "./setting-flags.ts";
import { note, print } from "./standard-streams.ts";

interface RetentionFlags {
  readonly data: string;
  readonly check?: boolean;
  readonly json?: boolean;
  readonly database?: string;
}

export function addRetention(serve: Command): void {
  serve
    .command("retention")
    .summary("what was erased because its time had come, and whether it is gone")
    .description(
      "Lists the erasures that the ledger speaks of and looks for what they were about: salts and bodies, rows of the database, dead letters.\n" +
        "Exit code 4: something is still there. 5: the database could not be asked, because a server has it.",
    )
    .requiredOption("--data <folder>", "the server's folder")
    .option("--check", "say only whether it is gone")
    .option("--json", "as JSON")
    .option("--database <url>", "PostgreSQL instead of the embedded database: postgres://…")
    .option("--config <file>", "configuration file with `retention` (default: ./counterwatch.yaml)")
    .action(async ({ data, check, json, database }: RetentionFlags, command: Command) => {
      const settings = await settingsOf(command, ["database"]);
      const { checkRetention } = await import("../app/serve/keeping/retention-check.ts");
      const found = await checkRetention(data, settings, { database, now: Date.now() });
      if (json === true) await print(`${JSON.stringify(found)}\n`);
      else {
        if (check !== true)
          for (const { leaf, at, rule, source, count, before, held } of found.erasures)
            await print(
              `leaf ${leaf}  ${at}  ${source}: ${counted(count, "look-up")} before ${before} by ${rule}${held.length > 0 ? `, ${held.length} held` : ""}\n`,
            );
        await print(
          `Erased: ${counted(found.erased, "look-up")} of ${counted(found.leaves, "leaf", "leaves")} in ${counted(found.erasures.length, "step")}${found.due === undefined ? "" : `; past their time, or held: ${found.due} more`}\n`,
        );
      }
      for (const sentence of found.trouble) note(`counterwatch: ${sentence}\n`);
      for (const sentence of found.notChecked) note(`counterwatch: not checked: ${sentence}\n`);
      if (found.trouble.length > 0) process.exitCode = EXIT.evidence;
      else if (found.notChecked.length > 0) process.exitCode = EXIT.unavailable;
    });
}
