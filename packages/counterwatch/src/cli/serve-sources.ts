import type { Command } from "commander";
import { note, print } from "./standard-streams.ts";
import { settingsOf } from "./setting-flags.ts";

export function addSourceTokens(serve: Command): void {
  serve
    .command("source")
    .summary("make or end the token that a source sends its log with")
    .argument("<name>", "what the source is called")
    .requiredOption("--data <folder>", "the server's folder")
    .option("--end", "end its token; nothing that it sent is touched")
    .action(async (name: string, { data, end }: { readonly data: string; readonly end?: boolean }) => {
      const { ServeFolder } = await import("../store/serve-folder.ts");
      const { sources } = new ServeFolder(data);
      if (end === true) {
        sources.end(name);
        note(`The token of ${name} has ended.\n`);
        return;
      }
      await print(`${sources.make(name)}\n`);
      note("This token is shown once, and holds at once. One that the source had before has ended.\n");
    });
  serve
    .command("replay")
    .summary("read rows that could not be read again from their files, while the server is stopped")
    .requiredOption("--data <folder>", "the server's folder")
    .option("--source <name>", "of one source alone")
    .option("--config <file>", "configuration file with the inputs (default: ./counterwatch.yaml)")
    .action(
      async ({ data, source }: { readonly data: string; readonly source?: string }, command: Command) => {
        const { expectServeFolder } = await import("../store/serve-folder.ts");
        expectServeFolder(data);
        const settings = await settingsOf(command, ["source"]);
        const { replayStopped } = await import("../app/serve/inputs/replay-stopped.ts");
        const counts = await replayStopped(data, settings, source);
        await print(`${JSON.stringify(counts)}\n`);
        note(
          `${counts.replayed} rows read, ${counts.rejected} still cannot be, ${counts.gone} are gone from their files${counts.left > 0 ? `, ${counts.left} are left for the next time` : ""}.\n`,
        );
      },
    );
}
