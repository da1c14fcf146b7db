/** Starts the installed command as a user would, and gives back all that it said. */
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

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
}

const running = new Set<ChildProcess>();

/** For the end of a test that gave up waiting. */
export function stopAll(): void {
  for (const child of running) child.kill("SIGKILL");
}

export function counterwatch(args: readonly string[], circumstances: Circumstances): Promise<Said> {
  const { cwd, input, env, signal, closeStdoutAfter } = circumstances;
  const child = spawn(process.execPath, [COMMAND, ...args], { cwd, env: { ...clean(process.env), ...env } });
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
