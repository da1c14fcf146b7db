import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatVerifierKey, verifyLog } from "../src/index.ts";
import { FolderReader, makeKey, nodeSha256, openLog, parseSigner } from "../src/node/index.ts";

const source = fileURLToPath(new URL("../../../test/go", import.meta.url));
const writer = fileURLToPath(new URL("ledger-writer.js", import.meta.url));
const go = ["go", "/usr/local/go/bin/go"].find((path) => spawnSync(path, ["version"]).status === 0);
if (go === undefined)
  console.warn("an independent verifier in Go: skipped, no Go here (apt-get install golang-go)");

const { text: secret } = makeKey("log.example/go", 1);
const signer = parseSigner(secret);
const vkey = formatVerifierKey(signer.key);
const leavesIn = (count: number, from: number) =>
  Array.from({ length: count }, (_, at) => new TextEncoder().encode(`leaf ${from + at}`));

async function write(log: string, sizes: readonly number[]): Promise<void> {
  const open = await openLog(log, {
    signers: [signer],
    origin: signer.key.name,
    clock: Date.now,
    batch: { milliseconds: 0, leaves: 8192 },
  });
  for (const size of sizes)
    await Promise.all(leavesIn(size - open.size, open.size).map((entry) => open.append(entry)));
  await open.close();
}

async function killWriter(log: string, name: string): Promise<void> {
  const child = spawn(process.execPath, [writer, log, secret, name], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let lines = 0;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    lines += text.split("\n").length - 1;
    if (lines > 100) child.kill("SIGKILL");
  });
  await new Promise((resolve) => {
    child.once("close", resolve);
  });
}

// With CI=true absence is a failure: beforeAll then throws.
describe.skipIf(go === undefined && process.env["CI"] !== "true")("an independent verifier in Go", () => {
  let folder: string;
  let verifier: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "counterwatch-go-"));
    verifier = join(folder, "verify-log");
    buildVerifier(go as string, verifier);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const byGo = (log: string, key = vkey) => spawnSync(verifier, [log, key], { encoding: "utf8" });

  async function requireAgreement(log: string): Promise<number> {
    const { checkpoint } = await verifyLog(new FolderReader(log), {
      keys: [signer.key],
      entries: "any",
      sha256: nodeSha256,
    });
    const { stdout, stderr } = byGo(log);
    expect([stdout, stderr]).toEqual([
      `ok ${checkpoint.size} ${Buffer.from(checkpoint.root).toString("base64")}\n`,
      "",
    ]);
    return checkpoint.size;
  }

  it.each([
    [[0]],
    [[1]],
    [[255]],
    [[255, 256]],
    [[256, 257]],
    [[511]],
    [[65_535]],
    [[65_535, 65_536]],
    [[65_536, 65_537]],
    [[70_000, 199_999, 200_000]],
  ])("agrees on a log that grew to %j leaves", async (sizes) => {
    const log = join(folder, `of-${sizes.join("-")}`);
    await write(log, sizes);
    expect(await requireAgreement(log)).toBe(sizes.at(-1));
  });

  it("agrees after kill -9 and recovery, again and again", async () => {
    const log = join(folder, "killed");
    for (let kill = 0; kill < 5; kill++) {
      await killWriter(log, `${kill}`);
      await (await openLog(log, { signers: [signer], origin: signer.key.name, clock: Date.now })).close();
      expect(await requireAgreement(log)).toBeGreaterThan(0);
    }
  });

  it("refuses what was changed, as ours does", async () => {
    const log = join(folder, "changed");
    await write(log, [300]);
    for (const path of [
      "checkpoint",
      "tile/entries/000",
      "tile/entries/001.p/44",
      "tile/0/000",
      "tile/0/001.p/44",
      "tile/1/000.p/1",
    ]) {
      const bytes = readFileSync(join(log, path));
      const changed = Uint8Array.from(bytes);
      changed[20] = (changed[20] as number) ^ 1;
      writeFileSync(join(log, path), changed);
      expect(byGo(log).status, path).toBe(1);
      writeFileSync(join(log, path), bytes);
    }
    expect(byGo(log).status).toBe(0);
    expect(byGo(log, formatVerifierKey(parseSigner(makeKey("log.example/go", 1).text).key)).status).toBe(1);
  });
});

/** With the module of go.mod; where that cannot be had, with Debian's golang-golang-x-mod-dev. */
function buildVerifier(tool: string, to: string): void {
  const asModule = spawnSync(tool, ["build", "-o", to, "."], { cwd: source, encoding: "utf8" });
  if (asModule.status === 0) return;
  const debian = "/usr/share/gocode";
  if (!existsSync(join(debian, "src/golang.org/x/mod")))
    throw new Error(`go build failed:\n${asModule.stderr}`);
  const env = { ...process.env, GO111MODULE: "off", GOPATH: debian, GOFLAGS: "" };
  execFileSync(tool, ["build", "-o", to, "."], {
    cwd: source,
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
}
