/**
 * The log of Counterwatch's own look-ups: JSON Lines of access events, appended under a lock and on disk before what they tell of
 * happens. It is read by `counterwatch scan` as any other log is.
 *
 * Limits: whoever can write the file can cut it off at its end, which the ledger's leaves tell, and a log that is copied away
 * line by line (a syslog agent, an append-only file system) does not allow.
 */
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from "node:fs";
import { userInfo } from "node:os";
import { dirname } from "node:path";
import { OWN_SOURCE, type OwnAction, ownEvent } from "../ledger/own-action.ts";
import { type AccessEvent, accessEventSchema, CounterwatchError } from "../model/index.ts";
import { fileTrouble } from "./file-trouble.ts";
import { lockFile } from "./folder-lock.ts";
import { makeFolder } from "./make-folder.ts";

export const OWN_ACTIONS_FILE = "own-actions.jsonl";
/** No line is longer. */
const LONGEST_LINE = 8192;
const TRIES = 50;
const PAUSE = 20;

/** Throws `unwritable`, and `unavailable` where another process holds the log for a second: then nothing may be done either. */
export function appendOwnAction(path: string, action: OwnAction, time: Date): void {
  const letGo = lockPatiently(`${path}.lock`, path);
  try {
    const descriptor = openSync(path, "a+", 0o600);
    try {
      const event = ownEvent(action, lastNumber(descriptor) + 1, time.toISOString(), userName());
      const line = Buffer.from(`${JSON.stringify(event)}\n`);
      for (let at = 0; at < line.length; ) at += writeSync(descriptor, line, at);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (cause) {
    throw fileTrouble(cause, path, "unwritable");
  } finally {
    letGo();
  }
}

/** Every action of the log that can be read, oldest first; none where there is no log. */
export function readOwnActions(path: string): AccessEvent[] {
  if (!existsSync(path)) return [];
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw fileTrouble(cause, path, "unreadable");
  }
  return text.split("\n").flatMap((line) => {
    const event = parse(line);
    return event === undefined ? [] : [event];
  });
}

function parse(line: string): AccessEvent | undefined {
  try {
    return accessEventSchema.safeParse(JSON.parse(line)).data;
  } catch {
    // A line that was cut off by a crash.
    return undefined;
  }
}

function lastNumber(descriptor: number): number {
  const { size } = fstatSync(descriptor);
  const tail = Buffer.alloc(Math.min(size, 2 * LONGEST_LINE));
  readSync(descriptor, tail, 0, tail.length, size - tail.length);
  const lines = tail.toString("utf8").split("\n").toReversed();
  for (const line of lines) {
    const id = parse(line)?.id ?? "";
    const number = Number(id.startsWith(`${OWN_SOURCE}:`) ? id.slice(OWN_SOURCE.length + 1) : Number.NaN);
    if (Number.isSafeInteger(number)) return number;
  }
  return 0;
}

function lockPatiently(lock: string, path: string): () => void {
  try {
    makeFolder(dirname(path), 0o700);
  } catch (cause) {
    throw fileTrouble(cause, path, "unwritable");
  }
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let tried = 1; ; tried++) {
    try {
      return lockFile(lock, "writing to the log of own look-ups");
    } catch (cause) {
      if (!(cause instanceof CounterwatchError) || cause.code !== "unavailable" || tried === TRIES)
        throw cause;
      Atomics.wait(pause, 0, 0, PAUSE);
    }
  }
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // No entry in the system's list of users, as in a container with a number for a user.
    return `uid-${process.getuid?.() ?? 0}`;
  }
}
