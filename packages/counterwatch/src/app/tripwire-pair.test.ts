import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { TripwireTables } from "../store/tripwire-tables.ts";
import { type Heard, lookupLine, Pair, plateMember, type Sizes } from "./tripwire-pair.fixture.ts";

const pairs: Pair[] = [];
afterEach(async () => {
  for (const pair of pairs.splice(0)) await pair.close();
});

function paired(sizes?: Sizes): Pair {
  const pair = new Pair(sizes);
  pairs.push(pair);
  return pair;
}

const plateOf = (at: number) => `PLT${String(at).padStart(4, "0")}`;
const sixty = (from: number) => Array.from({ length: 60 }, (_, at) => lookupLine(from + at, plateOf(at % 4)));
const members = [
  plateMember(plateOf(1), "m-1"),
  plateMember(plateOf(2), "m-2"),
  plateMember(plateOf(3), "d-1", true),
];
const refused = (code: string) => expect.objectContaining({ code });

/**
 * Sends the log, has the agency enrol on the way or not, and waits until it has tested everything. `onCut`: the sender may have nothing
 * left to send, and go, before the enrolment is through.
 */
async function whole(
  pair: Pair,
  log: readonly string[],
  enrolling: "enrolling" | "enrolled" = "enrolled",
  onCut?: () => void,
) {
  const toAgency = await pair.wire("agency");
  const toCustodian = await pair.wire("custodian");
  const stop = new AbortController();
  const matching = pair.match(toAgency.lead, stop.signal);
  let enrolled: Promise<unknown> | undefined;
  const sent = await pair.send(log, toAgency.address, (port) => {
    toCustodian.lead(port);
    if (enrolling === "enrolling") enrolled = pair.enrol(toCustodian.address, members);
    if (onCut !== undefined) enrolled = enrolled?.catch(onCut);
  });
  await enrolled;
  while (readdirSync(join(pair.agency.path, "inbox")).length > 0) await setTimeout(5);
  stop.abort();
  await matching;
  return sent;
}

const alarms = (pair: Pair) =>
  pair.findings
    .map(({ detector, evidence, events }) => `${detector} ${evidence["member"]} ${events}`)
    .toSorted();

