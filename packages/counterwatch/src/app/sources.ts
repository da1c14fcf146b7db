/** What can be read, what a log's first rows become, and a mapping for a log that no connector knows. */
import { CONNECTORS } from "../intake/connectors.ts";
import { emptyFile, openFrames } from "../intake/frames.ts";
import { proposeMapping } from "../intake/mapping-proposal.ts";
import { likelySample } from "../intake/recognition.ts";
import { type Trial, tryLog } from "../intake/trial.ts";
import { CounterwatchError } from "../model/index.ts";
import { openLogFiles } from "../store/log-files.ts";
import { openIdentifiers, wantedConnector } from "./intake-means.ts";
import type { Settings } from "./settings.ts";

export interface SourceKind {
  readonly id: string;
  readonly title: string;
  /** Local times without a zone occur in it. */
  readonly needsZone: boolean;
}

export function listSources(): SourceKind[] {
  return CONNECTORS.map(({ id, title, needsZone }) => ({ id, title, needsZone }));
}

/** The first rows of each file; a folder stands for its logs. */
export async function testSources(
  paths: readonly string[],
  rows: number,
  settings: Settings,
): Promise<Trial[]> {
  const identifiers = openIdentifiers(settings);
  const wanted = wantedConnector(settings);
  const { source, zone } = settings;
  const trials: Trial[] = [];
  for (const file of await openLogFiles(paths)) {
    trials.push(await tryLog(file, { identifiers, rows, wanted, source, zone }));
  }
  return trials;
}

/** YAML with comments. Throws `usage` for a folder of several logs. */
export async function mapSource(path: string): Promise<string> {
  const [file, ...others] = await openLogFiles([path]);
  if (file === undefined || others.length > 0) {
    throw new CounterwatchError(
      "usage",
      `the folder holds ${others.length + 1} logs, and a mapping is for one kind`,
      {
        place: { file: path },
        remedy: "Name one of its files.",
      },
    );
  }
  const frames = await openFrames(file);
  try {
    const sample = likelySample(frames, file.name);
    if (sample === undefined) throw emptyFile(file.name);
    return proposeMapping(sample);
  } finally {
    await frames.close();
  }
}
