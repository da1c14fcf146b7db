import { describe, expect, it } from "vitest";
import {
  assessment,
  HOUR,
  MemoryWarnings,
  REGISTER,
  START,
} from "../../incidents/warnings/sample-warnings.fixture.ts";
import { listWarnings } from "../../incidents/warnings/warning-list.ts";
import { warningBoard } from "./warning-board.ts";

function board(desk: MemoryWarnings, locale: "en" | "es" = "en", zone = "America/Mexico_City"): string {
  const warnings = listWarnings(desk.warnings, desk.now);
  return warningBoard({ warnings, now: desk.now, register: REGISTER, locale, zone, version: "1.0.0" });
}

/** One overdue, one assigned and tried, one draft, one closed. */
function busy(): MemoryWarnings {
  const desk = new MemoryWarnings();
  desk.draft(assessment({ R00001: "certain", R00002: "likely", R00003: "likely" }));
  const [first, second, third] = desk.ids() as [string, string, string];
  desk.release([first, second, third]);
  desk.take({ do: "assigned", warning: second, owner: "<b>case</b> office", by: "duty officer" });
  desk.now = START + 5 * HOUR;
  desk.record(second, "attempted", START + 4 * HOUR);
  desk.record(third, "delivered", START + 3 * HOUR);
  desk.draft(assessment({ R00004: "possible" }, { at: desk.now }));
  return desk;
}

describe("the board of warnings", () => {
  it("is by clock, overdue first, closed last; says who holds each, both times with their zone", () => {
    const page = board(busy());
    const order = ["R00001", "R00002", "R00004", "R00003"].map((person) => page.indexOf(person));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(page).toContain("3 warnings are open, 1 overdue.");
    expect(page).toContain("overdue by 60 minutes");
    expect(page).toContain("Held by inspector general since 2026-03-01 04:00 America/Mexico_City.");
    expect(page).toContain("1 is a draft that two officers have not released");
    expect(page).toContain("Tried once.");
    // Happened, then recorded.
    expect(page).toMatch(/2026-03-01 05:00<\/td><td [^>]*>2026-03-01 07:00<\/td><td>Delivered by voice/);
    expect(page).toContain("Happened (America/Mexico_City)");
    expect(page).toContain("Delivered by voice (duty officer, 2026-03-01 05:00 America/Mexico_City).");
    expect(page).toContain("ana and bo");
  });

  it("asks nothing of a network, runs no script, and writes no markup that it was given", () => {
    const page = board(busy());
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|https?:\/\/|<b>case/);
    expect(page).toContain("&lt;b&gt;case&lt;/b&gt; office");
    expect(page).toContain("case");
  });

  it("stays below two megabytes with thousands of warnings, and says how many it left out", () => {
    const desk = new MemoryWarnings();
    const many = Array.from({ length: 3000 }, (_, at) => [`R${10_000 + at}`, "likely"] as const);
    desk.draft(assessment(Object.fromEntries(many)));
    const page = board(desk);
    expect(Buffer.byteLength(page)).toBeLessThan(2_000_000);
    expect(page).toContain("2,500 more are not on this page");
  });

  it("says that nobody waits, in both languages", () => {
    expect(board(new MemoryWarnings())).toContain("Nobody is waiting for a warning.");
    expect(board(new MemoryWarnings(), "es")).toContain("Nadie espera un aviso.");
    expect(board(busy(), "es")).toContain("Hay 3 avisos pendientes; vencidos: 1.");
    expect(board(busy(), "es")).not.toMatch(/Held by|overdue|Tried/);
  });
});
