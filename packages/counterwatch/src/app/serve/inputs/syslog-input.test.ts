import { createSocket } from "node:dgram";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { describe, expect, it, onTestFinished } from "vitest";
import { makeIdentity } from "../../../store/tripwire-certificate.ts";
import { newFolder, Office, until } from "./inputs.fixture.ts";

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
    onTestFinished(() => new Promise<void>((resolve) => socket.close(() => resolve())));
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
