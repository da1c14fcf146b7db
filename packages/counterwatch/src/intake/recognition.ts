/** Which connector reads a file, by what stands in it. */
import { CounterwatchError } from "../model/index.ts";
import type { Connector, Framing, Row, Sample } from "./connector.ts";
import { showHeader } from "./dead-letters.ts";
import type { FoundRow, Frames } from "./frames.ts";

type AnyConnector = Connector<unknown>;

export interface Recognised<C extends AnyConnector = Connector> {
  readonly connector: C;
  readonly framing: Framing;
  readonly header: readonly string[];
  /** How many records come before the first data row: the header, and a title above it. */
  readonly skip: number;
}

/** A title or an export notice may stand above the header. */
const HIGHEST_HEADER = 12;
const SAMPLE_ROWS = 16;

/** Throws CounterwatchError `format-unknown`, with the header's names but no value of the file. */
export function recogniseFrames<C extends AnyConnector>(
  frames: Frames,
  file: string,
  connectors: readonly C[],
  wanted?: C,
): Recognised<C> {
  const samples = takeSamples(frames, file);
  const [best, second] = rankSamples(frames, samples, wanted === undefined ? connectors : [wanted]);
  const first = samples[0];
  if (best !== undefined && best.score === second?.score) {
    const [one, other] = [best.connector.id, second.connector.id];
    throw new CounterwatchError("format-unknown", `The file could be ${one} as well as ${other}.`, {
      place: { file },
      remedy: `Say which with --format ${one} or --format ${other}.`,
    });
  }
  const { framing } = frames;
  if (best !== undefined) {
    return { connector: best.connector, framing, header: best.sample.header, skip: best.sample.skip };
  }
  if (wanted !== undefined && first !== undefined && fits(wanted, first.framing)) {
    return { connector: wanted, framing, header: first.header, skip: first.skip };
  }
  throw unknownFormat(file, frames.framing, first?.header ?? [], connectors, wanted);
}

interface Ranked<C> {
  readonly connector: C;
  readonly sample: PlacedSample;
  readonly score: number;
}

/** How sure each connector is that the file is its own, the surest first; those that are not at all are left out. */
export function rankConnectors(
  frames: Frames,
  file: string,
  connectors: readonly AnyConnector[],
): readonly { readonly connector: AnyConnector; readonly score: number }[] {
  return rankSamples(frames, takeSamples(frames, file), connectors);
}

/** Of each connector the highest header that it is surest of. */
function rankSamples<C extends AnyConnector>(
  frames: Frames,
  samples: readonly PlacedSample[],
  connectors: readonly C[],
): readonly Ranked<C>[] {
  const ranked: Ranked<C>[] = [];
  for (const connector of connectors) {
    let best: Ranked<C> | undefined;
    for (const sample of [...impliedSamples(connector, samples, frames), ...samples]) {
      if (!fits(connector, sample.framing)) continue;
      const score = connector.recognise(sample);
      if (score > (best?.score ?? 0)) best = { connector, sample, score };
    }
    if (best !== undefined) ranked.push(best);
  }
  return ranked.sort((left, right) => right.score - left.score);
}

function fits({ framing }: AnyConnector, found: Framing): boolean {
  return framing === "any" || framing === found;
}

/** A table without header line begins with a row. Any of the first ones may be damaged: the header that most of them imply holds. */
function impliedSamples(
  connector: AnyConnector,
  samples: readonly PlacedSample[],
  frames: Frames,
): readonly PlacedSample[] {
  const [first] = samples;
  if (connector.impliedHeader === undefined || first === undefined || first.framing !== "table") return [];
  const votes = new Map<string, { header: readonly string[]; rows: number }>();
  for (const sample of samples) {
    const header = connector.impliedHeader(sample.header);
    if (header === undefined) continue;
    const key = header.join("\0");
    votes.set(key, { header, rows: (votes.get(key)?.rows ?? 0) + 1 });
  }
  const [best] = [...votes.values()].toSorted((left, right) => right.rows - left.rows);
  if (best === undefined) return [];
  const rows = frames.head.map(({ row }) => row).slice(0, SAMPLE_ROWS);
  return [{ ...first, header: best.header, rows, skip: 0 }];
}

/** The sample whose header is most likely one, for a log that no connector knows; undefined where there is no row. */
export function likelySample(frames: Frames, file: string): Sample | undefined {
  const samples = takeSamples(frames, file);
  return samples.find(({ header }) => header.length > 1 && showHeader(header) !== undefined) ?? samples[0];
}

interface PlacedSample extends Sample {
  readonly skip: number;
}

function takeSamples(frames: Frames, file: string): readonly PlacedSample[] {
  const name = file.split(/[/\\]/).at(-1) ?? file;
  const rows = frames.head.map(({ row }) => row);
  if (frames.header !== undefined) return [sampleOf(frames, name, frames.header, rows, 0)];
  if (frames.framing === "records") {
    const first = rows[0];
    return first === undefined ? [] : [sampleOf(frames, name, Object.keys(first), rows, 0)];
  }
  return frames.head
    .slice(0, HIGHEST_HEADER)
    .map(({ row }: FoundRow, index) =>
      sampleOf(frames, name, (row as readonly string[]).map(bareName), rows.slice(index + 1), index + 1),
    );
}

function sampleOf(
  frames: Frames,
  name: string,
  header: readonly string[],
  rows: readonly Row[],
  skip: number,
): PlacedSample {
  return { framing: frames.framing, name, header, rows: rows.slice(0, SAMPLE_ROWS), skip };
}

function bareName(name: string): string {
  return name.trim();
}

function unknownFormat(
  file: string,
  framing: Framing,
  header: readonly string[],
  connectors: readonly AnyConnector[],
  wanted: AnyConnector | undefined,
): CounterwatchError {
  const names = showHeader(header);
  const seen =
    names === undefined
      ? framing === "table"
        ? "Its first line is no header."
        : "Its first record has no names that tell."
      : `Its ${framing === "table" ? "header is" : "members are"}: ${names.slice(0, 24).join(", ")}.`;
  const ids = connectors.filter((connector) => fits(connector, framing)).map(({ id }) => id);
  return new CounterwatchError(
    "format-unknown",
    wanted === undefined
      ? `No connector knows this format. ${seen}`
      : `The file is no ${wanted.id} log. ${seen}`,
    {
      place: { file },
      remedy: `Say what it is with --format (${ids.join(", ")}), or write a mapping: counterwatch sources map ${file}`,
    },
  );
}
