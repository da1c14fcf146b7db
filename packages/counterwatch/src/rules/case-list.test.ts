import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CounterwatchError } from "../model/index.ts";
import { parseCaseList } from "./case-list.ts";
import { parseRoster } from "./roster.ts";
import { parseStaffList } from "./staff-list.ts";
import { testSubject } from "./test-event.ts";

const file = "cases.csv";
const cases = (source: string) => parseCaseList(source, { file, text: (raw) => raw });
const operator = (raw: string) => ({ id: raw });
const staff = (source: string) =>
  parseStaffList(source, {
    file: "staff.csv",
    identifiers: {
      operator,
      subject: (type, raw) => (raw.includes("?") ? undefined : testSubject(type, raw)),
    },
  });
const roster = (source: string) => parseRoster(source, { file: "roster.csv", operator });

function fault(read: () => unknown): CounterwatchError {
  try {
    read();
  } catch (error) {
    if (error instanceof CounterwatchError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("a case list", () => {
  const csv =
    "\uFEFFID , Status,Opened,Closed,Team,Type\r\nC25-1,Open,2025-01-02,,Homicide,robbery\r\n\r\nC25-2,closed,2024-01-02,2024-06-30,,\r\n";
  const jsonl =
    '{"id":"C25-1","status":"Open","opened":"2025-01-02","team":"Homicide","type":"robbery"}\n\n{"id":"C25-2","status":"closed","opened":"2024-01-02","closed":"2024-06-30","team":null}\n';

  it.each([
    ["CSV", csv],
    ["JSON Lines", jsonl],
  ])("is read from %s", (_, source) => {
    const list = cases(source);
    expect(list.size).toBe(2);
    expect(list.find("C25-1")).toMatchObject({
      status: "open",
      opened: Date.parse("2025-01-02"),
      team: "homicide",
      type: "robbery",
    });
    expect(list.find("c25 2")).toMatchObject({
      status: "closed",
      closed: Date.parse("2024-06-30T23:59:59.999Z"),
    });
    expect(list.find("C25-3")).toBeUndefined();
  });

  it("finds the open one of several cases in one field", () => {
    const list = cases(csv);
    expect(list.find("C25-2 / C25-1")?.status).toBe("open");
    expect(list.find("C25-2, C99-9")?.status).toBe("closed");
  });

  it("treats case numbers as intake treats purposes", () => {
    const list = parseCaseList("id,status\n5550100,open\n", {
      file,
      text: (raw) => `‹phone:${raw.length}abc›`,
    });
    expect(list.find("‹phone:7abc›")?.status).toBe("open");
    expect(list.find("5550100")).toBeUndefined();
  });

  it.each([
    ["id,state\nC1,open", 1, /column 2 has a name/],
    ["id\nC1", 1, /no column status/],
    ["id,status,id\nC1,open,C2", 1, /two columns/],
    ["id,status\nC1,open\nC1,closed", 3, /already/],
    ["id,status\nC1,clsoed", 2, /status/],
    ["id,status,opened\nC1,open,01.02.2025", 2, /opened is neither/],
    ["id,status,opened\nC1,open,2025-13-01", 2, /opened is neither/],
    ["id,status,opened,closed\nC1,closed,2025-02-01,2025-01-01", 2, /closed lies before/],
    ["id,status\nC1", 2, /1 cells where the header has 2/],
    ["id,status\nC1,\nC2,open", 2, /status is empty/],
    ['id,status\n"C1,open', 2, /quotation mark/],
    ["id,status\n--,open", 2, /neither letters nor digits/],
    ["", 1, /empty/],
    ['{"id":"C1","status":"open"}\n{"id":', 2, /not JSON/],
    ['{"id":{},"status":"open"}', 1, /object/],
  ])("refuses %j with the line", (source, line, message) => {
    const error = fault(() => cases(source));
    expect(error.code).toBe("config");
    expect(error.place).toEqual({ file, line });
    expect(error.message).toMatch(message);
  });

  it("never repeats a value in a message, whatever is wrong", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 12 }).filter((text) => /^[\w ]+$/.test(text)),
        fc.nat(5),
        (secret, column) => {
          const row = ["C1", "open", "2025-01-01", "", "", ""];
          row[column] = secret;
          try {
            cases(`id,status,opened,closed,team,type\n${row.join(",")}\n`);
          } catch (error) {
            expect(String((error as CounterwatchError).message)).not.toContain(secret.trim());
          }
        },
      ),
    );
  });
});

describe("a staff list", () => {
  it("knows posts and whose subjects are whose", () => {
    const list = staff(
      "operator,from,to,systems,plate,phone\nop-1,2024-01-01,2025-02-28,plates;calls,A1;A2,\nop-1,2025-03-01,2025-12-31,identity,,F1\nop-2,,,,B1,\n",
    );
    expect(list.size).toBe(2);
    expect(list.member("op-1")?.lastDay).toBe(Date.parse("2025-12-31T23:59:59.999Z"));
    expect(list.member("op-2")?.lastDay).toBeUndefined();
    expect(list.owner(testSubject("plate", "A2").id)).toBe("op-1");
    expect(list.owner(testSubject("phone", "F1").id)).toBe("op-1");
    expect(list.owner(testSubject("plate", "C1").id)).toBeUndefined();
  });

  it.each([
    ["operator,plates\nop-1,A1", 1, /column 2/],
    ["operator,plate\nop-1,A1\nop-2,A1", 3, /belongs to somebody else/],
    ["operator,plate\nop-1,A?", 2, /plate cannot be read/],
    ["operator,systems\nop-1,radar", 2, /does not exist/],
    ["operator,from,to\nop-1,2025-02-01,2025-01-01", 2, /to lies before from/],
  ])("refuses %j with the line", (source, line, message) => {
    const error = fault(() => staff(source));
    expect([error.place.line, error.message]).toEqual([line, expect.stringMatching(message)]);
  });
});

describe("a roster", () => {
  it("knows who is on duty, allowing for overlaps, and does not guess beyond its shifts", () => {
    const shift = fc.tuple(fc.integer({ min: 0, max: 20 * 24 }), fc.integer({ min: 1, max: 14 }));
    fc.assert(
      fc.property(
        fc.array(shift, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: -48, max: 25 * 24 }),
        (shifts, hour) => {
          const start = Date.parse("2025-03-03T00:00:00Z");
          const at = (h: number) => new Date(start + h * 3_600_000).toISOString();
          const list = roster(
            [
              "operator,from,to",
              ...shifts.map(([from, length]) => `op-1,${at(from)},${at(from + length)}`),
            ].join("\n"),
          );
          const first = Math.min(...shifts.map(([from]) => from));
          const latest = shifts.toSorted((a, b) => a[0] - b[0]).at(-1)!;
          const known = hour >= first - 24 && hour <= latest[0] + latest[1] + 24;
          const on = shifts.some(([from, length]) => hour >= from - 1 && hour <= from + length + 1);
          expect(list.onDuty("op-1", start + hour * 3_600_000, 3_600_000)).toBe(known ? on : undefined);
          expect(list.onDuty("op-2", start, 0)).toBeUndefined();
        },
      ),
    );
  });

  it("refuses shifts without a zone, or that end before they begin", () => {
    expect(fault(() => roster("operator,from,to\nop-1,2025-03-03 08:00,2025-03-03 16:00")).message).toMatch(
      /from is neither/,
    );
    expect(
      fault(() => roster("operator,from,to\nop-1,2025-03-03T08:00:00Z,2025-03-03T07:00:00Z")).place.line,
    ).toBe(2);
  });
});
