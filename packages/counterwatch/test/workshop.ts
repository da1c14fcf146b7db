/** A folder of one's own for each test, with the demo's log in it. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { auditFiles } from "../demo/audit-log.js";
import { summarySchema } from "../src/model/index.ts";
import { type Circumstances, counterwatch, type Said, stopAll } from "./counterwatch.ts";

export class Workshop {
  path = "";

  constructor() {
    beforeEach(() => {
      this.path = mkdtempSync(join(tmpdir(), "counterwatch-test-"));
    });
    afterEach(() => {
      stopAll();
      rmSync(this.path, { recursive: true, force: true });
    });
  }

  run(args: readonly string[], circumstances: Omit<Circumstances, "cwd"> = {}): Promise<Said> {
    return counterwatch(args, { cwd: this.path, ...circumstances });
  }

  write(name: string, content: string | Uint8Array, mode = 0o644): string {
    const path = join(this.path, name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, content, { mode });
    return path;
  }

  /** The two overlapping month files of the demo, in a folder. */
  writeAudit(folder = "log"): string[] {
    return [...auditFiles()].map(([name, text]) => this.write(join(folder, name), text));
  }

  read(name: string): string {
    return readFileSync(join(this.path, name), "utf8");
  }

  summary(out = "counterwatch-out") {
    return summarySchema.parse(JSON.parse(this.read(join(out, "summary.json"))));
  }

  /** Every file below, by path. */
  files(): Map<string, string> {
    const names = readdirSync(this.path, { recursive: true, withFileTypes: true });
    return new Map(
      names
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => [path.slice(this.path.length + 1), readFileSync(path, "latin1")]),
    );
  }
}
