/** Starts the installed command as a user would, and gives back all that it said. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const COMMAND = fileURLToPath(new URL("../bin/counterwatch.js", import.meta.url));

export interface Said {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Circumstances {
  readonly cwd: string;
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** Sent when `when` holds of what was said on stderr so far. */
  readonly signal?: { readonly name: NodeJS.Signals; readonly when: (stderr: string) => boolean };
}

export function counterwatch(args: readonly string[], circumstances: Circumstances): Promise<Said> {
  const { cwd, input, env, signal } = circumstances;
  const child = spawn(process.execPath, [COMMAND, ...args], { cwd, env: { ...clean(process.env), ...env } });
  return new Promise((resolve, reject) => {
    let stdout = "";
    let stderr = "";
    let sent = false;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      if (signal !== undefined && !sent && signal.when(stderr)) {
        sent = true;
        child.kill(signal.name);
      }
    });
    // A command that refuses its arguments does not wait for its input.
    child.stdin.on("error", () => {});
    child.stdin.end(input ?? "");
    child.on("error", reject);
    child.on("close", (status, killedBy) => resolve({ stdout, stderr, status, signal: killedBy }));
  });
}

/** No setting of whoever runs the tests may change what they test. */
function clean(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name]) => !name.startsWith("COUNTERWATCH_") && !["NO_COLOR", "FORCE_COLOR", "NODE_OPTIONS"].includes(name),
  );
  return Object.fromEntries(kept);
}
