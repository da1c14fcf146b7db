import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { base64, fromUtf8, utf8 } from "../encoding.ts";
import { tileTree } from "../log/tile-tree.ts";
import { verifyLog } from "../log/verification.ts";
import { consistencyProof } from "../merkle/proofs.ts";
import { formatCheckpoint } from "../note/checkpoint.ts";
import { formatNote, parseNote, parseSignatureLines } from "../note/note.ts";
import { parsePolicy } from "../note/policy.ts";
import { openNote, type Signer, signText } from "../note/signature.ts";
import { formatVerifierKey } from "../note/verifier-key.ts";
import { FolderReader } from "./disk-reader.ts";
import { makeKey, parseSigner } from "./key-files.ts";
import { listen } from "./listener.ts";
import { openLog } from "./log.ts";
import { Crashed, MemoryDisk } from "./memory-disk.fixture.ts";
import { askWitness, keepCosigned, newestWitnessed } from "./witness-client.ts";
import { openWitness, type Witness } from "./witness-server.ts";
import { originHash } from "./witness-state.ts";
import { eventLeaf, type Files, mapReader, writtenLog } from "./written-log.fixture.ts";

const code = (code: string) => expect.objectContaining({ code });
const ORIGIN = "log.example/witnessed";
const log = parseSigner(makeKey(ORIGIN, 1).text);
const signers = [
  parseSigner(makeKey("witness.example/w1", 4).text),
  parseSigner(makeKey("witness.example/w1", 6).text),
];
const clock = () => 1_767_225_600_000;
const events = (count: number) => Array.from({ length: count }, (_, at) => eventLeaf(at));

/** The log at each of these sizes. */
async function states(sizes: readonly number[], signer: Signer = log): Promise<Map<number, Files>> {
  const all = new Map<number, Files>();
  for (const size of sizes) all.set(size, await writtenLog([events(size)], [signer]));
  return all;
}

async function bodyOf(files: Files, old: number, size: number): Promise<string> {
  const proof = old <= size ? await consistencyProof(old, size, tileTree(mapReader(files), size)) : [];
  return [`old ${old}`, ...proof.map(base64), "", fromUtf8(files.get("checkpoint") as Uint8Array)].join("\n");
}

const post = (witness: Witness, body: string | Uint8Array) =>
  witness.handle(
    new Request("http://w/add-checkpoint", {
      method: "POST",
      body: typeof body === "string" ? body : body.slice(),
    }),
  );

const open = (disk = new MemoryDisk()) => openWitness("", { signers, logs: [log.key], clock, disk });

