/**
 * The inputs of the built program: a file that grows and is rotated while the server is killed and started again, syslog beside it, tokens
 * that are made and ended while it runs, and dead letters that are read again.
 */
import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { LedgerBodies } from "../src/store/ledger-bodies.ts";
import { cityLines, RunningServer } from "./serve-desk.ts";
import { Workshop } from "./workshop.ts";

const PASSWORD = "twelve characters and more";
const workshop = new Workshop();
const KILLS = 3;

const CONFIG = `inputs:
  - { source: city, tail: logs/city.jsonl }
  - { source: town, tail: logs/town.csv, mapping: town.yaml }
  - { source: radio, syslog: { transport: tcp, listen: "127.0.0.1:0" } }
  - { source: lost, syslog: { transport: tls, listen: "127.0.0.1:0", certificate: no.crt, key: no.key } }
`;
const TOWN = `name: town
columns: { time: When, operator.id: Who }
constants: { system: plates, action: search }
subjects: [{ column: Plate, type: plate }]
`;

interface State {
  readonly inputs: readonly {
    readonly source: string;
    readonly place: string;
    readonly trouble?: string;
    readonly taken: number;
    readonly rejected: number;
  }[];
}

it("takes rows in once by file and by syslog, over kills, and says how it goes", async () => {
  const desk = join(workshop.path, "desk");
  for (const [name, role] of [
    ["root", "administrator"],
    ["otto", "auditor"],
  ] as const)
    await workshop.run(["serve", "account", name, "--role", role, "--data", "desk"], {
      input: `${PASSWORD}\n`,
    });
  writeFileSync(join(desk, "counterwatch.yaml"), CONFIG);
  writeFileSync(join(desk, "town.yaml"), TOWN);
  mkdirSync(join(desk, "logs"));
  const [city, town] = [join(desk, "logs", "city.jsonl"), join(desk, "logs", "town.csv")];
  writeFileSync(town, "When,Who,Plate\n2025-03-01 08:00:00,ana,ABC1234\n01.03.2025 09h,ana,QRX7777\n");

  let server = await RunningServer.start(desk);
  onTestFinished(async () => {
    await server.stop("SIGKILL");
  });
  const lines = cityLines("serve inputs", 10, 6);
  for (let part = 0; part <= KILLS; part++) {
    const text = `${lines.slice((part * lines.length) / (KILLS + 1), ((part + 1) * lines.length) / (KILLS + 1)).join("\n")}\n`;
    // Torn in the middle of a row.
    appendFileSync(city, text.slice(0, text.length >> 1));
    if (part < KILLS) {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 1500));
      await server.stop("SIGKILL");
    }
    appendFileSync(city, text.slice(text.length >> 1));
    if (part === 1) renameSync(city, `${city}.1`);
    if (part < KILLS) server = await RunningServer.start(desk);
  }

  const otto = await server.signIn("otto", PASSWORD);
  const root = await server.signIn("root", PASSWORD);
  const input = async (source: string) => {
    const { body } = await otto.ask<State>("GET", "/api/state");
    return body.inputs.find((each) => each.source === source);
  };
  const place = (await input("radio"))?.place ?? "";
  const socket = connect(Number(/\d+$/.exec(place)?.[0]), "127.0.0.1");
  socket.end(`<134>1 - - - - - - ${lines[0]}\n`);
  const events = () => {
    const bodies = new LedgerBodies(join(desk, "ledger", "private"), false);
    const read = [...bodies.all(0)].flatMap(({ body }) =>
      body === undefined
        ? []
        : [JSON.parse(body) as { id: string; source: string; operator: { id: string } }],
    );
    bodies.close();
    return read;
  };
  const of = (source: string) => events().filter((event) => event.source.startsWith(source));
  while (of("city").length < lines.length || of("radio").length < 1 || of("town").length < 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
  expect(of("city")).toHaveLength(lines.length);
  expect(new Set(of("city").map(({ id }) => id)).size).toBe(lines.length);

  // A listener that cannot begin ends nothing, and says why.
  expect((await input("lost"))?.trouble).toMatch(/no\.crt.*there is no such file/);
  expect((await input("city"))?.trouble).toBeUndefined();

  // A token that is made while it runs holds at once; one that is ended does not.
  const { stdout } = await workshop.run(["serve", "source", "post", "--data", "desk"]);
  const body = lines.slice(0, 5).join("\n");
  const sent = await server.send("post", stdout.trim(), body);
  expect(sent).toMatchObject({ status: 200, said: { appended: 5 } });
  expect(sent.said["request"]).toMatch(/^[0-9a-f]{16}$/);
  expect((await workshop.run(["serve", "source", "post", "--end", "--data", "desk"])).status).toBe(0);
  expect((await server.send("post", stdout.trim(), body)).status).toBe(401);
  expect((await workshop.run(["serve", "source", "post", "--end", "--data", "desk"])).status).toBe(3);

  // The mapping is mended: an administrator has the row read again, nobody else.
  const { body: page } = await otto.ask("GET", "/api/dead-letters?source=town");
  expect(page.items).toMatchObject([{ file: town, line: 3, reason: "time-unreadable" }]);
  expect(readFileSync(join(desk, "dead-letters.jsonl"), "utf8")).not.toContain("QRX7777");
  const busy = await workshop.run(["serve", "replay", "--data", "desk"]);
  expect(busy).toMatchObject({ status: 5, stdout: "" });
  writeFileSync(join(desk, "town.yaml"), `${TOWN}time: { format: [iso, "dd.MM.yyyy HH'h'"] }\n`);
  expect((await otto.ask("POST", "/api/dead-letters/replay", {})).status).toBe(403);
  const replayed = await root.ask("POST", "/api/dead-letters/replay", { source: "town" });
  expect(replayed).toMatchObject({ status: 200, body: { replayed: 1, rejected: 0, gone: 0, left: 0 } });
  expect(of("town")).toHaveLength(2);
  const { body: again } = await otto.ask("GET", "/api/dead-letters?source=town");
  expect(again.items[0].replayed).toMatch(/^\d{4}-/);

  // The same while it is stopped.
  appendFileSync(town, "03/2025,ana,QRX8888\n");
  // Counted since this server began.
  while ((await input("town"))?.rejected !== 1) await new Promise((resolve) => setTimeout(resolve, 100));
  expect((await server.stop("SIGTERM")).status).toBe(0);
  writeFileSync(join(desk, "town.yaml"), `${TOWN}time: { format: [iso, "MM/yyyy"] }\n`);
  const stopped = await workshop.run([
    "serve",
    "replay",
    "--data",
    "desk",
    "--config",
    join("desk", "counterwatch.yaml"),
  ]);
  expect(stopped.status).toBe(0);
  expect(JSON.parse(stopped.stdout)).toEqual({ replayed: 1, rejected: 0, gone: 0, left: 0 });
});
