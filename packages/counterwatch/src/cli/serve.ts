import { type Command, InvalidArgumentError } from "commander";
import { note } from "./standard-streams.ts";
import { addBackup } from "./serve-backup.ts";
import { addRetention } from "./serve-retention.ts";
import { addSourceTokens } from "./serve-sources.ts";
import { settingsOf } from "./setting-flags.ts";
import { version } from "./version.ts";

interface ServeFlags {
  readonly data?: string;
  readonly demo?: boolean;
  readonly host: string;
  readonly port: number;
  readonly database?: string;
  readonly behindTls?: boolean;
  readonly origin?: string;
}

const EXAMPLES = `
Examples:
  counterwatch serve --demo
  counterwatch serve account ana --role analyst --data desk < ana.password
  counterwatch serve source city-alpr --data desk
  counterwatch serve --data desk --port 8470
  curl --data-binary @audit.csv -H "Authorization: Bearer $TOKEN" \\
    http://127.0.0.1:8470/ingest/city-alpr

It speaks HTTP: put a server with TLS in front of it (--behind-tls), or keep it
on one machine.`;

export function addServe(program: Command): void {
  const serve = program
    .command("serve")
    .summary("take logs in as they come, and give people a desk to work at")
    .description(
      "Sources send their logs to /ingest/NAME; each look-up is in the ledger before it is acknowledged. People work on findings\n" +
        "and incidents at /. One folder holds everything.",
    );
  const server = serve
    .command("run", { isDefault: true })
    .summary("run the server")
    .option("--data <folder>", "the server's folder; made where there is none")
    .option("--demo", "show it with an invented city, on this machine alone; needs nothing else")
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--port <number>", "port to listen on", whole, 8470)
    .option("--database <url>", "PostgreSQL instead of the embedded database: postgres://…")
    .option("--behind-tls", "browsers come over TLS alone: the cookie is marked Secure")
    .option("--origin <address>", "where browsers see it, https://…: for passkeys and signIn.oidc")
    .option("--budget <rate>", "false alerts allowed, e.g. 1/day, 4/month (default: 1/day)")
    .option("--zone <zone>", "IANA time zone of local times in the logs")
    .option("--country <code>", "country of phone numbers without a country code")
    .option("--config <file>", "configuration file (default: ./counterwatch.yaml)")
    .addHelpText("after", EXAMPLES)
    .action(run);
  // Its options are what people look for who ask for help about `serve`.
  serve.addHelpText("after", () => `\n${server.helpInformation()}${EXAMPLES}`);
  addSourceTokens(serve);
  addBackup(serve);
  addRetention(serve);
  serve
    .command("account")
    .summary("make an account, with its password from standard input")
    .argument("<name>", "small letters, digits and . _ -")
    .requiredOption("--data <folder>", "the server's folder")
    .requiredOption("--role <role...>", "analyst, reviewer, register-officer, auditor, administrator")
    .option("--database <url>", "PostgreSQL instead of the embedded database: postgres://…")
    .action(
      async (
        name: string,
        flags: { readonly data: string; readonly role: readonly string[]; readonly database?: string },
      ) => {
        if (process.stdin.isTTY)
          note(
            "The password is read from standard input, and shown as you type. End with Enter and Ctrl-D.\n",
          );
        const { makeAccount } = await import("../app/serve/doors/first-account.ts");
        await makeAccount({ name, roles: flags.role, folder: flags.data, database: flags.database });
        note(`${name} can sign in.\n`);
      },
    );
}

async function run(flags: ServeFlags, command: Command): Promise<void> {
  if (flags.demo === true) {
    const { runDemo } = await import("./serve-demo.ts");
    return await runDemo(command);
  }
  if (flags.data === undefined)
    command.error("error: --data <folder> is needed, or --demo to see it with an invented city");
  const settings = await settingsOf(command);
  const { serve } = await import("../app/serve/serve.ts");
  const serving = await serve({
    folder: flags.data,
    host: flags.host,
    port: flags.port,
    settings,
    database: flags.database,
    behindTls: flags.behindTls === true,
    origin: flags.origin,
    version: version(),
    log: (sentence) => note(`counterwatch: ${sentence}\n`),
  });
  note(`Counterwatch is at ${serving.url}\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  await serving.close();
}

function whole(text: string): number {
  const value = Number(text);
  if (/^\d{1,5}$/.test(text) && value < 65_536) return value;
  throw new InvalidArgumentError("Write a number from 0 (any free port) to 65535.");
}
