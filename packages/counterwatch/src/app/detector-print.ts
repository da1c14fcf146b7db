/**
 * What a snapshot of the detectors depends on besides the look-ups: program, rules, lists and settings. Two that differ judge
 * the same look-ups differently, so that one cannot go on where the other stood.
 */
import { createHash } from "node:crypto";
import { readTextFile } from "../store/text-file.ts";
import { ruleFilesOf } from "./rule-means.ts";
import type { Settings } from "./settings.ts";

/** Counts what a snapshot is made of. Raise it with every change to the state of a detector. */
const FORMAT = 4;

/** SHA-256 in hexadecimal. Throws what reading rules and lists throws. */
export function detectorPrint(settings: Settings, version: string): string {
  const { policy, budget, lateness, sources = {}, country, pseudonymiseOperators, key } = settings;
  const lists = [settings.cases, settings.staff, settings.roster];
  const hash = createHash("sha256");
  // V8 writes snapshots in a form of its own.
  hash.update(JSON.stringify([FORMAT, version, process.versions.v8.split(".", 1)]));
  const heartbeats = Object.entries(sources).map(([source, { heartbeat }]) => [source, heartbeat ?? null]);
  hash.update(JSON.stringify([policy, budget, lateness, heartbeats, country, pseudonymiseOperators]));
  hash.update(key ?? "");
  hash.update(JSON.stringify(lists.map((path) => (path === undefined ? null : readTextFile(path)))));
  hash.update(JSON.stringify(ruleFilesOf(settings).map(({ text }) => text)));
  return hash.digest("hex");
}
