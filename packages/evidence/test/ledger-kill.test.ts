import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { readEntries, verifyLog } from "../src/index.ts";
import { FolderReader, makeKey, nodeSha256, openLog, parseSigner } from "../src/node/index.ts";

/** The full run takes two minutes and more: COUNTERWATCH_KILLS=300. */
const KILLS = Number(process.env["COUNTERWATCH_KILLS"] ?? 60);
/** Logs, one after the other, so that verifying after each kill stays quick. */
const KILLS_A_LOG = 20;
const LANES = 2;
const child = fileURLToPath(new URL("ledger-writer.js", import.meta.url));
const { text: secret } = makeKey("log.example/killed", 1);
const signer = parseSigner(secret);
const options = { keys: [signer.key], entries: "any", sha256: nodeSha256 } as const;

/** Starts the writer, kills it after that long, and gives what it acknowledged and how many leaves it had recovered. */
async function killAfter(folder: string, name: string, milliseconds: number) {
  const writer = spawn(process.execPath, [child, folder, secret, name], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  const ready = new Promise<void>((resolve, reject) => {
    writer.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (output.includes("\n")) resolve();
    });
    writer.once("exit", () => reject(new Error(`the writer ended by itself: ${output}`)));
  });
  const ended = new Promise((resolve) => {
    writer.once("close", resolve);
  });
  await ready;
  await setTimeout(milliseconds);
  writer.kill("SIGKILL");
  await ended;
  const lines = output.slice(0, output.lastIndexOf("\n")).split("\n");
  const recovered = Number(/^ready (\d+)$/.exec(lines[0] ?? "")?.[1]);
  const acknowledged = lines.slice(1).map((line) => line.split(" ") as [string, string]);
  return { recovered, acknowledged };
}

async function entriesOf(folder: string, size: number): Promise<string[]> {
  const entries: string[] = [];
  for await (const { entry } of readEntries(new FolderReader(folder), { from: 0, to: size, size }))
    entries.push(new TextDecoder().decode(entry));
  return entries;
}

it(`kill -9 at ${KILLS} random moments: no acknowledged leaf lost, none twice, the log verifies`, async () => {
  let [kills, recovered, leaves, between] = [0, 0, 0, 0];
  const lane = async (): Promise<void> => {
    while (kills < KILLS) {
      const folder = await mkdtemp(join(tmpdir(), "counterwatch-kill-"));
      const acknowledged = new Map<number, string>();
      let older: Uint8Array[] = [];
      for (let kill = 0; kill < KILLS_A_LOG; kill++) {
        kills += 1;
        const result = await killAfter(folder, `${kills}`, Math.random() * 60);
        recovered += result.recovered;
        between += result.recovered > 0 ? 1 : 0;
        for (const [index, entry] of result.acknowledged) acknowledged.set(Number(index), entry);
        // As a stranger finds it, before anyone has repaired anything.
        const { checkpoint } = await verifyLog(new FolderReader(folder), { ...options, older });
        older = [(await new FolderReader(folder).read("checkpoint", 9999)) as Uint8Array];
        expect(checkpoint.size).toBeGreaterThan(Math.max(-1, ...acknowledged.keys()));
      }
      const log = await openLog(folder, { signers: [signer], origin: signer.key.name, clock: Date.now });
      await log.close();
      const { checkpoint } = await verifyLog(new FolderReader(folder), { ...options, older });
      const entries = await entriesOf(folder, checkpoint.size);
      for (const [index, entry] of acknowledged) expect(entries[index]).toBe(entry);
      expect(new Set(entries).size).toBe(entries.length);
      leaves += entries.length;
      await rm(folder, { recursive: true });
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  console.log(
    `${kills} kills, ${leaves} leaves; ${between} kills fell between staging and signing (${recovered} leaves)`,
  );
  expect(kills).toBeGreaterThanOrEqual(KILLS);
  // The delicate window was hit.
  expect(between).toBeGreaterThan(KILLS / 30);
}, 800_000);
