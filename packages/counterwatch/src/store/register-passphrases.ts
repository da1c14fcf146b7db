/**
 * Where an officer's passphrase comes from: a file or a descriptor that is named, a file that the environment names, or the
 * terminal without an echo. Never an argument or an environment variable itself: both can be read by others.
 */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { CounterwatchError } from "../model/index.ts";
import { SHORTEST_PASSPHRASE } from "../register/officer.ts";
import { fileTrouble } from "./file-trouble.ts";
import type { Officer } from "./register-keeper.ts";

const LONGEST = 1024;
const PREFIX = "COUNTERWATCH_PASSPHRASE_";

/** `source`: `fd:3`, a path, or undefined. */
export async function readPassphrase(
  name: string,
  source: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
  what = "Passphrase",
): Promise<Buffer> {
  const path = source ?? environment[`${PREFIX}${name.replaceAll("-", "_").toUpperCase()}_FILE`];
  if (path === undefined) return await ask(name, what);
  const descriptor = /^fd:(\d{1,4})$/.exec(path)?.[1];
  return descriptor === undefined ? fromFile(path) : fromDescriptor(Number(descriptor), path);
}

function fromFile(path: string): Buffer {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch (cause) {
    throw fileTrouble(cause, path, "unreadable");
  }
  try {
    const stats = fstatSync(descriptor);
    if (stats.isFile() && (stats.mode & 0o077) !== 0)
      throw new CounterwatchError("share", "the file with the passphrase can be read by others", {
        place: { file: path },
        remedy: `Run: chmod 600 ${path}`,
      });
    return fromDescriptor(descriptor, path);
  } finally {
    closeSync(descriptor);
  }
}

/** Up to the end or the first line's end. */
function fromDescriptor(descriptor: number, place: string): Buffer {
  const buffer = Buffer.alloc(LONGEST + 1);
  let length = 0;
  try {
    for (;;) {
      const read = readSync(descriptor, buffer, length, buffer.length - length, null);
      length += read;
      if (read === 0 || length === buffer.length || buffer.includes(0x0a)) break;
    }
  } catch (cause) {
    throw fileTrouble(cause, place, "unreadable");
  }
  const line = buffer.indexOf(0x0a);
  const end = line >= 0 ? line : length;
  const passphrase = Buffer.from(buffer.subarray(0, end > 0 && buffer[end - 1] === 0x0d ? end - 1 : end));
  buffer.fill(0);
  if (passphrase.length > 0 && passphrase.length < LONGEST) return passphrase;
  throw new CounterwatchError("share", "there is no passphrase here", {
    place: { file: place },
    remedy: "Its first line is the passphrase.",
  });
}

function ask(name: string, what: string): Promise<Buffer> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY || !stderr.isTTY)
    throw new CounterwatchError("usage", `nobody can be asked for the passphrase of ${name}`, {
      remedy: `Give --passphrase ${name}=fd:3 or ${name}=FILE, or set ${PREFIX}${name.replaceAll("-", "_").toUpperCase()}_FILE.`,
    });
  // First no echo, then the question: whoever types fast must not see it.
  stdin.setRawMode(true);
  stderr.write(`${what} of ${name}: `);
  return new Promise((resolve, reject) => {
    const typed: number[] = [];
    const end = (act: () => void) => {
      stdin.off("data", hear).setRawMode(false).pause();
      stderr.write("\n");
      act();
      typed.fill(0);
    };
    const hear = (chunk: Buffer) => {
      for (const byte of chunk) {
        if (byte === 0x0d || byte === 0x0a) return end(() => resolve(Buffer.from(typed)));
        if (byte === 0x03 || byte === 0x04)
          return end(() => reject(new CounterwatchError("usage", "no passphrase was given")));
        if (byte === 0x7f || byte === 0x08) typed.pop();
        else if (typed.length < LONGEST) typed.push(byte);
      }
      chunk.fill(0);
    };
    stdin.on("data", hear).resume();
  });
}

/** For new files: each passphrase is read once, must be long enough, and is handed out once. */
export async function checkNewPassphrases<T extends Pick<Officer, "name" | "passphrase">>(
  officers: readonly T[],
): Promise<T[]> {
  const checked: T[] = [];
  const seen: Buffer[] = [];
  for (const officer of officers) {
    const secret = await officer.passphrase();
    if ([...secret.toString("utf8")].length < SHORTEST_PASSPHRASE)
      throw new CounterwatchError("usage", `the passphrase of ${officer.name} is too short`, {
        remedy: `Take at least ${SHORTEST_PASSPHRASE} characters: five random words do.`,
      });
    if (seen.some((other) => other.equals(secret)))
      throw new CounterwatchError("usage", `${officer.name} has the passphrase of another officer`, {
        remedy: "Two officers who share a passphrase are one officer.",
      });
    seen.push(secret);
    checked.push({ ...officer, passphrase: () => Promise.resolve(secret) });
  }
  return checked;
}
