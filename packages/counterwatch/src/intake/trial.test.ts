import { describe, expect, it } from "vitest";
import { CounterwatchError } from "../model/index.ts";
import { mappingConnector } from "./mapping.ts";
import { readMapping } from "./mapping-file.ts";
import { testIdentifiers } from "./memory-log.fixture.ts";
import { memoryFile } from "./reader.fixture.ts";
import { tryLog } from "./trial.ts";

const identifiers = testIdentifiers();
const CAMERAS = [
  "user,user_organization,object_type,operation,client,object_name,object_organization,location_name,timestamp,updated_timestamp,duration,incident_id,notes,Latitude,Longitude",
  "Operator 1,City B PD,Camera,VIEW LIVE,desktop,Cam 1,City B PD,Main St,1/14/2025 11:01:00,,0:00:20,25-1001,,42.1,-72.5",
  "Operator 1,City B PD,Camera,VIEW LIVE,desktop,Cam 2,City B PD,Main St,noon,,0:00:20,25-1001,555-123-4567,42.1,-72.5",
  "Operator 1,too,short",
  "Operator 2,City B PD,Camera,VIEW LIVE,desktop,Cam 1,City B PD,Main St,1/14/2025 11:02:00,,,,,,",
  "",
].join("\n");

describe("a trial of a log", () => {
  it("says which connector reads it, how surely, and what its columns are for", async () => {
    const trial = await tryLog(memoryFile("views.csv", CAMERAS), { identifiers, rows: 10 });
    expect(trial).toMatchObject({
      file: "views.csv",
      connector: { id: "camera-views" },
      confidence: 1,
      framing: "table",
    });
    expect(trial.candidates).toEqual([{ id: "camera-views", confidence: 1 }]);
    expect(trial.columns.slice(0, 2)).toEqual([
      { name: "user", use: "operator.id" },
      { name: "user_organization", use: "operator.unit" },
    ]);
    expect(trial.notes).toEqual([expect.stringMatching(/camera-views .* UTC/)]);
    const told = await tryLog(memoryFile("views.csv", CAMERAS), {
      identifiers,
      rows: 10,
      zone: "America/New_York",
    });
    expect(told.notes).toEqual([]);
  });

  it("shows what each row becomes, or why it is rejected, by shape", async () => {
    const { rows } = await tryLog(memoryFile("views.csv", CAMERAS), { identifiers, rows: 10 });
    expect(rows).toMatchObject([
      { line: 2, event: { action: "view", site: { id: "Main St · Cam 1" } } },
      {
        line: 3,
        reason: "time-unreadable",
        column: "timestamp",
        row: { timestamp: "aaaa", notes: "999-999-9999" },
      },
      { line: 4, reason: "column-count" },
      { line: 5, event: { operator: { id: "Operator 2" } } },
    ]);
    expect(JSON.stringify(rows)).not.toContain("4567");
  });

  it("stops after the rows asked for", async () => {
    expect((await tryLog(memoryFile("views.csv", CAMERAS), { identifiers, rows: 1 })).rows).toHaveLength(1);
  });

  it("tells damaged lines in their place", async () => {
    const line = JSON.stringify({
      time: "2025-03-01T12:00:05.000Z",
      source: "s",
      system: "plates",
      action: "search",
      operator: { id: "o" },
    });
    const { rows } = await tryLog(memoryFile("e.jsonl", `${line}\n{"time": 5555\n${line}\n`), {
      identifiers,
      rows: 10,
    });
    expect(rows).toMatchObject([{ event: {} }, { line: 2, reason: "not-json" }, { event: {} }]);
  });

  it("tries a mapping, and says which columns it leaves out", async () => {
    const wanted = mappingConnector(
      readMapping(
        "name: mine\ncolumns: { time: timestamp, operator.id: user, site.id: object_name }\nconstants: { system: cameras, action: view }\ntime: { zone: America/New_York }",
        "m",
      ),
    );
    const trial = await tryLog(memoryFile("views.csv", CAMERAS), { identifiers, rows: 2, wanted });
    expect(trial.connector.id).toBe("mine");
    expect(trial.candidates.map(({ id }) => id)).toEqual(["mine", "camera-views"]);
    expect(trial.columns.filter(({ use }) => use !== undefined)).toEqual([
      { name: "user", use: "operator.id" },
      { name: "object_name", use: "site.id" },
      { name: "timestamp", use: "time" },
    ]);
    expect(trial.notes).toEqual([]);
  });

  it("refuses what nothing reads", async () => {
    await expect(tryLog(memoryFile("x.csv", "a,b\n1,2\n"), { identifiers, rows: 5 })).rejects.toThrow(
      CounterwatchError,
    );
  });
});
