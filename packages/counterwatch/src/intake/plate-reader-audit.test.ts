import { describe, expect, it } from "vitest";
import type { AccessEvent } from "../model/index.ts";
import { accessEventSchema } from "../model/index.ts";
import { memoryLog, readAll, testIdentifiers } from "./memory-log.fixture.ts";

const ids = testIdentifiers();
const plate = ids.subject("plate", "ABC1234");

const ERAS = {
  "to May 2025": {
    header: "Name, Total Networks Searched,Time Frame,License Plate,Case #,Filters,Reason,Search Time",
    row: 'Operator 1,1480,,ABC1234,c17-65036,red,.stolen,"1/1/2025, 10:32:22 AM UTC"',
  },
  "June 2025": {
    header:
      "Name, Total Networks Searched,Time Frame,License Plate,Reason,Case #,Filters,Search Time,Search Type",
    row: 'Operator 1,1480,,ABC1234,.stolen,c17-65036,red,"1/1/2025, 10:32:22 AM UTC",lookup',
  },
  "July to November 2025": {
    header:
      "Name, Org Name,Total Networks Searched,Total Devices Searched,Time Frame,License Plate,Reason,Case #,Filters,Search Time,Search Type,Text Prompt,Moderation",
    row: 'Operator 1,City A PD,1480,90001,,ABC1234,.stolen,c17-65036,red,"1/1/2025, 10:32:22 AM UTC",lookup - Mobile,red truck,passed',
  },
  "December 2025 and January 2026": {
    header:
      "ID, Name, Org Name,Total Networks Searched,Total Devices Searched,Time Frame,License Plate,Reason,Case #,Filters,Search Time,Search Type,Text Prompt,Moderation",
    row: '0b9c1f8e-0000-4000-8000-00000000000a,Operator 1,City A PD,1480,90001,,ABC1234,.stolen,c17-65036,red,"1/1/2025, 10:32:22 AM UTC",lookup,red truck,passed',
  },
  "from February 2026": {
    header:
      "ID, Name, Org Name,Total Networks Searched,Time Frame,License Plate,Reason,Case #,Filters,Search Time,Search Type,Text Prompt,Moderation",
    row: '0b9c1f8e-0000-4000-8000-00000000000a,Operator 1,City A PD,1480,,ABC1234,.stolen,c17-65036,red,"1/1/2025, 10:32:22 AM UTC",lookup,red truck,passed',
  },
} as const;
type Era = keyof typeof ERAS;

async function readRow(row: string, era: Era = "July to November 2025"): Promise<AccessEvent> {
  const { events, deadLetters } = await readAll(memoryLog(`${ERAS[era].header}\n${row}\n`));
  expect(deadLetters).toEqual([]);
  expect(events).toHaveLength(1);
  expect(() => accessEventSchema.parse(events[0])).not.toThrow();
  return JSON.parse(JSON.stringify(events[0])) as AccessEvent;
}

/** A row of the third era with some cells of its own. */
function row(
  cells: Partial<
    Record<
      | "name"
      | "org"
      | "networks"
      | "devices"
      | "frame"
      | "plate"
      | "reason"
      | "case"
      | "filters"
      | "time"
      | "type"
      | "prompt"
      | "moderation",
      string
    >
  >,
): string {
  const all = {
    name: "Operator 1",
    org: "City A PD",
    networks: "3",
    devices: "",
    frame: "",
    plate: "ABC1234",
    reason: "",
    case: "",
    filters: "",
    time: "1/1/2025, 10:32:22 AM UTC",
    type: "",
    prompt: "",
    moderation: "",
    ...cells,
  };
  return [
    all.name,
    all.org,
    all.networks,
    all.devices,
    all.frame,
    all.plate,
    all.reason,
    all.case,
    all.filters,
    all.time,
    all.type,
    all.prompt,
    all.moderation,
  ]
    .map((cell) => `"${cell.replaceAll('"', '""')}"`)
    .join(",");
}

