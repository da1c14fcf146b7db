/**
 * The register's process: the only place where the register is ever plain. It is started for one request, answers it and
 * ends; it also ends when its parent does, and after its time.
 *
 * Invariants: nothing plain is said before the parent has written a ledger leaf and says `proceed`; failures are told by our
 * own words alone; what it writes is sealed. It refuses to start where the system could write its memory to a core file.
 * Limits: strings of JavaScript cannot be wiped and swap cannot be forbidden from here, hence the short life. Whoever may
 * trace processes of this user can read them while it lives.
 */
import { readFileSync } from "node:fs";
import { Socket } from "node:net";
import { CounterwatchError } from "../model/index.ts";
import { answer } from "./register-answers.ts";
import { readFrames, sendJson } from "./register-frames.ts";
import { requestSchema } from "./register-request.ts";

// Node opens its inspector on SIGUSR1, from where every value can be read: a listener takes that away.
process.on("SIGUSR1", () => {});
process.on("uncaughtException", (error) => leave(error));
process.on("unhandledRejection", (error) => leave(error));

// Not process.stdout: writing to a pipe through it blocks, and a reader that sleeps would keep this process beyond its time.
const out = new Socket({ fd: 1, readable: false, writable: true });
out.on("error", () => process.exit(1));

/** Not one byte of memory on disk. Above 1 byte a core file is possible; 1 also stops handlers behind a pipe (core(5)). */
function refuseCoreFiles(): void {
  if (process.platform !== "linux") return;
  const limit = /^Max core file size\s+(\S+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
  if (limit !== "0" && limit !== "1")
    throw new CounterwatchError("unavailable", "core files cannot be switched off here", {
      remedy: "Run it where `ulimit -c 0` is allowed.",
    });
}

async function main(): Promise<void> {
  refuseCoreFiles();
  const frames = readFrames(process.stdin);
  const next = async () => {
    const { value, done } = await frames.next();
    if (done === true) process.exit(1);
    return value;
  };
  const first = await next();
  const request = requestSchema.parse("json" in first ? first.json : undefined);
  setTimeout(() => process.exit(1), request.seconds * 1000).unref();
  const secret = async () => {
    const frame = await next();
    if (!("bytes" in frame)) throw new RangeError("a secret was expected");
    return frame.bytes;
  };
  const passphrases: Buffer[] = [];
  const successors = "successors" in request ? request.successors : [];
  for (const _ of [...request.officers, ...successors]) passphrases.push(await secret());
  const key = request.do === "exposure" ? await secret() : undefined;
  const proceed = async () => {
    const frame = await next();
    if (!("json" in frame) || frame.json !== "proceed") process.exit(1);
  };
  try {
    await answer(request, { passphrases, key }, (value) => sendJson(out, value), proceed);
  } finally {
    for (const passphrase of passphrases) passphrase.fill(0);
    key?.fill(0);
  }
  await sendJson(out, { done: true });
  process.exit(0);
}

function leave(error: unknown): void {
  const failed =
    error instanceof CounterwatchError
      ? { code: error.code, message: error.message, remedy: error.remedy, ...error.place, column: undefined }
      : // A message of the runtime may quote what it choked on.
        { code: "internal", message: `the register's process failed (${kindOf(error)})` };
  void sendJson(out, { failed }).finally(() => process.exit(1));
}

function kindOf(error: unknown): string {
  const name = error instanceof Error ? error.name : typeof error;
  return /^[A-Za-z]{1,40}$/.test(name) ? name : "Error";
}

// When the parent goes, so does this: the pending read ends and `next` leaves.
await main().catch(leave);
