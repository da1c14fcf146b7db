/** Custodian and agency as they are run: two folders that are paired, and commands that can be killed at any moment. */
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, expect } from "vitest";
import type { Workshop } from "./workshop.ts";

export const COMMAND = fileURLToPath(new URL("../bin/counterwatch.js", import.meta.url));
const DIE_AT_STEP = new URL("die-at-step.mjs", import.meta.url).href;
/** Both officers of the agency sign. */
export const BOTH = ["--officer", "ana.key", "--officer", "bo.key"];

export interface FindingLine {
  readonly id: string;
  readonly detector: string;
  readonly events: readonly string[];
  readonly evidence: { readonly member: string };
}

class Process {
  readonly child: ChildProcess;
  stdout = "";
  stderr = "";
  readonly ended: Promise<number | null>;

  constructor(child: ChildProcess, input: string) {
    this.child = child;
    this.child.stdout!.setEncoding("utf8").on("data", (text: string) => (this.stdout += text));
    this.child.stderr!.setEncoding("utf8").on("data", (text: string) => (this.stderr += text));
    this.child.stdin!.on("error", () => undefined);
    if (input !== "open") this.child.stdin!.end(input);
    this.ended = new Promise((resolve) => this.child.on("close", resolve));
  }

  async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.ended;
  }

  async says(words: string): Promise<void> {
    while (!this.stderr.includes(words)) {
      if (this.child.exitCode !== null) throw new Error(`it ended and never said "${words}": ${this.stderr}`);
      await setTimeout(10);
    }
  }
}

export class TripwireParties {
  readonly #workshop: Workshop;
  readonly #children = new Set<ChildProcess>();
  #desk = 0;
  #door = 0;

  constructor(workshop: Workshop) {
    this.#workshop = workshop;
    // Gone, not only told to go: a process that still writes would leave files to the next test.
    afterEach(async () => {
      const left = [...this.#children].filter(
        (child) => child.exitCode === null && child.signalCode === null,
      );
      const gone = left.map((child) => new Promise((resolve) => child.once("exit", resolve)));
      for (const child of left) child.kill("SIGKILL");
      await Promise.all(gone);
      this.#children.clear();
    });
  }

  /** `input`: "open": stdin stays open. `dieAt`: the change of the disk after which it is no more. */
  start(args: readonly string[], input = "", dieAt?: number): Process {
    const preload = dieAt === undefined ? [] : ["--import", DIE_AT_STEP];
    const env = { ...process.env, ...(dieAt !== undefined && { DIE_AT_STEP: String(dieAt) }) };
    return this.#started(process.execPath, [...preload, COMMAND, ...args], input, env);
  }

  /** One command into the next, as a shell does it. */
  pipe(from: readonly string[], to: readonly string[]): Process {
    const quoted = [from, to].map((args) =>
      [process.execPath, COMMAND, ...args].map((arg) => `'${arg}'`).join(" "),
    );
    return this.#started("bash", ["-o", "pipefail", "-c", quoted.join(" | ")], "", process.env);
  }

  #started(command: string, args: readonly string[], input: string, env: NodeJS.ProcessEnv): Process {
    const child = spawn(command, args, { cwd: this.#workshop.path, env });
    this.#children.add(child);
    return new Process(child, input);
  }

  async pair(...sizes: readonly string[]): Promise<void> {
    const custodian = [
      "--name",
      "city-alpr",
      "--as",
      "custodian",
      "--quota",
      "128",
      "--enrolment-batch",
      "64",
    ];
    await this.#ok("init", "cust", ...custodian, ...sizes);
    const shown = await this.#ok("init", "ag", "--name", "agency-7", "--as", "agency");
    for (const name of ["ana", "bo"]) await this.#ok("officer", `${name}.key`);
    const officers = ["ana", "bo"].flatMap((name) => ["--officer", `${name}=${name}.key.pub`]);
    const fingerprint = /fingerprint\s+([0-9a-f]{64})/.exec(shown)![1]!;
    await this.#ok("pair", "cust", "--peer", "ag/identity.crt", "--fingerprint", fingerprint, ...officers);
    await this.#ok("pair", "ag", "--peer", "cust/identity.crt", ...officers);
    [this.#desk, this.#door] = [await freePort(), await freePort()];
  }

  send(log: string, ...more: readonly string[]): string[] {
    const agency = ["--agency", `https://127.0.0.1:${this.#door}`, "--listen", `127.0.0.1:${this.#desk}`];
    return ["tripwire", "send", log, "--data", "cust", ...agency, ...more];
  }

  enrol(...more: readonly string[]): string[] {
    return ["tripwire", "enrol", "--data", "ag", "--custodian", `https://127.0.0.1:${this.#desk}`, ...more];
  }

  match(...more: readonly string[]): string[] {
    const listen = ["--listen", `127.0.0.1:${this.#door}`, "--delay", "5"];
    return ["tripwire", "match", "--data", "ag", ...listen, ...more];
  }

  /** Again until it is through: the custodian may not listen yet, or be killed meanwhile. */
  async enrolled(args: readonly string[], members: string): Promise<void> {
    for (let attempt = 0; attempt < 40; attempt++) {
      if ((await this.start(args, members).ended) === 0) return;
      await setTimeout(100);
    }
    throw new Error("never enrolled");
  }

  findings(): FindingLine[] {
    const lines = this.#workshop.read("ag/findings.jsonl").trim().split("\n");
    return lines.map((line) => JSON.parse(line) as FindingLine);
  }

  async #ok(...args: readonly string[]): Promise<string> {
    const said = await this.#workshop.run(["tripwire", ...args]);
    expect(said).toMatchObject({ status: 0 });
    return said.stdout;
  }
}

/** A port that was free a moment ago: both commands must know it before either runs. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
