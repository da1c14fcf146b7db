import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { CounterwatchError } from "../model/index.ts";
import { fileTrouble } from "./file-trouble.ts";

/** One writer at a time. Throws `unavailable`; the lock of a process that is gone is taken over. Returns how to let go. */
export function lockFile(path: string, what: string): () => void {
  for (const last of [false, true]) {
    try {
      const descriptor = openSync(path, "wx", 0o600);
      writeSync(descriptor, `${process.pid}\n`);
      closeSync(descriptor);
      return () => rmSync(path, { force: true });
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw fileTrouble(cause, path, "unwritable");
      if (last || alive(Number(readFileSync(path, "utf8")))) break;
      rmSync(path, { force: true });
    }
  }
  throw new CounterwatchError("unavailable", `another process is ${what}`, {
    place: { file: path },
    remedy: "Wait for it.",
  });
}

function alive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "EPERM";
  }
}
