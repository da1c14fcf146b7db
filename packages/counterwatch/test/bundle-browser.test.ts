/** Must hold: a bundle that `ledger bundle` packed is verified in a browser that has no network, and a damaged byte is told. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { formatVerifierKey } from "@counterwatch/evidence";
import { makeKey, parseSigner } from "@counterwatch/evidence/node";
import { type Browser, chromium, type Page } from "playwright-core";
import { build } from "vite";
import { afterEach, describe, expect, it } from "vitest";
import { Workshop } from "./workshop.ts";

const executablePath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
const present = existsSync(executablePath);
if (!present)
  console.warn(`a bundle in a browser: skipped, no Chromium at ${executablePath} (set CHROMIUM_PATH)`);

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const workshop = new Workshop();
let browser: Browser | undefined;
afterEach(async () => await browser?.close());

/** Offline from its first line on: the page is a text, its script is put in, and every request is counted. */
async function openPage(): Promise<{ page: Page; requests: string[]; trouble: string[] }> {
  await build({
    configFile: false,
    logLevel: "error",
    resolve: { conditions: ["source", "browser", "import", "default"] },
    build: {
      outDir: join(workshop.path, "page"),
      target: "es2022",
      rollupOptions: {
        input: fileURLToPath(new URL("bundle-page.js", import.meta.url)),
        output: { entryFileNames: "page.js", codeSplitting: false },
      },
    },
  });
  browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  const context = await browser.newContext({ offline: true });
  const page = await context.newPage();
  const [requests, trouble]: string[][] = [[], []];
  page.on("request", (request) => {
    if (!request.url().startsWith("data:")) requests!.push(request.url());
  });
  page.on("pageerror", (error) => trouble!.push(error.message));
  await page.setContent("<!doctype html><title>Verify</title>");
  await page.addScriptTag({
    type: "module",
    content: await readFile(join(workshop.path, "page", "page.js"), "utf8"),
  });
  await page.waitForFunction("typeof verify === 'function'");
  return { page, requests: requests!, trouble: trouble! };
}

/** A scan with a ledger, and a bundle of all that it found. */
async function packed(): Promise<{ archive: Uint8Array; vkey: string }> {
  workshop.writeAudit();
  await workshop.run(["scan", "log", "--zone", "America/Chicago", "--out", "out", "--ledger", "ledger"]);
  const bundle = ["ledger", "bundle", "out", "--ledger", "ledger", "-o", "incident.tar"];
  expect(await workshop.run(bundle)).toMatchObject({ status: 0 });
  const archive = Uint8Array.from(await readFile(join(workshop.path, "incident.tar")));
  return { archive, vkey: workshop.read("ledger/ledger.vkey").split("\n")[0] ?? "" };
}

const text = (archive: Uint8Array) => Buffer.from(archive).toString("base64");

// With CI=true a missing browser is a failure.
describe.skipIf(!present && process.env["CI"] !== "true")("a bundle in a browser without a network", () => {
  it("is unpacked and verified in the page; a damaged byte, another key and an absent witness are told", async () => {
    const { archive, vkey } = await packed();
    const { page, requests, trouble } = await openPage();
    const verify = (bytes: Uint8Array, keys = [vkey], policy?: string) =>
      page.evaluate(
        `verify(${JSON.stringify(text(bytes))}, ${JSON.stringify(keys)}, ${JSON.stringify(policy)})`,
      );

    const shown = (await verify(archive)) as { events: number; missing: number; origin: string };
    const here = await workshop.run(["ledger", "verify", "incident.tar", "--key", vkey, "--json"]);
    expect({ what: "bundle", ...shown }).toEqual(JSON.parse(here.stdout));
    expect(shown.events).toBeGreaterThan(3);

    for (const [folder, byte, codes] of [
      ["events/", 30, ["commitment", "malformed"]],
      ["leaves/", 30, ["proof"]],
      ["proofs/", 60, ["malformed", "proof", "signature"]],
      ["salts/", 31, ["commitment"]],
    ] as const) {
      const damaged = archive.slice();
      const at = contentOf(archive, folder) + byte;
      damaged[at] = (damaged[at] as number) ^ 1;
      const said = (await verify(damaged)) as { code: string; place: { file: string } };
      expect(codes, folder).toContain(said.code);
      expect(said.place.file).toMatch(/^proofs\/\d+\.tlog-proof$/);
    }
    expect(await verify(archive.slice(0, archive.length / 2))).toMatchObject({ code: "malformed" });

    const other = formatVerifierKey(parseSigner(makeKey(vkey.split("+")[0] ?? "", 1).text).key);
    expect(await verify(archive, [other])).toMatchObject({ code: "signature" });
    const witness = formatVerifierKey(parseSigner(makeKey("witness.example/w1", 4).text).key);
    expect(await verify(archive, [vkey], `witness W ${witness}\nquorum W\n`)).toMatchObject({
      code: "witness",
    });
    expect([requests, trouble]).toEqual([[], []]);
  });
});

/** Where the first file of a folder begins: behind its header, which stands at a multiple of 512. */
function contentOf(archive: Uint8Array, folder: string): number {
  for (let at = 0; at < archive.length; at += 512)
    if (Buffer.from(archive.subarray(at, at + folder.length)).toString() === folder) return at + 512;
  throw new Error(`no file of ${folder}`);
}
