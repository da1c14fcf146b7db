import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPseudonym, type Subject } from "../model/index.ts";
import { createIdentifiers, type Identifiers, type SubjectObserver } from "./identifiers.ts";
import { testIdentifiers } from "./memory-log.fixture.ts";

const us = testIdentifiers();
const short = (id: string | undefined): string => (id ?? "").slice(3, 11);

describe("subjects", () => {
  it("are one pseudonym however they are written", () => {
    expect(us.subject("plate", "abc 1234")).toEqual(us.subject("plate", "ABC-1234"));
    expect(us.subject("phone", "(415) 555-2671")).toEqual(us.subject("phone", "+14155552671"));
    expect(readPseudonym(us.subject("plate", "ABC1234")?.id ?? "")).toBeDefined();
  });

  it("tell masks, blanks and fragments apart", () => {
    expect(us.subject("plate", "***")).toEqual({ type: "plate", withheld: true });
    expect(us.subject("plate", "XXXX")).toEqual({ type: "plate", withheld: true });
    expect(us.subject("plate", "")).toBeUndefined();
    expect(us.subject("plate", "N/A")).toBeUndefined();
    expect(us.subject("plate", "HG")).toMatchObject({ partial: true });
    expect(us.subject("plate", "ABC*")).toMatchObject({ partial: true });
    expect(us.subject("plate", "ABC1234")).not.toHaveProperty("partial");
  });

  it.each([
    ["ABC1234, XYZ9876", 2],
    ["ABC1234;XYZ9876;JKL5555", 3],
    ["ABC1234\nXYZ9876", 2],
    ["ABC1234 XYZ9876", 2],
    ["ABC 1234", 1],
    ["AB12 CDE", 1],
    ["ABC1234,", 1],
    ["***", 1],
    ["", 0],
    [" , ", 0],
  ])("in the cell %j are %i", (cell, count) => {
    expect(us.subjects("plate", cell)).toHaveLength(count);
  });

  it("of one cell are the same as of two", () => {
    expect(us.subjects("plate", "ABC1234, xyz-9876")).toEqual([
      us.subject("plate", "ABC1234"),
      us.subject("plate", "XYZ9876"),
    ]);
  });

  it("given out may be changed without harm", () => {
    us.subjects("plate", "QRS1111").push({ type: "plate", withheld: true });
    expect(us.subjects("plate", "QRS1111")).toHaveLength(1);
  });
});

describe("operators", () => {
  it("stay readable, in one line", () => {
    expect(us.operator("  Operator\n 70b40d ")).toEqual({ id: "Operator 70b40d" });
    expect(us.operator("j.doe@agency.gov")).toEqual({ id: "j.doe@agency.gov" });
  });

  it("become pseudonyms where the run says so, apart from subjects", () => {
    const hidden = testIdentifiers({ pseudonymiseOperators: true });
    const id = hidden.operator("j.doe@agency.gov")?.id ?? "";
    expect(readPseudonym(id)).toBeDefined();
    expect(id).not.toBe(hidden.subject("email", "j.doe@agency.gov")?.id);
  });

  it("may be withheld or missing", () => {
    expect(us.operator("REDACTED")).toEqual({ id: "withheld", withheld: true });
    expect(us.operator(" - ")).toBeUndefined();
    expect(us.operator("\u0011\u0000")).toBeUndefined();
    expect(us.address("\u0011")).toBeUndefined();
  });

  it("lose a subject of the same row", () => {
    expect(us.operator("Doe ABC-1234", ["abc1234"])?.id).toBe(
      `Doe ‹plate:${short(us.subject("plate", "ABC1234")?.id)}›`,
    );
    expect(us.operator("Doe ABC-1234", [])).toEqual({ id: "Doe ABC-1234" });
  });
});

