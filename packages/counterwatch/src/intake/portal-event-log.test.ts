import { describe, expect, it } from "vitest";
import type { AccessEvent } from "../model/index.ts";
import { memoryLog, readAll, testIdentifiers } from "./memory-log.fixture.ts";

const HEADER = "Timestamp, User, Event Type, Entity Type, Entity Details, Event Id";

async function readRow(type: string, entity = "User", details = "", id = "17"): Promise<AccessEvent> {
  const text = `${HEADER}\n"1/1/2025, 10:32:22 AM UTC",Admin,${type},${entity},"${details}",${id}\n`;
  const { events, deadLetters } = await readAll(memoryLog(text));
  expect(deadLetters).toEqual([]);
  return JSON.parse(JSON.stringify(events[0])) as AccessEvent;
}

describe("portal event logs", () => {
  it.each([
    ["LOGIN", "sign-in"],
    ["UserLoggedIn", "sign-in"],
    ["user_logout", "sign-in"],
    ["Login Failed", "sign-in"],
    ["Password Reset", "configure"],
    ["EXPORT_CSV", "export"],
    ["Downloaded Video", "export"],
    ["Hotlist Created", "configure"],
    ["Setting Updated", "configure"],
    ["AUDIT_LOGGING_DISABLED", "configure"],
    ["Camera Deleted", "delete"],
    ["Removed User", "delete"],
    ["Network Shared", "share"],
    ["Unshared Network", "share"],
    ["Search", "search"],
    ["Audit Viewed", "review"],
    ["Played Video", "playback"],
    ["Browse", "list"],
    ["Viewed", "view"],
    ["Frobnicated", "view"],
    ["", "view"],
  ])("read %s as %s", async (type, action) => {
    const event = await readRow(type);
    expect(event.action).toBe(action);
    expect(event.query?.kind).toBe(type === "" ? undefined : type);
  });

  it("read a look at an audit as a review", async () => {
    expect((await readRow("Viewed", "Search Audit Log")).action).toBe("review");
  });

  it("say who did what to what, under the log's own id", async () => {
    expect(await readRow("Hotlist Created", "Custom Hotlist", "Stolen cars", "8841")).toEqual({
      id: "8841",
      time: "2025-01-01T10:32:22.000Z",
      source: "portal-event-log",
      system: "plates",
      action: "configure",
      operator: { id: "Admin" },
      query: { kind: "Hotlist Created" },
      object: { type: "Custom Hotlist", name: "Stolen cars" },
    });
  });

  it("tell a failure", async () => {
    expect((await readRow("Login Failed")).result).toEqual({ outcome: "failure" });
    expect((await readRow("Login")).result).toBeUndefined();
  });

  it("take a plate that is acted on for a subject, and show it nowhere", async () => {
    const event = await readRow("Added", "License Plate", "abc-1234");
    expect(event.subjects).toEqual([testIdentifiers().subject("plate", "ABC1234")]);
    expect(JSON.stringify(event).toLowerCase()).not.toContain("abc-1234");
  });

  it("say that the zone of their times was assumed", async () => {
    const { account } = await readAll(memoryLog(`${HEADER}\n1/1/2025 10:32,Admin,Login,User,,1\n`));
    expect(account.zoneAssumed).toEqual(["portal-event-log"]);
    expect(account.notes()[0]).toContain("--zone");
  });
});
