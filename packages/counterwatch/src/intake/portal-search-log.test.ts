import { describe, expect, it } from "vitest";
import { memoryLog, readAll } from "./memory-log.fixture.ts";

const ID = "68aeb600-ceb2-aa2b-dbfc-bbc3b163641a";
const USER = "de887ca3-8c15-da2f-3890-f88232ad7c21";

async function read(text: string, zone?: string): Promise<unknown[]> {
  const { events, deadLetters } = await readAll(memoryLog(text), { zone });
  expect(deadLetters).toEqual([]);
  return JSON.parse(JSON.stringify(events)) as unknown[];
}

describe("portal search logs", () => {
  it("are recognised in both generations", async () => {
    const older = `"id","userId","searchDate","cameraCount","reason"\n"${ID}","${USER}","2025-06-18 00:02:04.789","2510","investigation"\n`;
    expect(await read(older)).toEqual([
      {
        id: ID,
        time: "2025-06-18T00:02:04.789Z",
        source: "portal-search-log",
        system: "plates",
        action: "search",
        operator: { id: USER },
        purpose: { reason: "investigation" },
        reach: { devices: 2510 },
      },
    ]);
    const newer = `id,userId,searchDate,networkCount,reason,caseNumber,offenseType\n${ID},${USER},2025-06-18 00:02:04.789,12,check,25-54631,Robbery\n`;
    expect(await read(newer)).toMatchObject([
      { id: ID, reach: { networks: 12 }, purpose: { case: "25-54631", reason: "check (Robbery)" } },
    ]);
  });

  it("take the plus signs of web forms for spaces, the zone by declaration", async () => {
    const text = `id,userId,searchDate,cameraCount,reason\n${ID},${USER},2025-06-18 00:02:04.789,1,Person+Crime\n`;
    expect(await read(text, "America/Chicago")).toMatchObject([
      { time: "2025-06-18T05:02:04.789Z", purpose: { reason: "Person Crime" } },
    ]);
  });

  it("are one log with their newer export, by id", async () => {
    const older = memoryLog(
      `id,userId,searchDate,cameraCount,reason\n${ID},${USER},2025-06-18 00:02:04.789,1,check\n`,
      "older.csv",
    );
    const newer = memoryLog(
      `id,userId,searchDate,networkCount,reason,caseNumber,offenseType\n${ID},${USER},2025-06-18 00:02:04.789,12,xxx,25-54631,Robbery\n`,
      "newer.csv",
    );
    expect(await readAll([older, newer])).toMatchObject({ rows: 2, duplicates: 1 });
  });

  it("number rows without an id, and refuse rows without a user", async () => {
    const text = `id,userId,searchDate,cameraCount,reason\n,${USER},2025-06-18 00:02:04,1,a\n,,2025-06-18 00:02:05,1,a\n`;
    const { events, deadLetters } = await readAll(memoryLog(text), { source: "town" });
    expect(events.map(({ id }) => id)).toEqual(["town:1"]);
    expect(deadLetters).toMatchObject([{ reason: "operator-missing", ordinal: 2, line: 3, source: "town" }]);
  });
});
