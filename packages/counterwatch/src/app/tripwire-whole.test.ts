/**
 * Both sides at full size over a wire that is listened to: 5,000 members, 100,000 look-ups. What each side was sent is all it
 * can know, so the whole of it is looked at.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createOprf, loadGroup, readBatch } from "@counterwatch/evidence";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acknowledgement } from "../server/tripwire-reception.ts";
import { inputOf } from "../tripwire/watched-subjects.ts";
import { lookupLine, Pair, plateMember } from "./tripwire-pair.fixture.ts";

const MEMBERS = 5000;
const LOOKUPS = 100_000;
const SHAPE = { size: 2048, payload: 480 };
const SIZES = { ...SHAPE, quota: 5120, batch: 256, tick: 1 };

const plateOf = (at: number) => `ZQ${String(at).padStart(5, "0")}X`;
/** Looked up: plates 0 to 19,999, some of them often. Members: every fourth of them up to 8,000, and 3,000 nobody looks for. */
const looked = (at: number) => Math.floor(((at * 7919) % 20_000) * (at % 3 === 0 ? 0.05 : 1));
const members = Array.from({ length: MEMBERS }, (_, at) =>
  plateMember(plateOf(at < 2000 ? at * 4 : 100_000 + at), `m-${at}`, at % 100 === 0),
);

