import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CounterwatchError } from "../model/index.ts";
import { askForBackup, type ControlServer, openControl } from "./control-socket.ts";

let folder: string;
let control: ControlServer | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "counterwatch-control-"));
});
afterEach(async () => {
  await control?.close();
  control = undefined;
  rmSync(folder, { recursive: true });
});

async function asked(): Promise<Buffer> {
  const pieces: Buffer[] = [];
  await askForBackup(folder, async (bytes) => {
    pieces.push(Buffer.from(bytes));
  });
  return Buffer.concat(pieces);
}

describe("the control socket", () => {
  it("hands on what the server writes, in its order, nothing of it where it is empty", async () => {
    const written = Array.from({ length: 40 }, (_, at) => Buffer.alloc((at * 7919) % 70_000, at));
    control = await openControl(folder, async (write) => {
      for (const bytes of written) await write(bytes);
    });
    expect((await asked()).equals(Buffer.concat(written))).toBe(true);
  });

  it("says what the server refused, at once or in the middle", async () => {
    for (const before of [0, 3]) {
      control = await openControl(folder, async (write) => {
        for (let at = 0; at < before; at++) await write(Buffer.alloc(1000, 1));
        throw new CounterwatchError("unreadable", "a file became shorter");
      });
      await expect(asked()).rejects.toMatchObject({
        code: "unavailable",
        message: expect.stringContaining("a file became shorter"),
      });
      await control?.close();
      control = undefined;
    }
  });

  it("takes the end of a server that dies for no backup", async () => {
    const dying = createServer((socket) => {
      socket.once("data", () => socket.end(Buffer.concat([Buffer.from([0, 0, 0, 5]), Buffer.from("whole")])));
    });
    await new Promise<void>((resolve) => dying.listen(join(folder, "control.sock"), resolve));
    await expect(asked()).rejects.toMatchObject({ message: expect.stringContaining("ended in the middle") });
    await new Promise((resolve) => dying.close(resolve));
  });

  it("answers nobody where no server is", async () => {
    expect(await askForBackup(folder, async () => {})).toBe(false);
  });
});
