/** A log's files as `LogReader`: from a folder, or from any disk. Only paths that a log has are opened. */
import { CHECKPOINT, COSIGNED_CHECKPOINT, type LogReader } from "../log/log-reader.ts";
import { parseTilePath } from "../merkle/tiles.ts";
import type { Disk } from "./disk.ts";
import { FolderDisk } from "./folder-disk.ts";
import { WRITER_FOLDER } from "./layout.ts";

export function diskReader(disk: Pick<Disk, "read" | "list">): LogReader {
  return {
    async read(path, most) {
      // Paths may come from a network peer: nothing outside the log is ever opened.
      if (path !== CHECKPOINT && path !== COSIGNED_CHECKPOINT && parseTilePath(path) === undefined)
        return undefined;
      return disk.read(path, most);
    },
    list: () => listFiles(disk, "tile"),
    atWork: async () => ((await disk.list(WRITER_FOLDER)) ?? []).length > 0,
  };
}

/** The reader of a log in a folder. */
export class FolderReader implements LogReader {
  readonly #reader: LogReader;

  constructor(folder: string) {
    this.#reader = diskReader(new FolderDisk(folder));
  }

  read(path: string, most: number): Promise<Uint8Array | undefined> {
    return this.#reader.read(path, most);
  }

  list(): AsyncIterable<string> {
    return (this.#reader.list as () => AsyncIterable<string>)();
  }

  atWork(): Promise<boolean> {
    return (this.#reader.atWork as () => Promise<boolean>)();
  }
}

/** A folder is told from a file by its name, as tlog-tiles has it: a stray folder is listed as a file, and refused as one. */
async function* listFiles(disk: Pick<Disk, "list">, folder: string): AsyncGenerator<string> {
  for (const name of (await disk.list(folder)) ?? []) {
    const path = `${folder}/${name}`;
    if (folder === "tile" || name.startsWith("x") || name.endsWith(".p")) yield* listFiles(disk, path);
    else yield path;
  }
}