describe("a run with 5,000 members and 100,000 look-ups", () => {
  const pair = new Pair(SIZES);
  let sent: Awaited<ReturnType<Pair["send"]>>;

  beforeAll(async () => {
    const log = pair.writeLog(
      "audit.jsonl",
      Array.from({ length: LOOKUPS }, (_, at) => lookupLine(at, plateOf(looked(at)))),
    );
    const toAgency = await pair.wire("agency");
    const toCustodian = await pair.wire("custodian");
    const stop = new AbortController();
    const matching = pair.match(toAgency.lead, stop.signal);
    let enrolling: Promise<unknown> | undefined;
    const sending = pair.send([log], toAgency.address, (port) => {
      toCustodian.lead(port);
      enrolling = pair.enrol(toCustodian.address, members);
      enrolling.catch(() => {});
    });
    sent = await sending;
    await enrolling;
    while (pair.findings.length < 1) await new Promise((resolve) => setTimeout(resolve, 10));
    const batches = Math.ceil(LOOKUPS / SHAPE.size);
    while (readdirSync(join(pair.agency.path, "inbox")).length > 0)
      await new Promise((resolve) => setTimeout(resolve, 10));
    stop.abort();
    expect((await matching).batches).toBeGreaterThanOrEqual(batches);
  }, 300_000);

  afterAll(() => pair.close());

  it("finds every look-up of a member, and nothing else", () => {
    const byPlate = new Map(members.map(({ id, member }) => [id, member]));
    const expected = Array.from({ length: LOOKUPS }, (_, at) => [byPlate.get(plateOf(looked(at))), `e${at}`])
      .filter(([member]) => member !== undefined)
      .map(String);
    const found = pair.findings.map(({ evidence, events }) => String([evidence["member"], events[0]]));
    expect(expected.length).toBeGreaterThan(10_000);
    expect(found.toSorted()).toEqual(expected.toSorted());
    expect(new Set(pair.findings.map(({ id }) => id)).size).toBe(found.length);
    const decoys = pair.findings.filter(({ detector }) => detector === "decoy");
    expect(decoys.length).toBeGreaterThan(0);
    expect(decoys.every(({ evidence }) => Number(String(evidence["member"]).slice(2)) % 100 === 0)).toBe(
      true,
    );
    expect(sent).toMatchObject({ lookups: LOOKUPS, unchecked: 0 });
  });

  it("shows the agency entries of which no two are alike but in length, whoever was looked up", () => {
    const bodies = pair.heardBy("agency").map(({ body }) => body);
    const batches = bodies.map((body) => readBatch(body, SHAPE));
    expect(new Set(bodies.map(({ length }) => length)).size).toBe(1);
    const entries = batches.flatMap((batch) => batch.entries);
    expect(entries.length).toBe(bodies.length * SHAPE.size);
    expect(new Set(entries.map(({ tag }) => Buffer.from(tag).toString("latin1"))).size).toBe(entries.length);
    // No block of 16 bytes occurs twice, in one entry or in two: nothing of one look-up stands in another.
    const blocks = new Set<string>();
    let count = 0;
    for (const { sealed } of entries) {
      for (let at = 0; at < 64; at += 16, count++)
        blocks.add(Buffer.from(sealed.subarray(at, at + 16)).toString("latin1"));
    }
    expect(blocks.size).toBe(count);
    expect(new Set(batches.map(({ salt }) => Buffer.from(salt).toString("hex"))).size).toBe(batches.length);
    // Every byte value is as common as any other: chi-square, 255 degrees of freedom, passed by chance once in 10,000 at 347.
    const counts = Array.from({ length: 256 }, () => 0);
    for (const { tag, sealed } of entries)
      for (const byte of [tag[0], sealed[0], sealed.at(-1)]) counts[byte!]! += 1;
    const mean = (entries.length * 3) / 256;
    expect(counts.reduce((sum, each) => sum + (each - mean) ** 2 / mean, 0)).toBeLessThan(347);
    // Only batches came to it, and nothing that names a plate.
    expect(
      pair
        .heardBy("agency")
        .every(({ method, path }) => method === "PUT" && /^\/v1\/batches\/\d+$/.test(path)),
    ).toBe(true);
    for (const body of bodies) expect(Buffer.from(body).toString("latin1")).not.toMatch(/ZQ\d{5}X/);
  });

  it("shows the custodian elements of which none says anything, and acknowledgements that are the same whatever matched", async () => {
    const heard = pair.heardBy("custodian");
    expect(heard.map(({ method, path, body }) => `${method} ${path} ${body.length}`)).toEqual([
      "GET /v1/epoch 0",
      expect.stringMatching(/^POST \/v1\/epochs\/1\/order \d+$/),
      ...Array.from({ length: 20 }, (_, at) => `POST /v1/epochs/1/batches/${at} ${256 * 32}`),
      "POST /v1/epochs/1/ready 0",
    ]);
    const elements = heard
      .filter(({ path }) => path.includes("/batches/"))
      .flatMap(({ body }) =>
        Array.from({ length: 256 }, (_, at) =>
          Buffer.from(body.slice(at * 32, at * 32 + 32)).toString("hex"),
        ),
      );
    expect(new Set(elements).size).toBe(5120);
    // The order names sizes, hashes and officers; its length does not depend on who is in it.
    const order = JSON.parse(Buffer.from(heard[1]!.body).toString()) as {
      order: object;
      signatures: object[];
    };
    expect(Object.keys(order.order).sort()).toEqual(["digests", "epoch", "made", "publicKey", "terms", "v"]);
    expect(order.signatures).toHaveLength(2);
    // An unblinded member would be recognised by whoever hashes its plate.
    const group = await loadGroup();
    const oprf = createOprf(group, "voprf");
    const one = Buffer.alloc(64);
    one[0] = 1;
    for (const { id } of members.slice(0, 50)) {
      const { element } = oprf.blind(
        new TextEncoder().encode(inputOf("plate", id)),
        () => new Uint8Array(one),
      );
      expect(elements).not.toContain(Buffer.from(element).toString("hex"));
    }
    // What comes back for a batch: a function of the batch alone.
    const batches = pair.heardBy("agency");
    for (const { answer, path } of batches) {
      const text = Buffer.from(answer).toString();
      const { root } = JSON.parse(text) as { root: string };
      expect(text).toBe(acknowledgement(Number(path.split("/").at(-1)), root));
      expect(text.length).toBe(106);
    }
  });

  it("leaves each root and count in the ledger before the batch goes out, and no plate in any file", () => {
    const said = pair.ledger.acts("tripwire-batch").map(({ batch, count, root }) => [batch, count, root]);
    const roots = pair
      .heardBy("agency")
      .map(({ answer }) => (JSON.parse(Buffer.from(answer).toString()) as { root: string }).root);
    expect(said).toEqual(roots.map((root, at) => [at + 1, SHAPE.size, root]));
    expect(pair.ledger.acts("enrolment").map(({ act }) => act)).toEqual([
      "order",
      ...Array.from({ length: 20 }, () => "batch"),
      "ready",
    ]);
    const bodies = pair.heardBy("custodian").filter(({ path }) => path.includes("/batches/"));
    expect(pair.ledger.acts("enrolment").flatMap(({ digest }) => digest ?? [])).toEqual(
      bodies.map(({ body }) => createHash("sha256").update(body).digest("hex")),
    );
    for (const folder of [pair.custodian.path, pair.agency.path]) {
      const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      );
      expect(files.length).toBeGreaterThan(5);
      for (const { parentPath, name } of files)
        expect(readFileSync(join(parentPath, name), "latin1")).not.toMatch(/ZQ\d{5}X/i);
    }
    expect(JSON.stringify(pair.ledger.entries)).not.toMatch(/ZQ\d{5}X/i);
  });
});
