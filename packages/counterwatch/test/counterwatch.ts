/** Starts the installed command as a user would, and gives back all that it said. */
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Resident } from "./resident.ts";

const COMMAND = fileURLToPath(new URL("../bin/counterwatch.js", import.meta.url));

export interface Said {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

export interface Circumstances {
  readonly cwd: string;
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** Sent as soon as `when` holds; until then the input stays open. */
  readonly signal?: { readonly name: NodeJS.Signals; readonly when: () => boolean };
  /** Whoever reads stdout has seen enough after so many characters. */
  readonly closeStdoutAfter?: number;
  /** In a process of its own, as at a user's. Otherwise runs share one where nothing tells the difference (resident.mjs). */
  readonly alone?: boolean;
}

const running = new Set<ChildProcess>();
const resident = new Resident();

/** For the end of a test that gave up waiting. */
export function stopAll(): void {
  for (const child of running) child.kill("SIGKILL");
  if (resident.isBusy) resident.stop();
}

export function counterwatch(args: readonly string[], circumstances: Circumstances): Promise<Said> {
  const { cwd, input, signal, closeStdoutAfter, alone = false } = circumstances;
  const env = { ...clean(process.env), ...circumstances.env };
  const isAbout = signal !== undefined || closeStdoutAfter !== undefined || env["NODE_OPTIONS"] !== undefined;
  if (!alone && !isAbout && !resident.isBusy)
    return resident.run({
      args,
      cwd,
      env,
      input: typeof input === "string" ? Buffer.from(input) : (input ?? new Uint8Array()),
    });
  const child = spawn(process.execPath, [COMMAND, ...args], { cwd, env });
  running.add(child);
  return new Promise((resolve, reject) => {
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      if (closeStdoutAfter !== undefined && stdout.length >= closeStdoutAfter) child.stdout.destroy();
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    // A command that refuses its arguments does not wait for its input.
    child.stdin.on("error", () => {});
    child.stdin.write(input ?? "");
    if (signal === undefined) child.stdin.end();
    const watch = setInterval(() => {
      if (signal?.when() !== true) return;
      clearInterval(watch);
      child.kill(signal.name);
    }, 10);
    if (signal === undefined) clearInterval(watch);
    child.on("error", reject);
    child.on("close", (status) => {
      clearInterval(watch);
      running.delete(child);
      resolve({ stdout, stderr, status });
    });
  });
}

/** No setting of whoever runs the tests may change what they test. */
export function clean(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name]) =>
      !name.startsWith("COUNTERWATCH_") && !["NO_COLOR", "FORCE_COLOR", "NODE_OPTIONS"].includes(name),
  );
  return Object.fromEntries(kept);
}
