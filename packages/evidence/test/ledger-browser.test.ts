import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  commit,
  encodeLeaf,
  formatVerifierKey,
  makeProofFile,
  parseCheckpoint,
  parseNote,
  proveInclusion,
} from "../src/index.ts";
import {
  askWitness,
  FolderReader,
  keepCosigned,
  type Listener,
  listen,
  logHandler,
  makeKey,
  openLog,
  openWitness,
  parseSigner,
} from "../src/node/index.ts";

const executablePath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
const present = existsSync(executablePath);
if (!present)
  console.warn(`the verifier in a browser: skipped, no Chromium at ${executablePath} (set CHROMIUM_PATH)`);

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];
const PAGE = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>Verify</title><script type="module" src="/page.js"></script>`;
const POLICY = "default-src 'none'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src data:";

const ORIGIN = "log.example/browser";
const SIZE = 700;
const signers = [parseSigner(makeKey(ORIGIN, 1).text), parseSigner(makeKey(ORIGIN, 6).text)];
const witnessSigner = parseSigner(makeKey("witness.example/w1", 4).text);
const salt = new Uint8Array(32).fill(5);
const body = { plate: "withheld", rows: 3 };
const leaf = (sequence: number) =>
  encodeLeaf({
    kind: "event",
    source: "city-a",
    sequence,
    time: "2026-01-01T00:00:00.000Z",
    commitment: commit(salt, body),
  });

const clock = () => 1_767_225_600_000;
const type = (name: string) => ({ headers: { "content-type": name, "content-security-policy": POLICY } });

// With CI=true a missing browser is a failure: beforeAll then throws.
describe.skipIf(!present && process.env["CI"] !== "true")("the verifier in a browser", () => {
  let folder: string;
  let server: Listener;
  let browser: Browser;
  let page: Page;
  let proof: Uint8Array;
  let spoilt: string | undefined;
  const trouble: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "counterwatch-browser-"));
    const ledger = join(folder, "log");
    await writeCosigned(ledger);
    const reader = new FolderReader(ledger);
    const checkpoint = (await reader.read("checkpoint.cosigned", 99_999)) as Uint8Array;
    const claim = { index: 300, entry: leaf(300), checkpoint: parseCheckpoint(parseNote(checkpoint).text) };
    proof = makeProofFile({ index: 300, hashes: await proveInclusion(reader, claim), checkpoint });

    await build({
      configFile: false,
      logLevel: "error",
      resolve: { conditions: ["source", "browser", "import", "default"] },
      build: {
        outDir: join(folder, "page"),
        emptyOutDir: true,
        target: "es2022",
        rollupOptions: {
          input: fileURLToPath(new URL("ledger-page.js", import.meta.url)),
          output: { entryFileNames: "page.js" },
        },
      },
    });
    const tiles = logHandler(reader, { prefix: "/ledger" });
    server = await listen(async (request) => serve(new URL(request.url).pathname, request, tiles), {
      port: 0,
    });
    browser = await chromium.launch({ executablePath, args: ARGUMENTS });
    page = await browser.newPage();
    page.on("request", (request) => {
      if (!request.url().startsWith(server.url) && !request.url().startsWith("data:"))
        trouble.push(`request ${request.url()}`);
    });
    page.on("console", (message) => trouble.push(`console ${message.text()}`));
    page.on("pageerror", (error) => trouble.push(`error ${error.message}`));
    await page.goto(server.url);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  async function serve(
    path: string,
    request: Request,
    tiles: (request: Request) => Promise<Response>,
  ): Promise<Response> {
    if (path === "/") return new Response(PAGE, type("text/html"));
    if (path === "/proof") return new Response(proof.slice(), type("text/plain"));
    if (path.startsWith("/ledger/")) return spoil(path, await tiles(request));
    const script = /^\/([\w./-]+\.js)$/.exec(path)?.[1];
    if (script === undefined) return new Response("", { status: 404 });
    return new Response(await readFile(join(folder, "page", script)), type("text/javascript"));
  }

  /** Changes one byte of the resource that a test names. */
  async function spoil(path: string, answer: Response): Promise<Response> {
    if (path !== spoilt) return answer;
    const bytes = new Uint8Array(await answer.arrayBuffer());
    bytes[50] = (bytes[50] as number) ^ 1;
    return new Response(bytes);
  }

  const settings = {
    log: "/ledger",
    proof: "/proof",
    keys: signers.map(({ key }) => formatVerifierKey(key)),
    policy: `witness W ${formatVerifierKey(witnessSigner.key)}\nquorum W\n`,
    older: [] as string[],
    index: 300,
    salt: [...salt],
    body,
  };
  const call = (name: string, changed: Partial<typeof settings> = {}) =>
    page.evaluate(`window[${JSON.stringify(name)}](${JSON.stringify({ ...settings, ...changed })})`);

  it("verifies a whole log by fetch: both signatures, tree, sequences, witness", async () => {
    expect(await call("verifyByFetch")).toEqual({
      size: SIZE,
      sources: [["city-a", SIZE]],
      witnessed: { size: SIZE, by: [{ name: "W", seconds: 1_767_225_600 }] },
      limits: ["withheld", "omission", "content"],
    });
    expect(trouble).toEqual([]);
  });

  it("verifies a proof file and the body of a leaf", async () => {
    expect(await call("verifyBundle")).toEqual({ index: 300, size: SIZE });
    expect(await call("verifyBundle", { body: { ...body, rows: 4 } })).toMatchObject({ code: "commitment" });
    expect(await call("verifyBundle", { index: 301 })).toMatchObject({ code: "proof" });
    expect(trouble).toEqual([]);
  });

  it("names the tile that was changed on the way", async () => {
    for (const [path, code] of [
      ["tile/0/001", "tree"],
      ["tile/entries/001", "tree"],
      ["tile/1/000.p/2", "tree"],
    ] as const) {
      spoilt = `/ledger/${path}`;
      // A page of its own, for the browser keeps tiles for ever.
      const context = await browser.newContext();
      const fresh = await context.newPage();
      await fresh.goto(server.url);
      const result = await fresh.evaluate(`verifyByFetch(${JSON.stringify(settings)})`);
      expect(result, path).toMatchObject({ code, place: { tile: path } });
      await context.close();
    }
    spoilt = undefined;
  });

  async function writeCosigned(ledger: string): Promise<void> {
    const log = await openLog(ledger, { signers, origin: ORIGIN, clock, batch: { milliseconds: 0 } });
    await Promise.all(Array.from({ length: SIZE }, (_, at) => log.append(leaf(at))));
    await log.close();
    const witness = await openWitness(join(folder, "witness"), {
      signers: [witnessSigner],
      logs: [signers[0]?.key as never, signers[1]?.key as never],
      clock,
    });
    const listener = await listen(witness.handle, { port: 0 });
    const asked = { url: listener.url, key: witnessSigner.key };
    await keepCosigned(ledger, await askWitness(new FolderReader(ledger), log.checkpoint, asked));
    await listener.close();
    await witness.close();
  }
});
