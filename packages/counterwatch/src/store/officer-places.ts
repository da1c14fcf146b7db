/**
 * Where an officer's file lies. The first splitting's is NAME.officer.age; a later one has the first digits of its splitting in its
 * name, so that no file is ever replaced and a folder that holds several gives the one that the register is sealed to.
 */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";

const FIRST = "officer.age";

/** `set`: of a splitting after the first. */
export function officerFileIn(folder: string, name: string, set?: string): string {
  return join(folder, `${name}.${set === undefined ? FIRST : `officer.${set.slice(0, 8)}.age`}`);
}

/** `place`: the file itself, or the folder that it is in. `set`: what the register is sealed to now, where that is known. */
export function officerFileAt(place: string, name: string, set: string | undefined): string {
  if (statSync(place, { throwIfNoEntry: false })?.isDirectory() !== true) return place;
  const newest = officerFileIn(place, name, set);
  return existsSync(newest) ? newest : officerFileIn(place, name);
}
