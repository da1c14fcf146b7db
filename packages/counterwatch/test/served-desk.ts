/** A desk as somebody sets it up by the command line: a folder, people with one password, sources with tokens, and the server over it. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { counterwatch } from "./counterwatch.ts";
import { type Person, RunningServer } from "./serve-desk.ts";

export const PASSWORD = "twelve characters and more";
/** Lines of one request. */
const AT_ONCE = 2000;

export interface DeskPlan {
  /** Role by name. */
  readonly people: Readonly<Record<string, string>>;
  readonly sources: readonly string[];
  /** Of counterwatch.yaml; JSON is YAML. */
  readonly config?: object;
  /** Where browsers find it, if not where it says itself: passkeys and other organisations want a name and no address. */
  readonly origin?: string;
}

export class ServedDesk {
  readonly folder: string;
  readonly server: RunningServer;
  readonly url: string;
  readonly #tokens: ReadonlyMap<string, string>;
  readonly #people = new Map<string, Promise<Person>>();

  private constructor(
    folder: string,
    server: RunningServer,
    url: string,
    tokens: ReadonlyMap<string, string>,
  ) {
    this.folder = folder;
    this.server = server;
    this.url = url;
    this.#tokens = tokens;
  }

  /** `beside`: files to be in the folder, such as a secret that the configuration names. */
  static async open(
    name: string,
    { people, sources, config, origin }: DeskPlan,
    beside: Readonly<Record<string, string>> = {},
  ): Promise<ServedDesk> {
    const folder = await mkdtemp(join(tmpdir(), `counterwatch-${name}-`));
    const run = async (words: readonly string[], input = "") => {
      const said = await counterwatch(["serve", ...words, "--data", "desk"], { cwd: folder, input });
      expect(said, said.stderr).toMatchObject({ status: 0 });
      return said.stdout.trim();
    };
    for (const [person, role] of Object.entries(people))
      await run(["account", person, "--role", role], `${PASSWORD}\n`);
    const tokens = new Map<string, string>();
    for (const source of sources) tokens.set(source, await run(["source", source]));
    for (const [file, text] of Object.entries(beside)) await writeFile(join(folder, file), text);
    const file = join(folder, "counterwatch.yaml");
    if (config !== undefined) await writeFile(file, JSON.stringify(config));
    const server = await RunningServer.start(join(folder, "desk"), [
      ...(config === undefined ? [] : ["--config", file]),
      ...(origin === undefined ? [] : ["--port", new URL(origin).port, "--origin", origin]),
    ]);
    return new ServedDesk(folder, server, origin ?? server.url, tokens);
  }

  /** Somebody who is signed in, once for all who ask. */
  readonly person = (name: string): Promise<Person> => {
    let person = this.#people.get(name);
    if (person === undefined) this.#people.set(name, (person = this.server.signIn(name, PASSWORD)));
    return person;
  };

  async send(source: string, lines: readonly string[]): ReturnType<RunningServer["send"]> {
    return await this.server.send(source, this.#tokens.get(source) ?? "", `${lines.join("\n")}\n`);
  }

  /** Sends all of them, and resolves when they are judged. */
  async feed(source: string, lines: readonly string[]): Promise<void> {
    for (let at = 0; at < lines.length; at += AT_ONCE)
      expect(await this.send(source, lines.slice(at, at + AT_ONCE))).toMatchObject({ status: 200 });
    await this.server.judged();
  }

  /** It was alive until now. */
  async close(): Promise<void> {
    const { signal, stderr } = await this.server.stop("SIGKILL");
    expect({ signal, stderr }).toMatchObject({ signal: "SIGKILL" });
    await rm(this.folder, { recursive: true });
  }
}