describe("organization audits", () => {
  const common = {
    time: "2025-01-01T10:32:22.000Z",
    source: "plate-reader-audit",
    system: "plates",
    action: "search",
    subjects: [plate],
    purpose: { case: "c17-65036", reason: ".stolen" },
  };

  it.each(Object.keys(ERAS) as Era[])("of the era %s are recognised and read", async (era) => {
    const event = await readRow(ERAS[era].row, era);
    expect(event).toMatchObject(common);
    expect(event.query?.filters).toBe("red");
    expect(event.reach?.networks).toBe(1480);
    expect(event.operator.id).toBe("Operator 1");
    expect(event.id).toBe(
      era.includes("2026") ? "0b9c1f8e-0000-4000-8000-00000000000a" : "plate-reader-audit:1",
    );
  });

  it("of the third era say who asked for what with what", async () => {
    const event = await readRow(ERAS["July to November 2025"].row);
    expect(event).toEqual({
      ...common,
      id: "plate-reader-audit:1",
      operator: { id: "Operator 1", unit: "City A PD" },
      session: { client: "mobile" },
      query: { kind: "lookup", filters: "red", prompt: "red truck; moderation: passed" },
      reach: { networks: 1480, devices: 90001 },
    });
  });

  it("are one log whatever eras the files are of: a row in two exports is one look-up", async () => {
    const files = (Object.keys(ERAS) as Era[]).map((era) =>
      memoryLog(`${ERAS[era].header}\n${ERAS[era].row}\n`, era),
    );
    const { events, duplicates, rows } = await readAll(files);
    expect(rows).toBe(5);
    expect(events).toHaveLength(1);
    expect(duplicates).toBe(4);
  });

  it("go on with another era's header in the middle of a joined file", async () => {
    const text = (Object.keys(ERAS) as Era[])
      .map(
        (era, index) =>
          `${ERAS[era].header}\n${ERAS[era].row.replace("10:32:22", `10:32:2${index}`).replace("00000000000a", `00000000000${index}`)}\n`,
      )
      .join("");
    const { events, deadLetters, rows } = await readAll(memoryLog(text));
    expect(deadLetters).toEqual([]);
    expect(rows).toBe(5);
    expect(events.map(({ purpose }) => purpose?.case)).toEqual(Array(5).fill("c17-65036"));
    for (const { subjects } of events) expect(subjects).toEqual([plate]);
  });

  it.each([
    ["two lines in one cell", "12/31/2024, 12:00:00 AM UTC\n1/1/2025, 12:00:00 AM UTC"],
    ["A to B", "12/31/2024, 12:00:00 AM UTC to 1/1/2025, 12:00:00 AM UTC"],
  ])("read the time frame: %s", async (_, frame) => {
    const event = await readRow(row({ frame }));
    expect(event.window).toEqual({ from: "2024-12-31T00:00:00.000Z", to: "2025-01-01T00:00:00.000Z" });
  });

  it("keep a time frame that cannot be read as text", async () => {
    const event = await readRow(row({ frame: "all of it", filters: "red" }));
    expect(event.window).toBeUndefined();
    expect(event.query?.filters).toBe("red; time frame: all of it");
  });

  it.each([
    "search",
    "lookup",
    "convoy",
    "visual",
    "freeform",
    "multiGeo",
    "searchSummary",
    "mostSeenOcrValues",
  ])("read the search type %s as a person's search, from the desk and from the telephone", async (type) => {
    const desk = await readRow(row({ type }));
    expect(desk).toMatchObject({ action: "search", query: { kind: type } });
    expect(desk.session).toBeUndefined();
    expect(desk.automated).toBeUndefined();
    expect(await readRow(row({ type: `${type} - Mobile` }))).toMatchObject({
      query: { kind: type },
      session: { client: "mobile" },
    });
  });

  it.each(["apiLookup", "apiV1"])("read %s as a machine's", async (type) => {
    expect((await readRow(row({ type }))).automated).toBe(true);
  });

  it("find the case number in the reason, and keep what else is said", async () => {
    expect((await readRow(row({ reason: "25-54631" }))).purpose).toEqual({ case: "25-54631" });
    expect((await readRow(row({ reason: "urbana 97-3730 hit and run" }))).purpose).toEqual({
      case: "97-3730",
      reason: "urbana 97-3730 hit and run",
    });
  });

  it("tell withheld from absent", async () => {
    const event = await readRow(row({ name: "***", plate: "REDACTED", reason: "xxxx", case: "###" }));
    expect(event.operator).toEqual({ id: "withheld", unit: "City A PD", withheld: true });
    expect(event.subjects).toEqual([{ type: "plate", withheld: true }]);
    expect(event.purpose).toEqual({ withheld: ["case", "reason"] });
    const bare = await readRow(row({ plate: "", reason: "-", case: "N/A" }));
    expect(bare.subjects).toBeUndefined();
    expect(bare.purpose).toBeUndefined();
  });

  it("hold several plates in one cell, fragments too", async () => {
    expect((await readRow(row({ plate: "ABC1234, XYZ9876\nHG" }))).subjects).toEqual([
      plate,
      ids.subject("plate", "XYZ9876"),
      { ...ids.subject("plate", "HG") },
    ]);
    expect((await readRow(row({ plate: "HG" }))).subjects).toMatchObject([{ partial: true }]);
  });

  it("show the plate in no other cell", async () => {
    const text = "saw abc-1234";
    const event = await readRow(
      row({
        name: `Op ${text}`,
        org: text,
        reason: text,
        case: text,
        filters: text,
        type: text,
        prompt: text,
        moderation: text,
        frame: text,
      }),
    );
    expect(JSON.stringify(event).toLowerCase()).not.toMatch(/abc-?1234/);
  });

  it.each([
    [{ time: "" }, "time-missing", "Search Time"],
    [{ time: "soon" }, "time-unreadable", "Search Time"],
    [{ time: "1/1/1970, 10:32:22 AM UTC" }, "time-implausible", "Search Time"],
    [{ name: "" }, "operator-missing", "Name"],
    [{ name: "N/A" }, "operator-missing", "Name"],
  ] as const)("set a row with %j aside: %s", async (cells, reason, column) => {
    const { deadLetters, events } = await readAll(
      memoryLog(`${ERAS["July to November 2025"].header}\n${row(cells)}\n`),
    );
    expect(events).toEqual([]);
    expect(deadLetters).toMatchObject([{ reason, column, line: 2, ordinal: 1 }]);
    expect(deadLetters[0]!.row["License Plate"]).toBe("AAA9999");
  });

  it("do not share between rows what differs between them", async () => {
    const rows = [
      row({}),
      row({ reason: "a", time: "1/1/2025, 10:32:23 AM UTC" }),
      row({ plate: "XYZ9876", time: "1/1/2025, 10:32:24 AM UTC" }),
      row({ name: "Operator 2", org: "", networks: "x", time: "1/1/2025, 10:32:25 AM UTC" }),
    ];
    const { events } = await readAll(
      memoryLog(`${ERAS["July to November 2025"].header}\n${rows.join("\n")}\n`),
    );
    const alone = await Promise.all(rows.map((each) => readRow(each)));
    expect(JSON.parse(JSON.stringify(events))).toEqual(
      alone.map((event, index) => ({ ...event, id: `plate-reader-audit:${index + 1}` })),
    );
  });
});
