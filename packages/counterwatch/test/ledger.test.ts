/** The ledger through the built command: what a custodian, an auditor and a witness do, and what each is told. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { unpackTar } from "modern-tar";
import { afterEach, describe, expect, it } from "vitest";
import { CANARY, TRACES } from "./canary-logs.ts";
import { Workshop } from "./workshop.ts";

const workshop = new Workshop();
const at = (...names: string[]) => join(workshop.path, ...names);
const COMMAND = fileURLToPath(new URL("../bin/counterwatch.js", import.meta.url));
const VERIFIER = fileURLToPath(new URL("../../../test/go", import.meta.url));
const go = ["go", "/usr/local/go/bin/go"].find((path) => spawnSync(path, ["version"]).status === 0);
if (go === undefined) console.warn("a bundle checked in Go: skipped, there is no go");

const START = Date.parse("2025-03-01T00:00:00.000Z");
const EVENTS = 700;

function line(number: number): string {
  return JSON.stringify({
    id: `city:${String(number).padStart(6, "0")}`,
    time: new Date(START + number * 60_000).toISOString(),
    source: "city",
    system: "plates",
    action: "search",
    operator: { id: `op-${number % 7}` },
    subjects: [{ type: "plate", id: number % 5 === 0 ? CANARY.plate : `ABC${1000 + number}` }],
    // One operator gives no purpose at all: that is a finding.
    ...(number % 7 > 0 && {
      purpose: { reason: `saw ${CANARY.plate}, call ${CANARY.phone} or ${CANARY.email}` },
    }),
  });
}

function writeLog(numbers: readonly number[] = [...Array(EVENTS).keys()], name = "log.jsonl"): void {
  workshop.write(name, numbers.map((number) => `${line(number)}\n`).join(""));
}

const scan = (...more: string[]) =>
  workshop.run(["scan", "log.jsonl", "--ledger", "ledger", "-o", "out", ...more]);
const verify = (what: string, ...more: string[]) => workshop.run(["ledger", "verify", what, ...more]);
const verdict = async (...more: string[]) =>
  JSON.parse((await verify("ledger", "--json", ...more)).stdout) as Record<string, unknown>;

const services: ChildProcess[] = [];
afterEach(() => {
  for (const service of services.splice(0)) service.kill("SIGKILL");
});

/** Its address, as it prints it. */
function serve(...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [COMMAND, ...args, "--listen", "127.0.0.1:0"], {
    cwd: workshop.path,
  });
  services.push(child);
  return new Promise((resolve, reject) => {
    child.stdout.setEncoding("utf8").once("data", (text: string) => resolve(text.trim()));
    child.once("exit", (status) => reject(new Error(`it ended with ${status}`)));
  });
}

function flip(path: string, place = 20): void {
  const bytes = readFileSync(at(path));
  bytes[place] = (bytes[place] as number) ^ 1;
  writeFileSync(at(path), bytes);
}