describe("free text", () => {
  it.each([
    "robbery",
    ".stolen",
    ".hit/run",
    "ro 64",
    "ccso 64 for ro",
    "25-54631",
    "25-001234",
    "c17-65036",
    "8227-78124894",
    "r62-44601",
    "t6096596345",
    "t58412810",
    "36714",
    "16770825",
    "cfs 351",
    "hit and run/72-58",
    "stolen vehicle 2/68/62 @ 9630",
    "ccso 0033-9624",
    "daytime search for best result",
    "5/12/2025 at 10:32:22",
    "2025-06-18T00:02:04.789Z",
    "between 1030 and 1130 hrs",
    "2nd floor, 10th street, 24hr store, 5ft11, 90mph",
    "silver ford f150",
    "covid-19",
    "ISO 27001:2022",
    "all images silver_grey illinois",
    "warrant 881",
    "19.43,-99.13",
    "Operator 70",
    "std::string at ::",
    "10:32:22",
    "ratio 1.2.3",
  ])("%s stays as it is", (text) => {
    expect(us.text(text)).toBe(text);
  });

  it.each([
    ["seen with jane.doe@example.org yesterday", "email", "Jane.Doe@example.org"],
    ["call (415) 555-2671 back", "phone", "+14155552671"],
    ["415-555-2671", "phone", "+14155552671"],
    ["415.555.2671", "phone", "+14155552671"],
    ["1 415 555 2671", "phone", "+14155552671"],
    ["4155552671", "phone", "+14155552671"],
    ["tel4155552671", "phone", "+14155552671"],
    ["+52 55 5080 2000", "phone", "+525550802000"],
    ["0052 55 5080 2000", "phone", "+525550802000"],
    ["imei 49-015420-323751-8", "imei", "490154203237518"],
    ["imei:490154203237518", "imei", "490154203237518"],
    ["310410123456789 imsi", "imsi", "310410123456789"],
    ["from 203.0.113.77 again", "ip", "203.0.113.77"],
    ["ip:2001:db8::1: again", "ip", "2001:db8::1"],
    ["from 2001:0db8::0001 again", "ip", "2001:db8::1"],
    ["plate ABC1234 seen", "plate", "ABC1234"],
    ["jy73231", "plate", "JY73231"],
    ["4785314J,", "plate", "4785314J"],
    ["ABC-1234", "plate", "ABC1234"],
    ["AB-123-CD", "plate", "AB123CD"],
    ["(7ABC123)", "plate", "7ABC123"],
    ["mac 00:1A:2b:3c:4d:5e", "device", "00:1a:2b:3c:4d:5e"],
    ["vin 1HGCM82633A004352", "device", "1hgcm82633a004352"],
    ["ssn 123-45-6789", "person", "123-45-6789"],
  ] as const)("%s shows no %s", (text, type, canonical) => {
    const replaced = us.text(text);
    expect(replaced).toContain(`‹${type}:${short(us.subject(type, canonical)?.id)}›`);
    expect(replaced.toLowerCase()).not.toContain(canonical.toLowerCase());
  });

  it("knows the numbers of the declared country, and doubts every long one where none is declared", () => {
    const denmark = testIdentifiers({ country: "DK" });
    const nowhere = testIdentifiers({ country: undefined });
    expect(denmark.text("32 12 34 56")).toMatch(/^‹phone:/);
    expect(denmark.text("32123456")).toMatch(/^‹phone:/);
    expect(us.text("32123456")).toBe("32123456");
    expect(us.text("case 2001001234")).toBe("case 2001001234");
    expect(nowhere.text("4155552671")).toMatch(/^‹phone:/);
    expect(nowhere.text("06 12 34 56 78")).toMatch(/^‹phone:/);
    expect(nowhere.text("202500123456")).toBe("202500123456");
  });

  it("replaces this row's own subjects wherever they stand, however they are written", () => {
    const plate = short(us.subject("plate", "XYZ987")?.id);
    expect(us.text("looking for xyz 987 (x-y-z-9-8-7)", ["XYZ987"])).toBe(
      `looking for ‹plate:${plate}› (‹plate:${plate}›)`,
    );
    expect(us.text("plate:XYZ987seen", ["XYZ987"])).toBe(`plate:‹plate:${plate}›seen`);
    expect(us.text("7533654 and on", ["7533654"])).toMatch(/^‹plate:[0-9a-f]{8}› and on$/);
    expect(us.text("Doe, Jane owes", ["Jane Doe"])).toMatch(/^‹person:[0-9a-f]{8}› owes$/);
    expect(us.text("ask 5552671", ["(415) 555-2671"])).toBe("ask 5552671");
    expect(us.text("number 14155552671", ["(415) 555-2671"])).toMatch(/^number ‹phone:[0-9a-f]{8}›$/);
  });

  it("does not tear words for a plate of letters, nor for a fragment", () => {
    expect(us.text("knife assault, knifed", ["KNIFE"])).toMatch(/^‹plate:[0-9a-f]{8}› assault, knifed$/);
    expect(us.text("robbery or theft", ["OR"])).toBe("robbery or theft");
    expect(us.text("HG 51", ["HG"])).toBe("HG 51");
  });

  it("replaces each plate of a cell that holds several", () => {
    expect(us.text("zzz999 or qqq111", ["ZZZ999, QQQ111"])).toMatch(/^‹plate:\w{8}› or ‹plate:\w{8}›$/);
  });

  it("gives equal replacements for equal identifiers, so that cases stay comparable", () => {
    expect(us.text("2025551234")).toBe(us.text("202-555-1234"));
    expect(us.text("2025551234")).not.toBe(us.text("2025551235"));
  });

  it("leaves an earlier replacement alone", () => {
    const once = us.text("plate ABC1234, case 25-54631");
    expect(us.text(once)).toBe(once);
  });

  it("is one line and bounded", () => {
    expect(us.text("two\r\nlines\u0000\u0007 here")).toBe("two lines here");
    expect(us.text("long ".repeat(5000)).length).toBeLessThan(4200);
  });

  it("lets no identifier through, wherever it stands", () => {
    const identifiers = fc.constantFrom(
      "ABC1234",
      "7KLM456",
      "JY73231",
      "4155552671",
      "(415) 555-2671",
      "+34 612 345 678",
      "490154203237518",
      "310410123456789",
      "203.0.113.77",
      "jane.doe@example.org",
      "2001:db8::77",
    );
    const around = fc.constantFrom(
      "",
      " ",
      " seen ",
      ", ",
      " - ",
      "(",
      ")",
      "/",
      ": ",
      "; case 25-54631 ",
      " on 5/12/2025 ",
      "\n",
      " ro ",
      ".",
    );
    fc.assert(
      fc.property(
        around,
        identifiers,
        around,
        identifiers,
        around,
        (before, first, between, second, after) => {
          // Joined to each other they are another text.
          const gap = /^[\s,;()]/.test(between) ? between : ` ${between} `;
          const text = us.text(`${before}${first}${gap}${second}${after}`);
          expect(text).not.toContain(first);
          expect(text).not.toContain(second);
          expect(text.match(/‹/g)?.length).toBeGreaterThanOrEqual(2);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it("passes short numbers by, as the whole search would", () => {
    const number = fc.stringMatching(/^[a-z]?\d{1,6}-\d{1,6}$/);
    fc.assert(
      fc.property(number, (text) => {
        // With a dot behind, the way round is closed.
        expect(us.text(`${text}.`)).toBe(`${us.text(text)}.`);
      }),
      { numRuns: 2000 },
    );
  });

  it("is linear in hostile text", () => {
    const hostile = [
      "a@".repeat(2048),
      "1-".repeat(2048),
      "(1) ".repeat(1024),
      "a.".repeat(2048),
      "1:".repeat(2048),
      "+1 ".repeat(1300),
      "A1-".repeat(1300),
      "0".repeat(4096),
      `${"x".repeat(4000)}@`,
      "1.1.".repeat(1000),
    ];
    const started = process.cpuUsage().user;
    for (const [index, text] of hostile.entries()) us.text(`${text}${index}`, ["ABC1234"]);
    expect((process.cpuUsage().user - started) / 1000).toBeLessThan(2000);
  });
});

describe("sites and addresses", () => {
  it("keep names of cameras, but for own subjects, e-mails, phones and IMEIs", () => {
    expect(us.site("D42 Seating / Parking")).toBe("D42 Seating / Parking");
    expect(us.site("CAM-0042 Hwy ABC1234")).toBe("CAM-0042 Hwy ABC1234");
    expect(us.site("CAM-0042 ABC1234", ["ABC1234"])).toMatch(/^CAM-0042 ‹plate:\w{8}›$/);
    expect(us.site("Memorial Dr - 360 - 4")).toBe("Memorial Dr - 360 - 4");
    expect(us.site("call 415-555-2671")).toMatch(/^call ‹phone:\w{8}›$/);
    expect(us.site("phone of 490154203237518")).toMatch(/‹imei:\w{8}›$/);
  });

  it("show where an operator works from in canonical form, or hide it with the operator", () => {
    expect(us.address("[2001:DB8::0001]:443")).toBe("2001:db8::1");
    expect(us.address("10.0.0.8")).toBe("10.0.0.8");
    expect(us.address("10.0.0.8", ["10.0.0.8"])).toMatch(/^‹ip:\w{8}›$/);
    expect(us.address("***")).toBeUndefined();
    expect(
      readPseudonym(testIdentifiers({ pseudonymiseOperators: true }).address("10.0.0.8") ?? ""),
    ).toBeDefined();
  });
});

describe("the observer", () => {
  it("is told every subject in canonical form, under the pseudonym that the event has, at every look-up", () => {
    const { told, read } = observed(({ subject }) => [
      subject("plate", "abc 1234"),
      subject("plate", "abc 1234"),
      subject("plate", "XYZ9876"),
      subject("phone", "(415) 555-2671"),
    ]);
    expect(told).toEqual([
      [read[0]?.id, "plate", "ABC1234"],
      [read[1]?.id, "plate", "ABC1234"],
      [read[2]?.id, "plate", "XYZ9876"],
      [read[3]?.id, "phone", "+14155552671"],
    ]);
  });

  it("is told the parts of a cell, but no fragment, nothing withheld and nothing from free text", () => {
    const { told, read } = observed(({ subject, subjects, text }) => {
      text("call 415-555-2671 about it");
      return [
        ...subjects("plate", "ABC1234, XYZ9876"),
        ...subjects("plate", "ABC*"),
        subject("plate", "***"),
      ];
    });
    const byId = new Map(told.map(([id, , canonical]) => [id, canonical]));
    expect(read.map((subject) => byId.get(subject?.id as never))).toEqual([
      "ABC1234",
      "XYZ9876",
      undefined,
      undefined,
    ]);
    expect(told.filter(([, , canonical]) => /\*|415/.test(canonical))).toEqual([]);
  });
});

/** What the observer heard while `act` read; what was read is the same without it. */
function observed(act: (identifiers: Identifiers) => readonly (Subject | undefined)[]) {
  const told: Parameters<SubjectObserver>[] = [];
  const options = { siteKey: new Uint8Array(32).fill(7), country: "US" };
  const read = act(createIdentifiers({ ...options, observer: (...subject) => void told.push(subject) }));
  expect(read).toEqual(act(createIdentifiers(options)));
  return { told, read };
}

describe("a row's own number", () => {
  const identifiers = createIdentifiers({ siteKey: Buffer.alloc(32, 1), country: "US" });

  it("is bare where it is a name and a few digits, whatever the digits", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999 }), (n) => {
        const id = `city-a-alpr:${String(n).padStart(6, "0")}`;
        expect(identifiers.isBareNumber(id, [])).toBe(true);
        expect(identifiers.site(id)).toBe(id);
      }),
    );
  });

  it("is not where a subject of the row, or an identifier, stands in it", () => {
    expect(identifiers.isBareNumber("alpr:1234567", ["1234567"])).toBe(false);
    expect(identifiers.isBareNumber("alpr:0012345", ["12-345"])).toBe(false);
    expect(identifiers.isBareNumber("+1 212 555 0142:0000001", [])).toBe(false);
    expect(identifiers.isBareNumber("someone@example.org:1", [])).toBe(false);
    expect(identifiers.isBareNumber("log:12125550142", [])).toBe(
      identifiers.site("log:12125550142") === "log:12125550142",
    );
  });
});
