import { describe, expect, it } from "vitest";
import { milestone } from "./milestone.ts";
import { memoryFile, readerFor, readWhole, rejectionOf } from "./reader.fixture.ts";

const NEWER = [
  "Local time",
  "Message text",
  "Permission",
  "Category",
  "Source type",
  "Source name",
  "User",
  "User location",
];
const OLDER = [
  "Level",
  "UTC Time",
  "Local Time",
  "ID",
  "User",
  "User Location",
  "Permission",
  "Category",
  "Resource Type",
  "Resource Name",
  "Resource Host",
  "Description",
];

const newer = readerFor(milestone, { header: NEWER, zone: "America/Mexico_City" });
const older = readerFor(milestone, { header: OLDER, zone: "America/Mexico_City" });
const row = (
  message: string,
  change: {
    type?: string;
    name?: string;
    permission?: string;
    category?: string;
    time?: string;
    user?: string;
    from?: string;
  } = {},
): string[] => [
  change.time ?? "2025-03-01 06:00:05",
  message,
  change.permission ?? "Granted",
  change.category ?? "",
  change.type ?? "Camera",
  change.name ?? "Reforma 222 - Norte",
  change.user ?? "CCTV\\alopez",
  change.from ?? "10.20.1.7",
];

describe("the Milestone XProtect audit log", () => {
  it("since 2018 R3 has local time only", () => {
    expect(newer(row("Live view started"))).toEqual({
      id: "",
      time: "2025-03-01T12:00:05.000Z",
      source: "test-log",
      system: "cameras",
      action: "view",
      operator: { id: "CCTV\\alopez" },
      session: { address: "10.20.1.7" },
      site: { id: "Reforma 222 - Norte" },
      query: { kind: "live view" },
      result: { outcome: "success" },
    });
  });

  it("before has UTC too, which wins; its ID numbers the incident and not the row", () => {
    const event = older([
      "Info",
      "2018-03-01 12:00:05",
      "2018-03-01 06:00:05",
      "1077",
      "CCTV\\alopez",
      "PC-OPS-4",
      "Denied",
      "Playback",
      "Device",
      "Reforma 222 - Norte",
      "REC-01",
      "User played back recordings",
    ]);
    expect(event).toMatchObject({
      id: "",
      time: "2018-03-01T12:00:05.000Z",
      action: "playback",
      result: { outcome: "denied" },
    });
  });

  it("before, where UTC is blank, goes by the local time", () => {
    const event = older([
      "Info",
      "",
      "2018-03-01 06:00:05",
      "1",
      "u",
      "h",
      "",
      "Live",
      "Camera",
      "C",
      "",
      "",
    ]);
    expect(event.time).toBe("2018-03-01T12:00:05.000Z");
  });

  it.each([
    ["User logged in", "Server", "sign-in", "log-in"],
    ["User logged out", "Server", "sign-in", "log-off"],
    ["Exported video", "Camera", "export", "export"],
    ["Snapshot saved", "Camera", "export", "snapshot"],
    ["Playback of recordings", "Camera", "playback", "playback"],
    ["PTZ moved to preset 3", "Camera", "view", "PTZ"],
    ["Configuration changed", "Server", "configure", "configuration change"],
    ["Role permissions modified", "Role", "configure", "configuration change"],
    ["Audit log settings changed", "Server", "configure", "audit setting"],
    ["Audit log deleted", "Server", "delete", "audit log deletion"],
    ["Cleared the audit log", "Server", "delete", "audit log deletion"],
    ["Audit log exported", "Server", "review", "audit log reading"],
    ["Deleted evidence lock", "Camera", "delete", "deletion"],
    ["Search started", "Camera", "search", "search"],
    ["Kamera wurde betrachtet", "Kamera device", "view", "other"],
  ])("%s on a %s is %s", (message, type, action, kind) => {
    expect(newer(row(message, { type }))).toMatchObject({ action, query: { kind } });
  });

  it("goes by the category where the message says nothing", () => {
    expect(newer(row("ok", { type: "Server", category: "Export" })).action).toBe("export");
  });

  it("does not read the camera's name as a deed", () => {
    expect(
      newer(row("Live view of Record store export ramp", { name: "Record store export ramp" })).action,
    ).toBe("view");
  });

  it("takes the record time from a message that names two moments", () => {
    const event = newer(row("Playback from 2025-02-28 20:00:00 to 2025-02-28 21:30:00"));
    expect(event.window).toEqual({ from: "2025-03-01T02:00:00.000Z", to: "2025-03-01T03:30:00.000Z" });
    expect(newer(row("Playback at 2025-02-28 20:00:00")).window).toBeUndefined();
  });

  it("keeps what an administrator acted on", () => {
    expect(newer(row("Configuration changed", { type: "Management Server", name: "MS-01" }))).toMatchObject({
      object: { type: "Management Server", name: "MS-01" },
    });
  });

  it.each([
    [row("Live", { user: "" }), "operator-missing", "User"],
    [row("Live", { time: "" }), "time-missing", "Local time"],
    [row("Unverständlich", { type: "Rolle" }), "action-unknown", "Message text"],
  ])("rejects %j", (cells, reason, column) => {
    expect(rejectionOf(newer, cells)).toMatchObject({ reason, column });
  });

  it("takes no longer for a message made to be slow", () => {
    const started = process.cpuUsage().user;
    newer(row("audit log ".repeat(200_000)));
    expect((process.cpuUsage().user - started) / 1000).toBeLessThan(1000);
  });

  it("is recognised in both generations", async () => {
    for (const [header, cells] of [
      [NEWER, row("Live view started")],
      [
        OLDER,
        [
          "Info",
          "2018-03-01 12:00:05",
          "2018-03-01 06:00:05",
          "1077",
          "u",
          "h",
          "Granted",
          "Live",
          "Camera",
          "C",
          "REC",
          "Live view",
        ],
      ],
    ] as const) {
      const log = await readWhole(memoryFile("audit.csv", `${header.join(";")}\r\n${cells.join(";")}\r\n`));
      expect([log.connector, log.events.length]).toEqual(["milestone", 1]);
    }
  });
});