describe("scan --ledger and ledger verify", () => {
  it("append every look-up once and verify; a changed byte is found and named", async () => {
    writeLog();
    const first = await scan();
    expect(first).toMatchObject({ status: 0, stderr: expect.stringContaining("700 look-ups appended") });
    expect(await scan()).toMatchObject({
      status: 0,
      stderr: expect.stringContaining("700 were there already"),
    });
    expect(await verdict()).toMatchObject({
      leaves: 700,
      sources: { city: 700 },
      bodies: { matched: 700, erased: 0, unfinished: 0, absent: 0 },
    });
    const plain = await verify("ledger");
    expect(plain.stdout).toContain("What this cannot show:");
    expect(plain.stdout).toContain("cannot show that the log was not cut back");
    expect(plain.stdout).toContain("key was taken from the ledger's own folder");
    for (const path of ["tile/0/001", "tile/entries/002.p/188", "tile/1/000.p/2"]) {
      flip(join("ledger", path));
      expect(await verify("ledger"), path).toMatchObject({
        status: 4,
        stderr: expect.stringContaining(path),
      });
      flip(join("ledger", path));
    }
    flip(join("ledger", "checkpoint"));
    expect(await verify("ledger")).toMatchObject({
      status: 4,
      stderr: expect.stringContaining("signature"),
    });
    flip(join("ledger", "checkpoint"));
    flip(join("ledger", "private", "bodies.jsonl"), 3000);
    expect(await verify("ledger")).toMatchObject({
      status: 4,
      stderr: expect.stringContaining("kept of leaf"),
    });
    expect(await verify("nowhere")).toMatchObject({ status: 3 });
    expect(await verify("http://127.0.0.1:9/", "--key", at("ledger", "ledger.vkey"))).toMatchObject({
      status: 5,
    });
  });

  it("show a rollback and a rewritten history to whoever kept a checkpoint", async () => {
    writeLog([...Array(300).keys()]);
    await scan();
    cpSync(at("ledger"), at("old"), { recursive: true });
    writeLog();
    await scan();
    workshop.write("kept", (await workshop.run(["ledger", "checkpoint", "ledger"])).stdout);
    expect(await verdict("--older", "kept")).toMatchObject({ agreesWithOlder: [700] });
    expect((await verify("old")).status).toBe(0);
    expect(await verify("old", "--older", "kept")).toMatchObject({
      status: 4,
      stderr: expect.stringContaining("rolled back"),
    });
    // The same key signs other look-ups on top of the old state.
    writeLog([...Array(300).keys(), ...Array.from({ length: 500 }, (_, each) => 2000 + each)]);
    await workshop.run(["scan", "log.jsonl", "--ledger", "old", "-o", "out"]);
    expect((await verify("old")).status).toBe(0);
    expect(await verify("old", "--older", "kept")).toMatchObject({
      status: 4,
      stderr: expect.stringContaining("rewritten"),
    });
  });

  it("let no raw identifier into the ledger, and none of its files to others", async () => {
    writeLog();
    await scan();
    let files = 0;
    for (const [name, text] of workshop.files()) {
      if (!name.startsWith("ledger")) continue;
      files++;
      const squashed = text.toLowerCase().replace(/[^a-z0-9]/g, "");
      for (const trace of TRACES) expect(squashed.includes(trace), `${trace} in ${name}`).toBe(false);
    }
    expect(files).toBeGreaterThan(12);
    const leaf = readFileSync(at("ledger", "tile", "entries", "000"), "utf8");
    expect(leaf).not.toMatch(/p1_|op-\d|robbery/);
  });
});

