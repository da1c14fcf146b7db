/**
 * The mark beside an officer's file: the newest version that this officer saw. It travels with the officer, away from the
 * folder that it watches. Not encrypted: it holds a number and a hash. Whoever can write to the officer's medium can set it back.
 */
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { z } from "zod";
import { CounterwatchError } from "../model/index.ts";
import type { CoverPoint } from "../register/cover.ts";
import type { SeenPoint } from "../register/freshness.ts";
import { fileTrouble } from "./file-trouble.ts";
import { replaceFile, writeSealed } from "./register-files.ts";

const markSchema = z.strictObject({
  register: z.string().regex(/^[0-9a-f]{32}$/),
  version: z.int().min(0),
  cover: z.string().regex(/^[0-9a-f]{64}$/),
});

function markPath(officerFile: string): string {
  return officerFile.replace(/\.age$/, "").concat(".mark");
}

/** Undefined where there is none. Throws `share` where it is damaged or of another register. */
export function readMark(officerFile: string, name: string, register: string): SeenPoint | undefined {
  const path = markPath(officerFile);
  if (!existsSync(path)) return undefined;
  let value: unknown;
  try {
    value = statSync(path).size > 4096 ? undefined : JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== undefined) throw fileTrouble(cause, path, "unreadable");
  }
  const { data } = markSchema.safeParse(value);
  if (data === undefined || data.register !== register)
    throw new CounterwatchError("share", `the mark of ${name} is damaged or of another register`, {
      place: { file: path },
      remedy: "Compare the version with the other officers’ marks before you delete this one.",
    });
  return { version: data.version, cover: data.cover, witness: `the mark of ${name}` };
}

/** Throws `unwritable`: a medium that is read-only keeps an older mark. */
export function writeMark(officerFile: string, register: string, { version, cover }: CoverPoint): void {
  const path = markPath(officerFile);
  const fresh = `${path}.new`;
  rmSync(fresh, { force: true });
  writeSealed(fresh, Buffer.from(`${JSON.stringify({ register, version, cover })}\n`));
  replaceFile(fresh, path);
}
