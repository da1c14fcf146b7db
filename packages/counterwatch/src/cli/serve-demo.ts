/** `serve --demo`: what it says in the terminal, and how it ends. */
import type { Command } from "commander";
import { note } from "./standard-streams.ts";
import { version } from "./version.ts";

const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "localhost"]);
/** A demo is the same everywhere: what a server is set up with is not for it. */
const OWN: ReadonlySet<string> = new Set(["demo", "data", "port", "host"]);

export async function runDemo(command: Command): Promise<void> {
  const given = command.options.filter(
    (option) => command.getOptionValueSource(option.attributeName()) === "cli",
  );
  const foreign = given.find((option) => !OWN.has(option.attributeName()));
  if (foreign !== undefined) command.error(`error: ${foreign.long} does not go with --demo`);
  const { data, port, host } = command.opts<{ data?: string; port: number; host: string }>();
  if (!LOOPBACK.has(host))
    command.error("error: a demo listens on this machine alone: its people sign in by one click");
  const isChosen = command.getOptionValueSource("port") === "cli";

  const { startDemo } = await import("../app/demo/demo.ts");
  const demo = await startDemo({
    folder: data,
    port: isChosen ? port : undefined,
    version: version(),
    log: (sentence) => note(`counterwatch: ${sentence}\n`),
  });
  note(`Counterwatch is at ${demo.url}  (a demo: the city and everybody in it are invented)\n`);
  note("Weeks of its past are being read. Open the address: signing in is one click. Ctrl-C ends it.\n");
  void demo.ready.then(
    () => note("Ready. The city goes on, an hour a second, as soon as somebody has signed in.\n"),
    () => {},
  );
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
  });
  await demo.close();
  note(data === undefined ? "Ended; nothing of it is kept.\n" : `Ended; it is kept in ${data}.\n`);
}
