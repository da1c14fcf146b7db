import type { Command } from "commander";
import { counted } from "./counted.ts";
import { note, print } from "./standard-streams.ts";
import { version } from "./version.ts";

export function addBackup(serve: Command): void {
  serve
    .command("backup")
    .summary("copy a server's folder into one file while it runs, or verify such a file")
    .option("--data <folder>", "the server's folder")
    .option("--out <file>", "the tar that is written; nothing is written over")
    .option("--verify <file>", "read a backup whole: every hash, the ledger, the database")
    .addHelpText(
      "after",
      `
The file holds everything, keys and salts included: whoever has it can read all
look-ups. It is readable by its owner alone; keep it so. With PostgreSQL it does
not hold the database: make its dump first, then the backup.

Examples:
  counterwatch serve backup --data desk --out desk-2026-03-01.tar
  counterwatch serve backup --verify desk-2026-03-01.tar
  counterwatch serve restore desk-2026-03-01.tar --data desk-again`,
    )
    .action(
      async (
        flags: { readonly data?: string; readonly out?: string; readonly verify?: string },
        command: Command,
      ) => {
        if (flags.verify !== undefined) {
          const { verifyBackup } = await import("../app/serve/keeping/restore.ts");
          await print(textOf(await verifyBackup(flags.verify)));
          return;
        }
        if (flags.data === undefined || flags.out === undefined)
          command.error("error: --data <folder> and --out <file> are needed, or --verify <file>");
        const { backupToFile } = await import("../app/serve/keeping/backup-file.ts");
        await backupToFile(flags.data, flags.out, version());
        note(
          `${flags.out} is written, with the keys in it: keep it like the folder itself. It is verified by\n  counterwatch serve backup --verify ${flags.out}\n`,
        );
      },
    );
  serve
    .command("restore")
    .summary("make a server's folder of a backup, and verify it")
    .argument("<file>", "the backup")
    .requiredOption("--data <folder>", "the folder that is made")
    .action(async (file: string, { data }: { readonly data: string }) => {
      const { restoreBackup } = await import("../app/serve/keeping/restore.ts");
      const restored = await restoreBackup(file, data);
      await print(textOf(restored));
      if (restored.manifest.database.kind === "postgres")
        note(
          "The database is PostgreSQL's and is not in it: restore its dump, which was made before this backup.\n",
        );
    });
}

function textOf({
  manifest,
  ledger,
}: Awaited<ReturnType<typeof import("../app/serve/keeping/restore.ts").verifyBackup>>): string {
  const { made, version: by, files, database } = manifest;
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const kept = ledger.bodies;
  return [
    `made       ${made} by Counterwatch ${by}`,
    `files      ${files.length}, ${bytes} bytes, each with its hash`,
    `ledger     ${counted(ledger.leaves, "leaf", "leaves")}, ${ledger.root}`,
    ...(kept === null ? [] : [`bodies     ${kept.matched} match their leaves, ${kept.erased} are erased`]),
    database.kind === "embedded"
      ? `database   embedded, at leaf ${database.position} or later`
      : "database   PostgreSQL: not in it",
    "",
  ].join("\n");
}