describe("C2SP tlog-witness", () => {
  it("cosigns what is consistent, with its time, by each of its keys", async () => {
    const witness = await open();
    const all = await states([0, 5, 9]);
    for (const [old, size] of [
      [0, 0],
      [0, 5],
      [5, 5],
      [5, 9],
    ] as const) {
      const files = all.get(size) as Files;
      const answer = await post(witness, await bodyOf(files, old, size));
      expect(answer.status).toBe(200);
      const lines = parseSignatureLines(await answer.text());
      const { text } = parseNote(files.get("checkpoint") as Uint8Array);
      const keys = signers.map(({ key }) => key);
      const opened = await openNote(formatNote({ text, signatures: lines }), keys);
      expect(opened.signed).toEqual(keys.map((key) => ({ key, seconds: 1_767_225_600 })));
    }
    const newest = await witness.handle(new Request(`http://w/${originHash(ORIGIN)}/checkpoint`));
    expect(newest.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    const note = await openNote(new Uint8Array(await newest.arrayBuffer()), [
      log.key,
      ...signers.map(({ key }) => key),
    ]);
    expect([note.text.split("\n")[1], note.signed.length, note.unknown]).toEqual(["9", 3, 0]);
  });

  it("409 with its size, as text/x.tlog.size, where the old size is not its own", async () => {
    const witness = await open();
    const all = await states([3, 5, 9]);
    expect((await post(witness, await bodyOf(all.get(5) as Files, 0, 5))).status).toBe(200);
    for (const [old, size] of [
      [0, 9],
      [3, 9],
      [0, 5],
      [3, 3],
    ] as const) {
      const answer = await post(witness, await bodyOf(all.get(size) as Files, old, size));
      expect([answer.status, answer.headers.get("content-type"), await answer.text()]).toEqual([
        409,
        "text/x.tlog.size",
        "5\n",
      ]);
    }
  });

  it("422 for a rewritten history, a proof that does not hold, another tree of the same size", async () => {
    const witness = await open();
    const all = await states([5, 9]);
    const other = await writtenLog([[eventLeaf(0, "other"), ...events(8)]], [log]);
    const otherFive = await writtenLog([[eventLeaf(0, "other"), ...events(4)]], [log]);
    expect(
      (
        await post(
          witness,
          (
            await bodyOf(all.get(5) as Files, 0, 5)
          ).replace("old 0\n", `old 0\n${base64(new Uint8Array(32))}\n`),
        )
      ).status,
    ).toBe(422);
    expect((await post(witness, await bodyOf(all.get(5) as Files, 0, 5))).status).toBe(200);
    const good = await bodyOf(all.get(9) as Files, 5, 9);
    const lines = good.split("\n");
    expect((await post(witness, lines.toSpliced(1, 1).join("\n"))).status).toBe(422);
    expect((await post(witness, lines.with(1, base64(new Uint8Array(32))).join("\n"))).status).toBe(422);
    expect((await post(witness, await bodyOf(other, 5, 9))).status).toBe(422);
    expect((await post(witness, await bodyOf(otherFive, 5, 5))).status).toBe(422);
    const empty = formatCheckpoint({ origin: ORIGIN, size: 0, root: new Uint8Array(32) });
    const fresh = await open();
    const note = fromUtf8(formatNote({ text: empty, signatures: [signText(empty, log, 0)] }));
    expect((await post(fresh, `old 0\n\n${note}`)).status).toBe(422);
    expect((await post(witness, good)).status).toBe(200);
  });

  it("403 without a good signature of the log, 404 for other logs and addresses, 400 for nonsense, 405, 413", async () => {
    const witness = await open();
    const five = (await states([5])).get(5) as Files;
    const body = await bodyOf(five, 0, 5);
    const stranger = (await states([5], parseSigner(makeKey(ORIGIN, 1).text))).get(5) as Files;
    const elsewhere = (await states([5], parseSigner(makeKey("else.example", 1).text))).get(5) as Files;
    const broken = body.replace(
      /(— \S+ \S{20})(.)/,
      (_, head: string, one: string) => `${head}${one === "A" ? "B" : "A"}`,
    );
    expect((await post(witness, await bodyOf(stranger, 0, 5))).status).toBe(403);
    expect((await post(witness, broken)).status).toBe(403);
    expect((await post(witness, await bodyOf(elsewhere, 0, 5))).status).toBe(404);
    for (const bad of [
      "",
      "old",
      "\n\n",
      body.replace("old 0", "old 00"),
      body.replace("old 0", "old -1"),
      body.replace("old 0", "old 6"),
      body.replace("old 0", "new 0"),
      body.slice(0, 40),
      `old 0\n${"AAAA\n".repeat(70)}\n`,
      body.replace("old 0", "old 0\nAAAA"),
      new Uint8Array([255, 254]),
    ])
      expect((await post(witness, bad)).status, JSON.stringify(bad).slice(0, 60)).toBe(400);
    expect((await post(witness, `old 0\n${"x".repeat(300_000)}`)).status).toBe(413);
    const get = (path: string, method = "GET") => witness.handle(new Request(`http://w${path}`, { method }));
    expect((await get("/add-checkpoint")).status).toBe(405);
    expect((await get(`/${originHash(ORIGIN)}/checkpoint`, "DELETE")).status).toBe(405);
    for (const path of [
      "/",
      "/x",
      `/${originHash(ORIGIN)}/checkpoint`,
      `/${originHash("else.example")}/checkpoint`,
      "/../checkpoint",
    ])
      expect((await get(path)).status).toBe(404);
    expect((await post(witness, body)).status).toBe(200);
  });

  it("of requests that race, one is cosigned: no witness goes back", async () => {
    const all = await states([1, 2, 3, 4, 5, 6, 7, 8]);
    const witness = await open();
    const answers = await Promise.all(
      [...all].map(async ([size, files]) => ({
        size,
        status: (await post(witness, await bodyOf(files, 0, size))).status,
      })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(7);
  });

  it("crash at each write step, power lost: what was cosigned is remembered", async () => {
    const all = await states([3, 5]);
    const count = async (disk: MemoryDisk) => {
      const witness = await open(disk);
      const answers: number[] = [];
      for (const [old, size] of [
        [0, 3],
        [3, 5],
      ] as const)
        answers.push((await post(witness, await bodyOf(all.get(size) as Files, old, size))).status);
      return answers.filter((status) => status === 200).length;
    };
    const whole = new MemoryDisk();
    expect(await count(whole)).toBe(2);
    for (let last = 0; last < whole.steps; last++)
      for (const keep of [0, 1]) {
        const disk = new MemoryDisk();
        disk.before = (step) => {
          if (step === last) throw new Crashed();
        };
        const cosigned = await count(disk);
        const after = await open(disk.crash(() => keep * 0.55));
        const answer = await post(after, await bodyOf(all.get(5) as Files, 1, 5));
        const remembered = Number(await answer.text());
        expect(answer.status).toBe(409);
        expect(remembered).toBeGreaterThanOrEqual([0, 3, 5][cosigned] as number);
      }
  });

  it("a state that somebody changed is not believed", async () => {
    const disk = new MemoryDisk();
    const five = (await states([5])).get(5) as Files;
    expect((await post(await open(disk), await bodyOf(five, 0, 5))).status).toBe(200);
    await disk.write(
      originHash(ORIGIN),
      utf8(fromUtf8((await disk.read(originHash(ORIGIN), 1e6)) as Uint8Array).replace("\n5\n", "\n4\n")),
    );
    const again = await open(disk.kill());
    expect((await post(again, await bodyOf(five, 0, 5))).status).toBe(500);
    await expect(
      openWitness("", { signers: [log], logs: [], clock, disk: new MemoryDisk() }),
    ).rejects.toThrow(code("key"));
  });
});

describe("a log and its witness over HTTP", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "counterwatch-witness-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("cosigns as the log grows; verification then shows what the witness saw, and a rollback", async () => {
    const [signer] = signers as [Signer];
    const witness = await openWitness(join(folder, "witness"), {
      signers,
      logs: [log.key],
      clock,
      prefix: "/w",
    });
    const server = await listen(witness.handle, { port: 0 });
    const asked = { url: `${server.url}/w`, key: signer.key };
    const policy = parsePolicy(`witness W ${formatVerifierKey(signer.key)}\nquorum W\n`);
    const ledger = join(folder, "log");
    const reader = new FolderReader(ledger);
    try {
      expect(await newestWitnessed(asked.url, ORIGIN)).toBeUndefined();
      for (const size of [3, 300, 301]) {
        const writer = await openLog(ledger, {
          signers: [log],
          origin: ORIGIN,
          clock,
          batch: { milliseconds: 0 },
        });
        await Promise.all(
          events(size)
            .slice(writer.size)
            .map((entry) => writer.append(entry)),
        );
        await writer.close();
        if (size === 300) continue;
        await keepCosigned(ledger, await askWitness(reader, writer.checkpoint, asked));
        const { witnessed } = await verifyLog(reader, { keys: [log.key], policy });
        expect(witnessed?.size).toBe(size);
      }
      const newest = (await newestWitnessed(asked.url, ORIGIN)) as Uint8Array;
      expect((await verifyLog(reader, { keys: [log.key], policy, older: [newest] })).agrees).toEqual([
        301, 301,
      ]);
      expect(readdirSync(ledger).toSorted()).toEqual([
        ".writer",
        "checkpoint",
        "checkpoint.cosigned",
        "tile",
      ]);

      // Put back to a state that was cosigned in its time: only what the witness has seen since shows it.
      const early = (await writtenLog([events(3)], [log])) as Files;
      const earlyNote = early.get("checkpoint") as Uint8Array;
      await expect(askWitness(mapReader(early), earlyNote, asked)).rejects.toThrow(code("inconsistent"));
      await expect(verifyLog(mapReader(early), { keys: [log.key], older: [newest] })).rejects.toThrow(
        code("inconsistent"),
      );
      const rewritten = await writtenLog([[eventLeaf(0, "z"), ...events(400)]], [log]);
      await expect(
        askWitness(mapReader(rewritten), rewritten.get("checkpoint") as Uint8Array, asked),
      ).rejects.toThrow(code("inconsistent"));
      const unknown = await writtenLog([events(1)], [parseSigner(makeKey("else.example", 1).text)]);
      await expect(
        askWitness(mapReader(unknown), unknown.get("checkpoint") as Uint8Array, asked),
      ).rejects.toThrow(code("refused"));
      const liar = { url: asked.url, key: parseSigner(makeKey("witness.example/w1", 4).text).key };
      await expect(
        askWitness(reader, (await reader.read("checkpoint", 9999)) as Uint8Array, liar),
      ).rejects.toThrow(code("signature"));
    } finally {
      await server.close();
      await witness.close();
    }
    await expect(
      askWitness(reader, (await reader.read("checkpoint", 9999)) as Uint8Array, asked),
    ).rejects.toThrow(code("network"));
  });
});
