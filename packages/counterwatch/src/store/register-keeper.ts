/**
 * Starts the register's process for one request and hands over what it answers. The caller appends the ledger leaf between
 * `opened` and the first answer; when that fails, the process is killed with all it knew.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { fstatSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CounterwatchError, type ErrorCode } from "../model/index.ts";
import { type Frame, readFrames, sendBytes, sendJson } from "./register-frames.ts";
import { failedSchema, type Opened, openedSchema, type RegisterRequest } from "./register-request.ts";

// From `src` and from `dist` alike: the process runs what was built.
const CHILD = fileURLToPath(new URL("../../dist/store/register-child.js", import.meta.url));

/**
 * prlimit sets the limit to 1 byte, which also keeps Linux from handing a core to a program behind a pipe (core(5)); where
 * it is absent, `ulimit -c 0` does for files. `exec`: no shell is left between.
 */
const WITHOUT_CORE =
  '{ command -v prlimit && prlimit --pid $$ --core=1:1; } >/dev/null 2>&1 || ulimit -c 0 || exit 1; exec "$@"';

export interface Officer {
  readonly name: string;
  readonly file: string;
  /** The passphrase as bytes; wiped after use. */
  passphrase(): Promise<Buffer>;
}

/** Resolves once the register is open in its process and nothing was said yet; `answers` ends it, `kill` does at any time. */
export interface OpenProcess {
  readonly opened: Opened;
  /** Lets it speak. Frames until it is done; the process is gone when the iteration ends, however it ends. */
  answers(): AsyncGenerator<unknown>;
  kill(): void;
  readonly pid: number;
}

/** `key`: the site key, where the request asks for pseudonyms. Throws what the process refused with, or `unavailable` where it could not be started or ended early. */
export async function openProcess(
  request: RegisterRequest,
  officers: readonly Officer[],
  { terminal = "none", key }: { readonly terminal?: "none" | "stdout"; readonly key?: Uint8Array } = {},
): Promise<OpenProcess> {
  if (process.platform === "win32")
    throw new CounterwatchError("unavailable", "the register needs a system that can forbid core files", {
      remedy: "Use Linux or macOS.",
    });
  const child = start(terminal === "stdout" ? 1 : "ignore");
  const kill = () => {
    child.kill("SIGKILL");
    // What it had already said is not for anybody any more, and an unread pipe would stay open.
    child.stdout?.destroy();
    child.stdin?.destroy();
  };
  // Its own clock ends it too; this one also covers a process that is stopped.
  const timer = setTimeout(kill, (request.seconds + 5) * 1000);
  const gone = new Promise<void>((resolve) => {
    // Not "close": that waits for a reader of what nobody reads.
    child.once("exit", () => {
      clearTimeout(timer);
      process.off("exit", kill);
      resolve();
    });
  });
  process.once("exit", kill);
  // Without this, a shell that cannot be started would end the whole program.
  child.once("error", kill);
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null || child.pid === undefined) throw lost();
  // It may refuse before it has read everything; why stands in its answer.
  stdin.on("error", () => {});
  const frames = readFrames(stdout);
  try {
    await sendJson(stdin, request);
    for (const { passphrase } of officers) {
      const secret = await passphrase();
      await sendBytes(stdin, secret).finally(() => secret.fill(0));
    }
    if (key !== undefined) await sendBytes(stdin, key);
  } catch (cause) {
    if (cause instanceof CounterwatchError) {
      kill();
      throw cause;
    }
    // The pipe is closed: it has said why.
  }
  const first = jsonOf(await nextFrame(frames).catch(() => undefined));
  const failure = failedSchema.safeParse(first);
  const { data } = openedSchema.safeParse(first);
  if (data === undefined) {
    kill();
    await gone;
    throw failure.data === undefined ? lost() : refusalOf(failure.data.failed);
  }
  async function* answers(): AsyncGenerator<unknown> {
    try {
      await sendJson(stdin as NonNullable<typeof stdin>, "proceed").catch(() => {});
      for (;;) {
        const frame = jsonOf(await nextFrame(frames).catch(() => undefined));
        const { data: failed } = failedSchema.safeParse(frame);
        if (failed !== undefined) throw refusalOf(failed.failed);
        if (isDone(frame)) return;
        if (frame === undefined) throw lost();
        yield frame;
      }
    } finally {
      kill();
      await gone;
    }
  }
  return { opened: data.opened, answers, kill, pid: child.pid };
}

function start(third: 1 | "ignore"): ChildProcess {
  const flags = ["--no-warnings"];
  // Node 20 has no such flag; the process also takes the signal away itself.
  if (process.allowedNodeEnvironmentFlags.has("--disable-sigusr1")) flags.push("--disable-sigusr1");
  return spawn("/bin/sh", ["-c", WITHOUT_CORE, "sh", process.execPath, ...flags, CHILD], {
    // Nothing of the surroundings: NODE_OPTIONS could open an inspector or write reports, TMPDIR lead elsewhere.
    env: { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
    cwd: "/",
    stdio: ["pipe", "pipe", "ignore", third],
  });
}

async function nextFrame(frames: AsyncGenerator<Frame>): Promise<Frame | undefined> {
  const { value, done } = await frames.next();
  return done === true ? undefined : value;
}

function jsonOf(frame: Frame | undefined): unknown {
  return frame !== undefined && "json" in frame ? frame.json : undefined;
}

function isDone(frame: unknown): boolean {
  return typeof frame === "object" && frame !== null && "done" in frame;
}

function refusalOf(failed: {
  code: string;
  message: string;
  remedy?: string | undefined;
  file?: string | undefined;
  line?: number | undefined;
}): CounterwatchError {
  const { code, message, remedy, file, line } = failed;
  const place = { ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) };
  return new CounterwatchError(code as ErrorCode, message, {
    place,
    ...(remedy === undefined ? {} : { remedy }),
  });
}

function lost(): CounterwatchError {
  return new CounterwatchError("unavailable", "the register's process ended without an answer", {
    remedy: "Try again. If it repeats: two officers and about 600 MB of memory are needed.",
  });
}

/** Raw identifiers may go into a pipe that another program reads, not onto a screen or into a file. */
export function isPipe(descriptor: number): boolean {
  const stats = fstatSync(descriptor);
  return stats.isFIFO() || stats.isSocket();
}
