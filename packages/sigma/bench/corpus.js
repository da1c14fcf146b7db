// The shared data beside the repository: the public rule corpus and the recorded Windows events. Read, never copied.
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const DATA = new URL("../../../../shared/data/", import.meta.url);

/** A file of the data folder, unpacked; undefined where the folder is missing. */
export function readData(name) {
  const url = new URL(name, DATA);
  return existsSync(url) ? gunzipSync(readFileSync(url)) : undefined;
}

/** The rule files of the corpus by path, in the order of their paths; undefined where the data folder is missing. */
export function readCorpus() {
  const archive = readData("sigma-rules.tar.gz");
  return archive === undefined
    ? undefined
    : [...tarFiles(archive)]
        .filter(({ path }) => path.endsWith(".yml"))
        .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** The recorded events, one JSON text a line; undefined where the data folder is missing. */
export function readEventLines() {
  return readData("windows-events.ndjson.gz")
    ?.toString("utf8")
    .split("\n")
    .filter((line) => line !== "");
}

/** Regular files of a tar archive (POSIX.1-2001 ustar headers, with GNU long names). */
function* tarFiles(archive) {
  let longName;
  for (let at = 0; at + 512 <= archive.length; ) {
    const header = archive.subarray(at, at + 512);
    const field = (start, length) => header.toString("utf8", start, start + length).split("\0", 1)[0];
    const name = field(0, 100);
    if (name === "") return;
    const size = Number.parseInt(field(124, 12), 8) || 0;
    const type = field(156, 1);
    const body = archive.subarray(at + 512, at + 512 + size);
    if (type === "L") longName = body.toString("utf8").split("\0", 1)[0];
    else {
      const prefix = field(257, 5) === "ustar" ? field(345, 155) : "";
      const path = longName ?? (prefix === "" ? name : `${prefix}/${name}`);
      if (type === "0" || type === "") yield { path, text: body.toString("utf8") };
      longName = undefined;
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
}
