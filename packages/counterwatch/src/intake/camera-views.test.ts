import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cameraViews } from "./camera-views.ts";
import { memoryFile, readerFor, readWhole, rejectionOf } from "./reader.fixture.ts";

const HEADER =
  "user,user_organization,object_type,operation,client,object_name,object_organization,location_name,timestamp,updated_timestamp,duration,incident_id,notes,Latitude,Longitude".split(
    ",",
  );
const ROW = {
  user: "Operator 1",
  user_organization: "City B PD",
  object_type: "Camera",
  operation: "VIEW LIVE",
  client: "desktop",
  object_name: "Memorial Dr - PTZ",
  object_organization: "City B PD",
  location_name: "Memorial Dr",
  timestamp: "1/14/2025 11:01:00",
  updated_timestamp: "1/14/2025 11:04:00",
  duration: "0:02:48",
  incident_id: "25-1001",
  notes: "stolen car",
  Latitude: "42.158503",
  Longitude: "-72.581824",
};
const row = (change: Partial<typeof ROW> = {}): string[] =>
  HEADER.map((name) => ({ ...ROW, ...change })[name as keyof typeof ROW]);
const read = readerFor(cameraViews, { header: HEADER, zone: "America/New_York" });

describe("the city camera-view log", () => {
  it("becomes a look-up at a camera", () => {
    expect(read(row())).toEqual({
      id: "",
      time: "2025-01-14T16:01:00.000Z",
      source: "test-log",
      system: "cameras",
      action: "view",
      operator: { id: "Operator 1", unit: "City B PD" },
      session: { client: "desktop" },
      site: { id: "Memorial Dr - PTZ", lat: 42.158503, lon: -72.581824 },
      window: { from: "2025-01-14T16:01:00.000Z", to: "2025-01-14T16:03:48.000Z" },
      purpose: { case: "25-1001", reason: "stolen car" },
      query: { kind: "VIEW LIVE" },
    });
  });

  it("follows daylight saving in the declared zone", () => {
    expect(read(row({ timestamp: "7/14/2025 11:01:00" })).time).toBe("2025-07-14T15:01:00.000Z");
    expect(readerFor(cameraViews, { header: HEADER })(row()).time).toBe("2025-01-14T11:01:00.000Z");
  });

  it.each([
    ["VIEW LIVE", "view"],
    ["VIEW RECORDED", "playback"],
    ["PLAYBACK", "playback"],
    ["EXPORT VIDEO", "export"],
    ["DOWNLOAD CLIP", "export"],
    ["SHARE LINK", "share"],
    ["DELETE", "delete"],
    ["UPDATE SETTINGS", "configure"],
    ["LOG_IN", "sign-in"],
    ["SEARCH", "search"],
    ["SOMETHING NEW", "view"],
  ])("%s is %s", (operation, action) => {
    expect(read(row({ operation }))).toMatchObject({ action, query: { kind: operation } });
  });

  it("gives recordings no window, because the log does not say which time was watched", () => {
    expect(read(row({ operation: "VIEW RECORDED" })).window).toBeUndefined();
  });

  it("opens a live view without duration at its beginning", () => {
    expect(read(row({ duration: "", updated_timestamp: "" })).window).toEqual({
      from: "2025-01-14T16:01:00.000Z",
    });
  });

  it("tells cameras of the same name by their place", () => {
    expect(read(row({ object_name: "Front", location_name: "Market Gardens" })).site?.id).toBe(
      "Market Gardens · Front",
    );
    expect(
      read(row({ object_name: "School St and Dwight St - 2", location_name: "School St & Dwight St" })).site
        ?.id,
    ).toBe("School St and Dwight St - 2");
  });

  it("leaves the place open where there are no coordinates", () => {
    expect(read(row({ Latitude: "", Longitude: "" })).site).toEqual({ id: "Memorial Dr - PTZ" });
    expect(read(row({ Latitude: "0", Longitude: "0" })).site).toEqual({ id: "Memorial Dr - PTZ" });
    expect(read(row({ Latitude: "142", Longitude: "7" })).site).toEqual({ id: "Memorial Dr - PTZ" });
  });

  it("keeps what is no camera as an object", () => {
    const event = read(row({ object_type: "Floor plan", object_name: "City Hall" }));
    expect(event.site).toBeUndefined();
    expect(event.object).toEqual({ type: "Floor plan", name: "City Hall" });
  });

  it("says that a masked reason was there", () => {
    expect(read(row({ notes: "***", incident_id: "" })).purpose).toEqual({ withheld: ["reason"] });
    expect(read(row({ notes: "", incident_id: "" })).purpose).toBeUndefined();
  });

  it("removes identifiers from notes", () => {
    expect(JSON.stringify(read(row({ notes: "friend of 555-123-4567" })))).not.toContain("4567");
  });

  it.each([
    [{ user: " " }, "operator-missing", "user"],
    [{ timestamp: "" }, "time-missing", "timestamp"],
    [{ timestamp: "noon" }, "time-unreadable", "timestamp"],
  ])("rejects %o", (change, reason, column) => {
    expect(rejectionOf(read, row(change))).toMatchObject({ reason, column });
  });

  const real = "../shared/data/camera-view-log.csv";
  it.skipIf(!existsSync(real))("reads a real one whole", async () => {
    const log = await readWhole(memoryFile("camera-view-log.csv", readFileSync(real)), {
      zone: "America/New_York",
    });
    expect(log.connector).toBe("camera-views");
    expect([log.rows, log.deadLetters.length]).toEqual([367, 0]);
    expect(log.events.every((event) => event.site !== undefined && event.window?.from === event.time)).toBe(
      true,
    );
    expect(log.events.filter((event) => event.purpose?.case !== undefined).length).toBeGreaterThan(30);
  });
  if (!existsSync(real))
    console.info("camera-views: the folder ../shared/data is missing, the real log is not read");
});
