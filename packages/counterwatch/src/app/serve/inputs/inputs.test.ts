/**
 * The inputs against a real ledger in a folder, from source: rows come by file and by syslog, the process "dies" by leaving
 * everything open and beginning anew.
 */
import { createSocket } from "node:dgram";
import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { createIdentifiers } from "../../../intake/identifiers.ts";
import type { AccessEvent } from "../../../model/index.ts";
import { DeadLetterFile } from "../../../store/dead-letter-file.ts";
import type { InputSettings } from "../../../store/input-settings.ts";
import { LedgerBodies } from "../../../store/ledger-bodies.ts";
import { type LedgerFolder, openLedger } from "../../../store/ledger-folder.ts";
import { makeIdentity } from "../../../store/tripwire-certificate.ts";
import { Ingestion } from "../ingestion.ts";
import { Inputs } from "./inputs.ts";

const KEY = new Uint8Array(32).fill(3);
const cleanUp: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const each of cleanUp.splice(0).toReversed()) await each();
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "counterwatch-inputs-"));
  cleanUp.push(() => rmSync(folder, { recursive: true }));
  return folder;
}

class Office {
  readonly inputs: Inputs;
  readonly letters: DeadLetterFile;
  readonly ledger: LedgerFolder;
  readonly log: string[] = [];
  readonly #data: string;
  waiting = 0;
  /** Throws before or after the ledger has the rows. */
  fault: ((when: "before" | "after") => void) | undefined;

  private constructor(data: string, ledger: LedgerFolder, settings: readonly InputSettings[]) {
    this.#data = data;
    this.ledger = ledger;
    this.letters = new DeadLetterFile(join(data, "dead-letters.jsonl"));
    const line = {
      take: async (events: readonly AccessEvent[], byContent: (event: AccessEvent) => boolean) => {
        this.fault?.("before");
        const before = ledger.counts.present;
        await ledger.appendEvents(events, byContent);
        await ledger.flush();
        this.fault?.("after");
        const present = ledger.counts.present - before;
        return { appended: events.length - present, present };
      },
    };
    this.inputs = new Inputs(settings, {
      ingestion: new Ingestion({
        line,
        letters: this.letters,
        identifiers: createIdentifiers({ siteKey: KEY, country: "US" }),
        zone: "UTC",
      }),
      letters: this.letters,
      waiting: () => this.waiting,
      wake: () => {},
      log: (sentence) => void this.log.push(sentence),
      clock: Date.now,
      folder: data,
    });
  }

  static async open(data: string, settings: readonly InputSettings[]): Promise<Office> {
    const office = new Office(data, await openLedger(join(data, "ledger"), {}), settings);
    office.inputs.start();
    cleanUp.push(() => office.close());
    return office;
  }

  #closed: Promise<void> | undefined;
  close(): Promise<void> {
    this.#closed ??= this.inputs.stop().then(() => this.ledger.close());
    return this.#closed;
  }

  get events(): AccessEvent[] {
    const bodies = new LedgerBodies(join(this.#data, "ledger", "private"), false);
    try {
      return [...bodies.all(0)].flatMap(({ body }) =>
        body === undefined ? [] : [JSON.parse(body) as AccessEvent],
      );
    } finally {
      bodies.close();
    }
  }

  async port(at = 0): Promise<number> {
    await until(() => !this.inputs.states()[at]?.place.endsWith(":0"));
    return Number(/:(\d+)$/.exec(this.inputs.states()[at]?.place ?? "")?.[1]);
  }
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 10));
}

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

const own = (number: number) =>
  JSON.stringify({
    time: `2025-03-01T12:00:${String(number % 60).padStart(2, "0")}.${String(number).padStart(3, "0").slice(-3)}Z`,
    source: "radio",
    system: "plates",
    action: "search",
    operator: { id: `op-${number % 4}` },
    subjects: [{ type: "plate", id: `QRX${1000 + number}` }],
  });
const frame = (message: string) => `<134>1 2025-03-01T12:00:00Z host app 1 - - ${message}`;