describe("sources", () => {
  it("whose rows are missing, gone since the last scan, or silent are findings", async () => {
    writeLog();
    await scan();
    writeLog([...Array(EVENTS).keys()].filter((number) => number < 350 || number > 360));
    const said = await scan(
      "--heartbeat",
      "city=5m",
      "--heartbeat",
      "town=1h",
      "--jsonl",
      "--fail-on",
      "high",
    );
    expect(said.status).toBe(1);
    const findings = said.stdout
      .trimEnd()
      .split("\n")
      .map((each) => JSON.parse(each) as { detector: string });
    const of = (detector: string) => findings.filter((each) => each.detector === detector);
    expect(of("source/gap")).toMatchObject([
      { evidence: { missing: 11 }, events: ["city:000349", "city:000361"] },
    ]);
    expect(of("source/silence")).toMatchObject([{ evidence: { silences: 1 } }]);
    expect(of("ledger/deletion")).toMatchObject([{ evidence: { gone: 11, recorded: 700 } }]);
    expect(of("ledger/deletion")).toMatchObject([{ events: expect.arrayContaining(["city:000355"]) }]);
    expect(workshop.summary("out").notChecked.join()).toContain("“town”");
    expect(workshop.read("out/report.html")).toContain("Numbers missing from a log");
  });

  it("of simulated worlds raise no false alarm", async () => {
    for (const more of [
      ["--preset", "plates", "--days", "60"],
      ["--days", "10", "--stress", "bursts"],
    ]) {
      await workshop.run([
        "simulate",
        "--seed",
        "5",
        "--operators",
        "40",
        ...more,
        "--out",
        "sim",
        "--force",
      ]);
      const said = await workshop.run([
        "scan",
        "sim/events.jsonl",
        "--ledger",
        "sim-ledger",
        "--jsonl",
        "-o",
        "sim-out",
      ]);
      expect(said.status).toBe(0);
      expect(workshop.summary("sim-out").events).toBeGreaterThan(200);
      expect(said.stdout).not.toMatch(/"detector":"(source|ledger)\//);
      rmSync(at("sim-ledger"), { recursive: true });
    }
  });
});

describe("proofs and bundles", () => {
  it("show look-ups to somebody who has the key, here and in Go", async () => {
    writeLog();
    await scan();
    const vkey = at("ledger", "ledger.vkey");
    expect(
      await workshop.run(["ledger", "prove", "city:000017", "--ledger", "ledger", "-o", "proof"]),
    ).toMatchObject({ status: 0 });
    expect(await verify("proof", "--key", vkey)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("leaf 17"),
    });
    expect(await verify("proof")).toMatchObject({ status: 2 });
    expect(await workshop.run(["ledger", "prove", "city:9", "--ledger", "ledger"])).toMatchObject({
      status: 3,
    });
    const proof = workshop.read("proof");
    const extra = (proof.split("\n")[1] as string).slice(6);
    const forged = Buffer.from(Buffer.from(extra, "base64").toString().replace("op-3", "op-4")).toString(
      "base64",
    );
    workshop.write("forged", proof.replace(extra, forged));
    expect(await verify("forged", "--key", vkey)).toMatchObject({
      status: 4,
      stderr: expect.stringContaining("commit"),
    });

    const [finding] = workshop.read("out/findings.jsonl").split("\n");
    const { id, events } = JSON.parse(finding as string) as { id: string; events: string[] };
    const bundle = ["ledger", "bundle", id, "--findings", "out", "--ledger", "ledger", "-o", "incident.tar"];
    expect(await workshop.run(bundle)).toMatchObject({ status: 0 });
    expect(JSON.parse((await verify("incident.tar", "--key", vkey, "--json")).stdout)).toMatchObject({
      events: events.length,
      missing: 0,
    });
    for (const { header, data } of await unpackTar(readFileSync(at("incident.tar"))))
      workshop.write(join("unpacked", header.name), data as Uint8Array);
    expect(readdirSync(at("unpacked", "proofs"))).toHaveLength(events.length);
    expect(workshop.read("unpacked/README.md")).toContain("sha256sum");
    const [any = ""] = readdirSync(at("unpacked", "salts"));
    const sum = execFileSync(
      "sh",
      ["-c", `(printf 'counterwatch/leaf/v1\\n'; cat salts/${any} events/${any}.json) | sha256sum`],
      { cwd: at("unpacked"), encoding: "utf8" },
    );
    expect(workshop.read(`unpacked/leaves/${any}.json`)).toContain(sum.slice(0, 64));
  });

  it.skipIf(go === undefined && process.env["CI"] !== "true")(
    "hold in Go, and what was changed does not",
    async () => {
      writeLog();
      await scan();
      await workshop.run(["ledger", "bundle", "out", "--ledger", "ledger", "-o", "incident.tar"]);
      for (const { header, data } of await unpackTar(readFileSync(at("incident.tar"))))
        workshop.write(join("unpacked", header.name), data as Uint8Array);
      const verifier = at("verify-log");
      const built = spawnSync(go as string, ["build", "-o", verifier, "."], {
        cwd: VERIFIER,
        encoding: "utf8",
      });
      if (built.status !== 0) {
        const env = { ...process.env, GO111MODULE: "off", GOPATH: "/usr/share/gocode", GOFLAGS: "" };
        execFileSync(go as string, ["build", "-o", verifier, "."], { cwd: VERIFIER, env });
      }
      const [vkey = ""] = workshop.read("ledger/ledger.vkey").split("\n");
      const byGo = () => spawnSync(verifier, ["bundle", at("unpacked"), vkey], { encoding: "utf8" });
      expect(byGo()).toMatchObject({
        status: 0,
        stdout: `ok ${readdirSync(at("unpacked", "proofs")).length}\n`,
      });
      expect(spawnSync(verifier, [at("ledger"), vkey], { encoding: "utf8" })).toMatchObject({ status: 0 });
      const [any = ""] = readdirSync(at("unpacked", "salts"));
      for (const path of [
        `salts/${any}`,
        `events/${any}.json`,
        `leaves/${any}.json`,
        `proofs/${any}.tlog-proof`,
      ]) {
        flip(join("unpacked", path), 30);
        expect(byGo().status, path).toBe(1);
        flip(join("unpacked", path), 30);
      }
      expect(byGo().status).toBe(0);
    },
  );

  it("leave out what was erased; the tree stays valid and the look-up does not come back", async () => {
    writeLog();
    await scan();
    expect(await workshop.run(["ledger", "erase", "city:000020", "--ledger", "ledger"])).toMatchObject({
      status: 0,
      stdout: "20\n",
    });
    expect(await verdict()).toMatchObject({ leaves: 701, bodies: { matched: 699, erased: 1 } });
    expect(workshop.read("ledger/private/bodies.jsonl")).not.toContain("city:000020");
    expect(await workshop.run(["ledger", "prove", "city:000020", "--ledger", "ledger"])).toMatchObject({
      status: 3,
    });
    await scan();
    expect(await verdict()).toMatchObject({ leaves: 701, bodies: { matched: 699, erased: 1 } });
    // Destroyed behind the ledger's back.
    const salts = readFileSync(at("ledger", "private", "salts.bin"));
    salts.fill(0, 64 * 30, 64 * 31);
    writeFileSync(at("ledger", "private", "salts.bin"), salts);
    expect(await verify("ledger")).toMatchObject({
      status: 4,
      stderr: expect.stringContaining("leaf 30 are gone"),
    });
  });
});