describe("custodian and agency", () => {
  it("find what is there: repeats, two subjects of one look-up, decoys, subjects that were shown", async () => {
    const pair = paired();
    const shown = {
      ...lookupLine(5, plateOf(50)),
      result: { rows: 1, subjects: [{ type: "plate", id: plateOf(2) }] },
    };
    const log = pair.writeLog("log.jsonl", [
      lookupLine(0, plateOf(1)),
      lookupLine(1, "plt 0001", plateOf(2)),
      lookupLine(2, plateOf(9)),
      lookupLine(3, "plt-0003"),
      lookupLine(4, "PLT*"),
      shown,
    ]);
    const { unchecked } = await whole(pair, [log], "enrolling");
    expect(alarms(pair)).toEqual([
      "decoy d-1 e3",
      "tripwire m-1 e0",
      "tripwire m-1 e1",
      "tripwire m-2 e1",
      "tripwire m-2 e5",
    ]);
    expect(unchecked).toBe(1);
    const lines = readFileSync(join(pair.agency.path, "findings.jsonl"), "utf8").trim().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(pair.findings);
    expect(pair.findings.find(({ events }) => events[0] === "e0")!.explanation).toMatch(
      /^Operator op-0 looked up the plate of protected member m-1 in city-alpr at 2025-03-01 00:00:00 UTC; case C-0\. Sent at /,
    );
    expect(pair.findings.find(({ events }) => events[0] === "e5")!.explanation).toContain(
      "was shown the plate of protected member m-2",
    );
  });

  it("look the same from outside whether everything matches or nothing does", async () => {
    const views: string[][] = [];
    for (const hit of [true, false]) {
      const pair = paired();
      const log = pair.writeLog(
        "log.jsonl",
        Array.from({ length: 100 }, (_, at) => lookupLine(at, plateOf(hit ? 1 : 100 + at))),
      );
      await whole(pair, [log], "enrolling");
      expect(pair.findings.length).toBe(hit ? 100 : 0);
      // How many batches there are is a matter of time alone: those that both have are compared.
      views.push(
        [
          ...new Set(pair.heard.filter(({ path }) => !/batches\/(?:[5-9]|\d\d)/.test(path)).map(look)),
        ].toSorted(),
      );
    }
    expect(views[0]).toEqual(views[1]);
    expect(views[0]!.length).toBeGreaterThan(8);
  });

  it("each say in a ledger of their own what they did; the agency's tells nobody that anything matched", async () => {
    const pair = paired();
    const log = pair.writeLog(
      "log.jsonl",
      Array.from({ length: 40 }, (_, at) => lookupLine(at, plateOf(at < 3 ? at + 1 : 100 + at))),
    );
    await whole(pair, [log], "enrolling");
    const { agencyLedger, ledger } = pair;
    const order = ledger.acts("enrolment")[0]!["order"];
    expect(agencyLedger.acts("enrolment")).toEqual([
      { act: "order", epoch: 1, order, quota: 128, signatures: 2 },
      { act: "enrolled", epoch: 1, order, publicKey: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    // Batch by batch what the custodian says it sent, whether anything matched or not.
    const sent = ledger.acts("tripwire-batch").map(({ epoch, batch, root }) => ({ epoch, batch, root }));
    expect(agencyLedger.acts("tripwire-acknowledgement")).toEqual(sent);
    const bodies = agencyLedger.entries.filter(({ kind }) => kind === "tripwire-acknowledgement");
    const total = (what: string) =>
      bodies.reduce((sum, { body }) => sum + Number((body as Record<string, number>)[what]), 0);
    expect([total("members"), total("decoys")]).toEqual([2, 1]);
    expect(new Set(agencyLedger.entries.map(({ source }) => source))).toEqual(
      new Set(["tripwire-agency:agency-7:city-alpr"]),
    );
    const written = JSON.stringify(agencyLedger.entries);
    expect(written).not.toMatch(/plt|m-1|d-1|op-/i);
    expect(JSON.stringify(agencyLedger.entries.map(({ statement }) => statement))).not.toMatch(
      /members|decoys|identifiers/,
    );
  });

  it("test no batch whose leaf cannot be written, and test it when it can", async () => {
    const pair = paired();
    const append = pair.agencyLedger.append.bind(pair.agencyLedger);
    let refused = 0;
    pair.agencyLedger.append = async (entry) => {
      if (entry.kind === "tripwire-acknowledgement" && refused++ === 0) throw new Error("the disk is full");
      return await append(entry);
    };
    const log = pair.writeLog("log.jsonl", [lookupLine(0, plateOf(1))]);
    const toAgency = await pair.wire("agency");
    const toCustodian = await pair.wire("custodian");
    const stop = new AbortController();
    const failing = pair.match(toAgency.lead, stop.signal).catch((cause: unknown) => cause);
    const sending = pair.send([log], toAgency.address, (port) => {
      toCustodian.lead(port);
      void pair.enrol(toCustodian.address, members);
    });
    expect(await failing).toMatchObject({ message: "the disk is full" });
    expect(pair.findings).toEqual([]);
    const again = pair.match(toAgency.lead, stop.signal);
    await sending;
    while (readdirSync(join(pair.agency.path, "inbox")).length > 0) await setTimeout(5);
    stop.abort();
    await again;
    expect(alarms(pair)).toEqual(["tripwire m-1 e0"]);
  });

  it("go on where they were when the log has grown, and refuse a log that was changed", async () => {
    const pair = paired();
    const log = pair.writeLog("log.jsonl", [lookupLine(0, plateOf(1)), lookupLine(1, plateOf(9))]);
    expect((await whole(pair, [log], "enrolling")).lookups).toBe(2);
    appendFileSync(log, `${JSON.stringify(lookupLine(2, plateOf(2)))}\n`);
    expect((await whole(pair, [log])).lookups).toBe(1);
    expect(alarms(pair)).toEqual(["tripwire m-1 e0", "tripwire m-2 e2"]);
    writeFileSync(log, `${JSON.stringify(lookupLine(7, plateOf(1)))}\n`);
    await expect(whole(pair, [log])).rejects.toThrow(refused("config"));
  });

  it("lose no look-up over a change of epoch, and each destroys its old keys", async () => {
    const pair = paired({ epochDays: 10 });
    const logs = [0, 60].map((from) => pair.writeLog(`log-${from}.jsonl`, sixty(from)));
    await whole(pair, [logs[0]!], "enrolling");
    const start = Date.now();
    pair.clock = () => start + 9 * 86_400_000;
    // While more is sent with the old key, the agency enrols for the new epoch. Who has a key waits for none: when all is sent before the
    // enrolment is through, it is cut off, and goes on with the next that is sent. What comes after it has the new key.
    let sent = 60;
    let through = false;
    for (let log = logs[1]!; !through; ) {
      through = true;
      await whole(pair, [log], "enrolling", () => {
        through = false;
      });
      sent += 60;
      log = pair.writeLog(`log-${sent}.jsonl`, sixty(sent));
    }
    const last = pair.writeLog("last.jsonl", sixty(sent));
    await whole(pair, [last]);
    sent += 60;
    const epochs = new Set(pair.findings.map(({ evidence }) => evidence["epoch"]));
    expect([...epochs].toSorted()).toEqual([1, 2]);
    expect(pair.findings.length).toBe((sent * 3) / 4);
    expect(new TripwireTables(pair.agency.path).epochs()).toEqual([2]);
    expect(existsSync(join(pair.custodian.path, "epochs", "0000001.seed"))).toBe(false);
  });

  it("enrol in pieces: one officer, then the other, then interrupted at any request", async () => {
    const pair = paired();
    const log = pair.writeLog("log.jsonl", [lookupLine(0, plateOf(1))]);
    const toAgency = await pair.wire("agency");
    const stop = new AbortController();
    const { port, listening } = portToCome();
    const sending = pair.send([log], toAgency.address, listening, { stop: stop.signal });
    const custodian = await pair.wire("custodian");
    custodian.lead(await port);
    const seeds = () => readFileSync(join(pair.agency.path, "tables", "draft.json"), "utf8");
    const first = await pair.enrol(custodian.address, members, { officers: pair.officers.slice(0, 1) });
    expect(first).toMatchObject({ state: "unsigned", signatures: 1 });
    expect(pair.heardBy("custodian").map(({ method }) => method)).toEqual(["GET"]);
    expect(seeds()).not.toMatch(/PLT/i);
    // Cut after each number of requests; the order never changes, so the custodian never evaluates other elements.
    for (let requests = 1; requests <= 5; requests++) {
      const cut = await pair.wire("custodian");
      const before = pair.heard.length;
      cut.lead(await port);
      const watch = setInterval(() => {
        if (pair.heard.length >= before + requests) cut.lead(1);
      }, 0);
      const result = await pair
        .enrol(cut.address, members, { officers: pair.officers.slice(1) })
        .catch((error: unknown) => error);
      clearInterval(watch);
      expect((result as { order?: string }).order ?? first.order).toBe(first.order);
    }
    const last = await pair.enrol(custodian.address, members);
    expect(last).toMatchObject({ order: first.order, identifiers: 3 });
    expect(existsSync(join(pair.agency.path, "tables", "draft.json"))).toBe(false);
    expect(pair.ledger.acts("enrolment").map(({ act }) => act)).toEqual(["order", "batch", "batch", "ready"]);
    stop.abort();
    await sending;
  });

  it("refuse other members than were signed for, other officers, and members that name nobody", async () => {
    const pair = paired();
    const toAgency = await pair.wire("agency");
    const stop = new AbortController();
    const { port, listening } = portToCome();
    const sending = pair.send(
      [pair.writeLog("log.jsonl", [lookupLine(0, plateOf(1))])],
      toAgency.address,
      listening,
      { stop: stop.signal },
    );
    const custodian = await pair.wire("custodian");
    custodian.lead(await port);
    const other = paired();
    await expect(pair.enrol(custodian.address, members, { officers: other.officers })).rejects.toThrow(
      refused("config"),
    );
    await expect(pair.enrol(custodian.address, [plateMember("AB*", "m-9")])).rejects.toThrow(
      /plate of member m-9/,
    );
    await expect(
      pair.enrol(
        custodian.address,
        Array.from({ length: 129 }, (_, at) => plateMember(plateOf(at), `m-${at}`)),
      ),
    ).rejects.toThrow(refused("config"));
    // Signatures for one list are worth nothing for another: the order begins anew.
    const one = await pair.enrol(custodian.address, members, { officers: pair.officers.slice(0, 1) });
    const two = await pair.enrol(custodian.address, members.slice(1), { officers: pair.officers.slice(1) });
    expect(two).toMatchObject({ state: "unsigned", signatures: 1 });
    expect(two.order).not.toBe(one.order);
    // Once the custodian has taken an order, other members have to wait for another epoch.
    const cut = await pair.wire("custodian");
    cut.lead(await port);
    const before = pair.heard.length;
    const watch = setInterval(() => pair.heard.length > before + 1 && cut.lead(1), 0);
    const end = await pair.enrol(cut.address, members).catch((error: { code: string }) => error.code);
    clearInterval(watch);
    if (end === "unavailable")
      await expect(pair.enrol(custodian.address, members.slice(1))).rejects.toThrow(/do not make the same/);
    expect((await pair.enrol(custodian.address, members)).state).toMatch(/^enrolled/);
    stop.abort();
    await sending;
  });
});

const look = ({ to, method, path, body, status, answer }: Heard) =>
  `${to} ${method} ${path} ${body.length} ${status} ` +
  (to === "agency"
    ? Buffer.from(answer)
        .toString()
        .replace(/[0-9a-f]{64}/, "root")
    : String(answer.length));

function portToCome() {
  const come: { resolve?: (port: number) => void } = {};
  const port = new Promise<number>((resolve) => {
    come.resolve = resolve;
  });
  return { port, listening: (found: number) => come.resolve?.(found) };
}
