import { readFileSync, statSync } from "node:fs";
import { CounterwatchError } from "../model/index.ts";
import { fileTrouble } from "./file-trouble.ts";

/** A file that a person wrote (a mapping, a list), whole. Throws `not-found`, `unreadable`; `usage` beyond `mostBytes`. */
export function readTextFile(path: string, mostBytes = 64 * 1024 * 1024): string {
  try {
    if (statSync(path).size > mostBytes) {
      throw new CounterwatchError(
        "usage",
        `the file is larger than ${Math.round(mostBytes / 1024 / 1024)} MB`,
        {
          place: { file: path },
          remedy: "Check that it is the right file.",
        },
      );
    }
    return readFileSync(path, "utf8");
  } catch (cause) {
    if (cause instanceof CounterwatchError) throw cause;
    throw fileTrouble(cause, path, "unreadable");
  }
}
