/** A server of one's own for each test, on a port of its own, and people who work at it. */
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { simulate } from "@counterwatch/simulator";
import { clean } from "./counterwatch.ts";

export const COMMAND = fileURLToPath(new URL("../bin/counterwatch.js", import.meta.url));
const STARTING = 60_000;

export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

export class RunningServer {
  readonly url: string;
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string, ended: Promise<Ended>) {
    this.#child = child;
    this.url = url;
    this.ended = ended;
  }

  /** Resolves when it listens; rejects with what it said where it ends before. */
  static async start(folder: string, more: readonly string[] = []): Promise<RunningServer> {
    const args = [COMMAND, "serve", "--data", folder, "--port", "0", ...more];
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env: clean(process.env),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stderr = "";
    const ended = new Promise<Ended>((resolve) => {
      child.on("close", (status, signal) => resolve({ status, signal, stderr }));
    });
    const url = await new Promise<string>((resolve, reject) => {
      const late = setTimeout(() => {
        child.kill("SIGKILL");
        reject(new Error(`it did not start: ${stderr}`));
      }, STARTING);
      child.stdout.resume();
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        stderr += text;
        const [at] = /http:\S+/.exec(stderr) ?? [];
        if (at === undefined) return;
        clearTimeout(late);
        resolve(at);
      });
      void ended.then(({ status }) => reject(new Error(`it ended with ${status}: ${stderr}`)));
      void ended.then(() => clearTimeout(late));
    });
    return new RunningServer(child, url, ended);
  }

  async stop(signal: NodeJS.Signals): Promise<Ended> {
    this.#child.kill(signal);
    return await this.ended;
  }

  async send(
    source: string,
    token: string,
    body: string | Uint8Array,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly status: number; readonly said: Readonly<Record<string, unknown>> }> {
    const response = await fetch(`${this.url}/ingest/${source}`, {
      method: "POST",
      body: body as Uint8Array<ArrayBuffer>,
      headers: { authorization: `Bearer ${token}`, ...headers },
    });
    return { status: response.status, said: (await response.json()) as Record<string, unknown> };
  }

  async signIn(name: string, password: string): Promise<Person> {
    const response = await fetch(`${this.url}/api/session`, {
      method: "POST",
      headers: { "x-counterwatch": "1" },
      body: JSON.stringify({ name, password }),
    });
    const [cookie = ""] = (response.headers.get("set-cookie") ?? "").split(";");
    if (response.status !== 200) throw new Error(`${name} cannot sign in: ${response.status}`);
    return new Person(this.url, cookie);
  }

  /** Resolves when all that is durable is judged and stored. */
  async judged(): Promise<void> {
    for (;;) {
      const { waiting } = (await (await fetch(`${this.url}/readyz`)).json()) as { waiting: number };
      if (waiting === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** Somebody who is signed in. */
export class Person {
  readonly #url: string;
  /** `name=value`. */
  readonly cookie: string;

  constructor(url: string, cookie: string) {
    this.#url = url;
    this.cookie = cookie;
  }

  /** What is no JSON. */
  fetch(path: string): Promise<Response> {
    return fetch(`${this.#url}${path}`, { headers: { cookie: this.cookie } });
  }

  // biome-ignore lint/suspicious/noExplicitAny: tests name the fields that they look at
  async ask<T = any>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: { cookie: this.cookie, "x-counterwatch": "1" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as T };
  }

  /** Every item of every page. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  async all(path: string): Promise<any[]> {
    const items: unknown[] = [];
    for (let after: string | undefined; ; ) {
      const more = `${path.includes("?") ? "&" : "?"}limit=200${after === undefined ? "" : `&after=${after}`}`;
      const { body } = await this.ask<{ items: unknown[]; next?: string }>("GET", `${path}${more}`);
      items.push(...body.items);
      if (body.next === undefined) return items;
      after = body.next;
    }
  }
}

/** A city's look-ups as a source would send them, with misuse among them. */
export function cityLines(seed: string, operators = 12, days = 30): string[] {
  const options = { seed, operators, days, campaigns: ["obsession", "ring"] } as const;
  return [...simulate(options)].map((event) => JSON.stringify(event));
}
