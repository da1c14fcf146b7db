import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openLedgerFolder } from "../store/register-ledger.ts";
import { OpenItemsDesk } from "./open-items.ts";

const REGISTER = "0123456789abcdef0123456789abcdef";
const FOUND = {
  system: "plates",
  vulnerability: "The reader keeps times to the second",
  owner: "records office",
  due: "2026-06-01T00:00:00.000Z",
};

const clock = () => new Date("2026-03-01T08:00:00.000Z");

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "counterwatch-items-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function withDesk<T>(act: (desk: OpenItemsDesk) => Promise<T>): Promise<T> {
  const ledger = await openLedgerFolder(join(root, "ledger"), true);
  try {
    return await act(new OpenItemsDesk(join(root, "posture"), REGISTER, { ledger, clock }));
  } finally {
    await ledger.close();
  }
}

describe("open items on disk, with a real ledger", () => {
  it("are opened once, noted again, assigned, accepted, closed with a reason, and opened again", async () => {
    await withDesk(async (desk) => {
      expect(await desk.list()).toEqual(new Map());
      const [item] = await desk.report("rehearsal-1", [FOUND]);
      const id = item?.id as string;
      expect(await desk.report("rehearsal-1", [FOUND])).toEqual([]);
      expect(await desk.report("rehearsal-2", [FOUND])).toEqual([]);
      await desk.assign(id, "chief engineer", "records office");
      await desk.accept(id, "board", "New readers come in May", "2026-05-01T00:00:00.000Z");
      expect(await desk.close(id, "board", "Times are cut to the hour")).toMatchObject({ said: "closed" });
      await expect(desk.assign(id, "x", "y")).rejects.toMatchObject({ code: "usage" });
      expect(await desk.report("rehearsal-3", [FOUND])).toMatchObject([{ id, said: "open" }]);
    });
    const listed = await withDesk((desk) => desk.list());
    expect([...listed.values()]).toMatchObject([{ owner: "chief engineer", said: "open" }]);
    expect([...listed.values()][0]?.history).toHaveLength(6);
    expect(statSync(join(root, "posture/journal.jsonl")).mode & 0o777).toBe(0o600);
  });

  it("are refused where a line is gone, changed, new, or the whole folder is", async () => {
    await withDesk((desk) => desk.report("r", [FOUND, { ...FOUND, system: "calls" }]));
    const file = join(root, "posture/journal.jsonl");
    const text = readFileSync(file, "utf8");
    const lines = text.trimEnd().split("\n");
    const list = () => withDesk((desk) => desk.list());
    writeFileSync(file, `${lines.slice(0, -1).join("\n")}\n`);
    await expect(list()).rejects.toMatchObject({ code: "rollback" });
    writeFileSync(file, text.replace("records office", "records 0ffice"));
    await expect(list()).rejects.toMatchObject({ code: "evidence" });
    rmSync(join(root, "posture"), { recursive: true });
    await expect(list()).rejects.toMatchObject({ code: "rollback" });
    await list().catch(() => {});
    writeFileSync(file, text);
    expect((await list()).size).toBe(2);
    appendFileSync(file, "{}\n");
    await expect(list()).rejects.toMatchObject({ code: "evidence" });
  });
});
