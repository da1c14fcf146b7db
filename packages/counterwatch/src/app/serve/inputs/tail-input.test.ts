import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { newFolder, Office, until } from "./inputs.fixture.ts";

const HEADER = "When,Who,Plate,Why\n";
const MAPPING = `name: alpr
columns: { time: When, operator.id: Who, purpose.reason: Why }
constants: { system: plates, action: search }
subjects: [{ column: Plate, type: plate }]
`;
const row = (number: number) =>
  `2025-03-01 ${String(8 + Math.floor(number / 3600)).padStart(2, "0")}:${String(Math.floor(number / 60) % 60).padStart(2, "0")}:${String(number % 60).padStart(2, "0")},op-${number % 5},QRX${1000 + number},"case ${number}\nsecond line"\n`;

function place() {
  const logs = newFolder();
  const mapping = join(logs, "alpr.yaml");
  writeFileSync(mapping, MAPPING);
  mkdirSync(join(logs, "in"));
  const log = join(logs, "in", "audit.csv");
  return { data: newFolder(), log, mapping, settings: [{ source: "alpr", tail: log, mapping }] };
}

describe("a file that is followed", () => {
  it("has each row once in the ledger, whatever dies wherever it stands", async () => {
    const { data, log, settings } = place();
    const rows = Array.from({ length: 240 }, (_, number) => row(number));
    const text = HEADER + rows.join("");
    // The writer, the rotation and we ourselves stop anywhere; a fixed law of cuts, so that a failure can be read.
    let written = 0;
    const cuts = Array.from({ length: 12 }, (_, at) => Math.floor(text.length * ((at * 0.61803) % 1)))
      .concat(text.length)
      .toSorted((a, b) => a - b);
    for (const [turn, cut] of cuts.entries()) {
      appendFileSync(log, text.slice(written, cut));
      written = cut;
      const office = await Office.open(data, settings);
      office.fault = (when) => {
        if (turn % 3 === 1 && when === "after") throw new Error("killed after the ledger had it");
        if (turn % 3 === 2 && when === "before") throw new Error("killed before");
      };
      const before = office.events.length;
      const hasMoved = () => office.events.length > before || office.log.length > 0;
      await until(() => turn % 3 === 0 || hasMoved());
      await office.close();
      if (turn === 5) {
        renameSync(log, `${log}.1`);
        writeFileSync(log, "");
        // The writer goes on in the old file until it opens the new one: rows are not torn.
        const end = rows.reduce((sum, each) => (sum < written ? sum + each.length : sum), HEADER.length);
        appendFileSync(`${log}.1`, text.slice(written, end));
        written = end;
        writeFileSync(log, HEADER);
      }
    }
    const office = await Office.open(data, settings);
    await until(() => new Set(office.events.map(({ time }) => time)).size === rows.length);
    expect(office.events).toHaveLength(rows.length);
    expect(new Set(office.events.map(({ id }) => id)).size).toBe(rows.length);
    expect(office.letters.countOf("alpr")).toBe(0);
    expect(office.events[0]?.purpose?.reason).toBe("case 0 second line");
  });

  it("adds nothing where its positions are lost", async () => {
    const { data, log, settings } = place();
    writeFileSync(log, HEADER + row(1) + row(2));
    const first = await Office.open(data, settings);
    await until(() => first.events.length === 2);
    await first.close();
    rmSync(join(data, "inputs"), { recursive: true });
    appendFileSync(log, row(3));
    const second = await Office.open(data, settings);
    await until(() => second.events.length === 3);
    expect(new Set(second.events.map(({ id }) => id)).size).toBe(3);
  });

  it("says what is wrong, goes on when it is mended, and reads dead letters again then", async () => {
    const { data, log, mapping, settings } = place();
    writeFileSync(
      mapping,
      MAPPING.replace("action: search }", "action: search }\ntime: { format: 'd.M.yyyy' }"),
    );
    writeFileSync(log, HEADER + row(1) + row(2).replace("2025-03-01", "2025/03/01") + row(3));
    const office = await Office.open(data, settings);
    await until(() => office.inputs.states()[0]?.rejected === 3);
    expect(office.letters.countOf("alpr")).toBe(3);
    const [letter] = office.letters.page("alpr", { limit: 1 }).items;
    expect(letter).toMatchObject({ file: log, line: 6, ordinal: 3, reason: "time-unreadable" });
    expect(JSON.stringify(letter)).not.toContain("QRX1003");
    const replay = () => office.inputs.replay("alpr");
    await until(() => office.inputs.states()[0]?.trouble === undefined);
    // The position follows the rows.
    let first = await replay();
    for (; first.gone > 0; first = await replay()) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(first).toEqual({ replayed: 0, rejected: 3, gone: 0, left: 0 });
    writeFileSync(
      mapping,
      MAPPING.replace("action: search }", "action: search }\ntime: { format: [iso, 'yyyy/MM/dd HH:mm:ss'] }"),
    );
    renameSync(log, `${log}.1`);
    writeFileSync(log, HEADER);
    expect(await office.inputs.replay("alpr")).toEqual({ replayed: 3, rejected: 0, gone: 0, left: 0 });
    expect(await office.inputs.replay("alpr")).toEqual({ replayed: 0, rejected: 0, gone: 0, left: 0 });
    expect(office.events.map(({ time }) => time).toSorted()).toEqual(
      [1, 2, 3].map((s) => `2025-03-01T08:00:0${s}.000Z`),
    );
    expect(
      office.letters.page("alpr", { limit: 5 }).items.every(({ replayed }) => replayed !== undefined),
    ).toBe(true);
    await office.close();
    // Over a restart, too.
    const again = await Office.open(data, settings);
    expect(await again.inputs.replay(undefined)).toEqual({ replayed: 0, rejected: 0, gone: 0, left: 0 });
  });

  it("is looked for until it is there, and an unknown form is told with its file", async () => {
    const { data, log } = place();
    const office = await Office.open(data, [{ source: "alpr", tail: log }]);
    await until(() => office.inputs.states()[0]?.trouble !== undefined);
    expect(office.inputs.states()[0]?.trouble).toMatch(/there is no such file yet/);
    writeFileSync(log, "what is this?\nnobody knows\n");
    await until(() => /No connector knows/.test(office.inputs.states()[0]?.trouble ?? ""));
    expect(office.inputs.states()[0]?.trouble).toContain(log);
  });
});
