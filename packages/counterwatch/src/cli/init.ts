import type { Command } from "commander";
import { note, print } from "./standard-streams.ts";

export function addInit(program: Command): void {
  program
    .command("init")
    .summary("make the site key and a commented configuration")
    .description(
      "Makes a key file that its owner alone can read, and a configuration with every setting explained.\n" +
        "Pseudonyms made with one key can be compared from run to run; keep it as you keep a password.",
    )
    .argument("[folder]", "where to make them", ".")
    .action(async (folder: string) => {
      const { initialise } = await import("../app/init.ts");
      const { keyFile, configFile } = initialise(folder);
      await print(`${keyFile}\n${configFile}\n`);
      note(
        `The key is readable by you alone. Back it up where the logs are not: without it, pseudonyms of\n` +
          `earlier runs can be compared with no later ones.\nNext: counterwatch scan FILE…\n`,
      );
    });
}