describe("syslog", () => {
  it("takes JSON and CEF over TCP in both framings, and keeps what it cannot read as dead letters", async () => {
    const data = newFolder();
    const office = await Office.open(data, [
      { source: "radio", syslog: { transport: "tcp", listen: "127.0.0.1:0" } },
    ]);
    const socket = connect(await office.port(), "127.0.0.1");
    const cefLine =
      "CEF:0|V|Plate portal|1|1|search|3|rt=1740830405000 suser=ana act=search cs1Label=Plate cs1=ABC1234";
    for (let number = 0; number < 50; number++) {
      const text = frame(own(number));
      socket.write(number % 2 === 0 ? `${text}\n` : `${Buffer.byteLength(text)} ${text}`);
    }
    socket.write(`${frame(cefLine)}\n${frame("plain words about ABC1234")}\nno syslog at all ABC1234\n`);
    socket.write(`${frame('{"who":"knows","plate":"ABC1234"}')}\n${frame("{broken ABC1234")}\n`);
    socket.end();
    await until(() => {
      const [state] = office.inputs.states();
      return state?.taken === 51 && state.rejected === 4;
    });
    expect(office.events.filter(({ operator }) => operator.id === "ana")).toHaveLength(1);
    expect(new Set(office.events.map(({ id }) => id)).size).toBe(51);
    const { items } = office.letters.page("radio", { limit: 10 });
    expect(items.map(({ reason }) => reason).toSorted()).toEqual([
      "not-json",
      "not-json",
      "schema",
      "schema",
    ]);
    expect(JSON.stringify(items)).not.toContain("ABC1234");
    expect(office.inputs.states()[0]).toMatchObject({
      kind: "syslog-tcp",
      taken: 51,
      rejected: 4,
      trouble: undefined,
    });
    // Sent again after a broken connection it is the same look-ups.
    const again = connect(await office.port(), "127.0.0.1");
    again.end(`${frame(own(1))}\n${frame(own(900))}\n`);
    await until(() => office.events.length === 52);
  });

  it("does not read while the detectors are behind, and loses nothing by it", async () => {
    const data = newFolder();
    const office = await Office.open(data, [
      { source: "radio", syslog: { transport: "tcp", listen: "127.0.0.1:0" } },
    ]);
    office.waiting = 1_000_000;
    const socket = connect(await office.port(), "127.0.0.1");
    // More than we hold and both systems' buffers together.
    const total = 12_000;
    const long = "x".repeat(3000);
    let [next, sent] = [0, 0];
    const write = () => {
      while (next < total) {
        const number = next++;
        const text = `CEF:0|V|Portal|1|1|search|3|rt=1740830405000 externalId=n-${number} suser=ana act=search msg=${long}`;
        if (!socket.write(`${frame(text)}\n`, () => sent++)) return void socket.once("drain", write);
      }
      socket.end();
    };
    write();
    for (let before = -1; before < sent; await new Promise((resolve) => setTimeout(resolve, 200)))
      before = sent;
    expect(office.events).toHaveLength(0);
    expect(next).toBeLessThan(total);
    office.waiting = 0;
    await until(() => (office.inputs.states()[0]?.taken ?? 0) === total);
    expect(office.ledger.size).toBe(total);
  });

  it("reads structured data by a mapping, over TLS from clients of its authority alone", async () => {
    const data = newFolder();
    const keys = newFolder();
    const [server, client] = [makeIdentity("server", new Date(0)), makeIdentity("client", new Date(0))];
    for (const [name, text] of Object.entries({
      "s.crt": server.certificate,
      "s.key": server.key,
      "c.crt": client.certificate,
      "map.yaml": `name: sd
columns: { time: time, operator.id: "$.data['lookup@32473'].user", purpose.case: "$.data['lookup@32473'].case" }
constants: { system: calls, action: search }
subjects: [{ column: "$.data['lookup@32473'].number", type: phone }]
`,
    }))
      writeFileSync(join(keys, name), text);
    const office = await Office.open(data, [
      {
        source: "telco",
        mapping: join(keys, "map.yaml"),
        syslog: {
          transport: "tls",
          listen: "127.0.0.1:0",
          payload: "structured-data",
          certificate: join(keys, "s.crt"),
          key: join(keys, "s.key"),
          clientCa: join(keys, "c.crt"),
        },
      },
    ]);
    const port = await office.port();
    const text =
      '<134>1 2025-03-01T12:00:00.5Z host app 1 - [lookup@32473 user="ana" case="C25-1" number="+52 55 5080 2000"] about +52 55 5080 2000';
    const stranger = connectTls({
      port,
      host: "127.0.0.1",
      ca: server.certificate,
      checkServerIdentity: () => undefined,
    });
    await new Promise<void>((resolve) => {
      stranger.once("error", () => resolve());
      stranger.once("close", () => resolve());
      stranger.write(`${text}\n`);
    });
    const known = connectTls({
      port,
      host: "127.0.0.1",
      ca: server.certificate,
      checkServerIdentity: () => undefined,
      cert: client.certificate,
      key: client.key,
    });
    known.end(`${Buffer.byteLength(text)} ${text}`);
    await until(() => office.inputs.states()[0]?.taken === 1);
    expect(office.events).toMatchObject([
      {
        time: "2025-03-01T12:00:00.500Z",
        system: "calls",
        operator: { id: "ana" },
        purpose: { case: "C25-1" },
      },
    ]);
    expect(JSON.stringify(office.events)).not.toMatch(/5080/);
  });

  it("counts the datagrams that it has no room for", async () => {
    const data = newFolder();
    const office = await Office.open(data, [
      { source: "radio", syslog: { transport: "udp", listen: "127.0.0.1:0" } },
    ]);
    const port = await office.port();
    const socket = createSocket("udp4");
    cleanUp.push(() => new Promise<void>((resolve) => socket.close(() => resolve())));
    const send = (text: string) =>
      new Promise<void>((resolve, reject) =>
        socket.send(text, port, "127.0.0.1", (error) => (error === null ? resolve() : reject(error))),
      );
    await send(frame(own(1)));
    await until(() => office.events.length === 1);
    office.waiting = 1_000_000;
    const big = frame(JSON.stringify({ ...JSON.parse(own(2)), purpose: { reason: "x".repeat(60_000) } }));
    for (let sent = 0; office.inputs.states()[0]?.dropped === 0 && sent < 2000; sent++) {
      await send(big);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(office.inputs.states()[0]?.dropped).toBeGreaterThan(0);
    office.waiting = 0;
  });

  it("says that its port is taken, and tries again without ending anything", async () => {
    const first = await Office.open(newFolder(), [
      { source: "radio", syslog: { transport: "tcp", listen: "127.0.0.1:0" } },
    ]);
    const port = await first.port();
    const second = await Office.open(newFolder(), [
      { source: "radio", syslog: { transport: "tcp", listen: `127.0.0.1:${port}` } },
    ]);
    await until(() => second.inputs.states()[0]?.trouble !== undefined);
    expect(second.inputs.states()[0]?.trouble).toMatch(/cannot listen on 127\.0\.0\.1:\d+ \(EADDRINUSE\)/);
    await first.close();
    await until(() => second.inputs.states()[0]?.trouble === undefined);
  });
});