describe("witnesses and the read side", () => {
  it("cosign what grows, refuse what does not, and verification over HTTP shows it", async () => {
    writeLog([...Array(300).keys()]);
    await scan();
    cpSync(at("ledger"), at("old"), { recursive: true });
    const [vkey = ""] = workshop.read("ledger/ledger.vkey").split("\n");
    const witness = (
      await workshop.run(["ledger", "witness", "init", "witness", "--name", "witness.example/w1"])
    ).stdout.trim();
    const url = await serve("ledger", "witness", "serve", "witness", "--log", vkey);
    workshop.write("policy", `log ${vkey}\nwitness W ${witness} ${url}\nquorum W\n`);
    expect(await verify("ledger", "--witness", "policy")).toMatchObject({ status: 4 });
    expect(await workshop.run(["ledger", "witness", "ledger", "--policy", "policy"])).toMatchObject({
      status: 0,
      stdout: "W  cosigned 300 leaves\n",
    });
    writeLog();
    await scan();
    expect(await verdict("--witness", "policy")).toMatchObject({ witnessed: { leaves: 300, by: ["W"] } });
    await workshop.run(["ledger", "witness", "ledger", "--policy", "policy"]);
    // The old state, put back: the witness has seen more.
    expect(await workshop.run(["ledger", "witness", "old", "--policy", "policy"])).toMatchObject({
      status: 4,
      stdout: expect.stringContaining("has seen 700 leaves"),
    });
    const ledger = await serve("ledger", "serve", "ledger");
    const said = await verify(ledger, "--witness", "policy", "--json");
    expect(JSON.parse(said.stdout)).toMatchObject({
      leaves: 700,
      witnessed: { leaves: 700, by: ["W"] },
      bodies: null,
    });
    expect((await fetch(`${ledger}/private/salts.bin`)).status).toBe(404);
    expect((await fetch(`${ledger}/ledger.vkey`)).status).toBe(404);
    expect(await verify(ledger)).toMatchObject({ status: 2 });
  });
});
