/** What the built server keeps and gives up: a backup while it runs, a restore, a start that goes on, and erasure after its time. */
import { execFile } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { ServeFolder } from "../src/store/serve-folder.ts";
import { clean } from "./counterwatch.ts";
import { cityLines, COMMAND, RunningServer } from "./serve-desk.ts";
import { Workshop } from "./workshop.ts";

const workshop = new Workshop();
const LINES = cityLines("serve keeping", 12, 40);
const HALF = LINES.length >> 1;

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function counterwatch(...args: readonly string[]): Promise<Outcome> {
  const run = promisify(execFile)(process.execPath, [COMMAND, ...args], {
    cwd: workshop.path,
    env: clean(process.env),
  });
  return await run.then(
    (said) => ({ code: 0, ...said }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
}

describe("a server's folder", { timeout: 300_000 }, () => {
  it("is backed up while it runs, restored, goes on where it stood, and gives up what is past its time", async () => {
    const folder = join(workshop.path, "desk");
    const token = new ServeFolder(folder).makeToken("city");
    const server = await RunningServer.start(folder);
    const first = LINES.slice(0, HALF).join("\n");
    expect((await server.send("city", token, first)).said).toMatchObject({ appended: HALF });
    await server.judged();
    const backup = join(workshop.path, "desk.tar");
    expect(await counterwatch("serve", "backup", "--data", folder, "--out", backup)).toMatchObject({
      code: 0,
    });
    expect(statSync(backup).mode & 0o077).toBe(0);
    await server.send("city", token, LINES.slice(HALF).join("\n"));
    await server.judged();
    // The database is the server's: what can be checked is, and the rest is said.
    const asked = await counterwatch("serve", "retention", "--data", folder, "--check");
    expect([asked.code, asked.stderr]).toEqual([5, expect.stringContaining("not checked")]);
    await server.stop("SIGKILL");

    const again = join(workshop.path, "again");
    const restored = await counterwatch("serve", "restore", backup, "--data", again);
    expect([restored.code, restored.stdout]).toEqual([0, expect.stringContaining(`${HALF} leaves`)]);
    writeFileSync(join(again, "counterwatch.yaml"), "retention: 1d\n");
    const resumed = await RunningServer.start(again);
    const rest = await resumed.send("city", token, LINES.join("\n"));
    expect(rest.said).toMatchObject({ appended: LINES.length - HALF, present: HALF });
    await resumed.judged();
    const { stderr } = await resumed.stop("SIGTERM");
    expect(stderr).not.toContain("anew");
    expect(existsSync(join(again, "detectors.bin"))).toBe(true);
    expect(existsSync(join(again, "control.sock"))).toBe(false);

    const due = await counterwatch(
      "serve",
      "retention",
      "--data",
      again,
      "--config",
      join(again, "counterwatch.yaml"),
    );
    expect([due.code, due.stdout]).toEqual([
      0,
      expect.stringContaining(`past their time, or held: ${LINES.length} more`),
    ]);
    expect(readFileSync(join(again, "site.key"))).toEqual(readFileSync(join(folder, "site.key")));
  });
});
