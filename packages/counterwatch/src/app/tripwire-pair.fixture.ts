/** A custodian and an agency that are paired, with folders of their own, and a wire between them that is listened to. */
import { type KeyObject } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LedgerAppender, LedgerEntry } from "../ledger/appender.ts";
import type { Finding } from "../model/index.ts";
import { Caller, type Listener, listen, readBody } from "../server/tripwire-channel.ts";
import { TripwireFolder } from "../store/tripwire-folder.ts";
import type { MemberIdentifier } from "../tripwire/members.ts";
import type { Settings } from "./settings.ts";
import { enrol, type EnrolRequest } from "./tripwire-enrol.ts";
import { match } from "./tripwire-match.ts";
import { send, type SendRequest } from "./tripwire-send.ts";
import { initParty, makeOfficer, openOfficer, pairParty } from "./tripwire-setup.ts";

export interface Heard {
  readonly to: "custodian" | "agency";
  readonly method: string;
  readonly path: string;
  readonly body: Uint8Array;
  readonly status: number;
  readonly answer: Uint8Array;
  /** Milliseconds until the answer was there. */
  readonly took: number;
}

export class MemoryLedger implements LedgerAppender {
  readonly entries: LedgerEntry[] = [];

  async append(entry: LedgerEntry) {
    this.entries.push(structuredClone(entry));
    return { index: this.entries.length - 1, sequence: this.entries.length - 1 };
  }

  acts(kind: LedgerEntry["kind"]): Record<string, unknown>[] {
    return this.entries.filter((entry) => entry.kind === kind).map(({ statement }) => statement as never);
  }
}

const ANYWHERE = { host: "127.0.0.1", port: 0 };
const SETTINGS: Settings = { configFile: undefined, key: undefined };

export interface Sizes {
  readonly quota?: number;
  readonly batch?: number;
  readonly size?: number;
  readonly payload?: number;
  readonly tick?: number;
  readonly epochDays?: number;
}

export class Pair {
  readonly folder = mkdtempSync(join(tmpdir(), "counterwatch-tripwire-"));
  readonly custodian: TripwireFolder;
  readonly agency: TripwireFolder;
  readonly officers: readonly KeyObject[];
  readonly ledger = new MemoryLedger();
  /** The agency's own. */
  readonly agencyLedger = new MemoryLedger();
  readonly heard: Heard[] = [];
  readonly findings: Finding[] = [];
  readonly told: string[] = [];
  readonly #listeners: Listener[] = [];
  clock: () => number = Date.now;

  constructor(sizes: Sizes = {}) {
    const { quota = 128, batch = 64, size = 32, payload = 480, tick = 5, epochDays = 30 } = sizes;
    const [custodian, agency] = [join(this.folder, "custodian"), join(this.folder, "agency")];
    const now = new Date("2026-01-01T00:00:00Z");
    const terms = { quota, batch, size, payload, tick };
    initParty(custodian, { name: "city-alpr", custodian: { terms, epochDays, shown: true }, now });
    initParty(agency, { name: "agency-7", custodian: undefined, now });
    const files = ["ana", "bo"].map((name) => ({ name, file: join(this.folder, `${name}.key`) }));
    for (const { file } of files) makeOfficer(file);
    const published = files.map(({ name, file }) => ({ name, file: `${file}.pub` }));
    pairParty(custodian, join(agency, "identity.crt"), undefined, published);
    pairParty(agency, join(custodian, "identity.crt"), undefined, published);
    this.custodian = new TripwireFolder(custodian, "custodian");
    this.agency = new TripwireFolder(agency, "agency");
    this.officers = files.map(({ file }) => openOfficer(file));
  }

  writeLog(name: string, lines: Iterable<object>): string {
    const path = join(this.folder, name);
    writeFileSync(path, [...lines].map((line) => `${JSON.stringify(line)}\n`).join(""));
    return path;
  }

  /** A wire to a port that is known later. Both ends believe to talk to each other, because the test has both keys. */
  async wire(to: "custodian" | "agency"): Promise<{ readonly address: string; lead(port: number): void }> {
    const [end, caller] = to === "custodian" ? [this.custodian, this.agency] : [this.agency, this.custodian];
    let onward: Caller | undefined;
    const listener = await listen({ identity: end.identity, peer: end.peer() }, ANYWHERE, async (request) => {
      const started = performance.now();
      const body = (await readBody(request, 2 ** 27)) ?? new Uint8Array(0);
      const path = new URL(request.url).pathname;
      const method = request.method as "GET";
      if (onward === undefined) return new Response("", { status: 503 });
      const { status, body: answer } = await onward.call(method, path, body, 2 ** 27);
      this.heard.push({ to, method, path, body, status, answer, took: performance.now() - started });
      return new Response(new Uint8Array(answer), { status });
    });
    this.#listeners.push(listener);
    const line = { identity: caller.identity, peer: caller.peer() };
    return {
      address: `https://127.0.0.1:${listener.port}`,
      lead(port) {
        onward?.close();
        onward = new Caller(line, `https://127.0.0.1:${port}`);
      },
    };
  }

  /** `listening` is told the port at which enrolments are taken. */
  send(
    paths: readonly string[],
    agency: string,
    listening: (port: number) => void,
    more: Partial<SendRequest> = {},
  ) {
    return send({
      folder: this.custodian,
      paths,
      settings: SETTINGS,
      agency,
      listenAt: ANYWHERE,
      ledger: this.ledger,
      nextEpoch: false,
      stay: false,
      clock: () => this.clock(),
      stop: new AbortController().signal,
      tell: this.#teller(listening),
      ...more,
    });
  }

  enrol(custodian: string, members: readonly MemberIdentifier[], more: Partial<EnrolRequest> = {}) {
    return enrol({
      folder: this.agency,
      custodian,
      members: async function* () {
        yield* members;
      },
      officers: this.officers,
      clock: () => this.clock(),
      ledger: this.agencyLedger,
      checkLedger: undefined,
      ...more,
    });
  }

  match(listening: (port: number) => void, stop: AbortSignal, delay = 0) {
    return match({
      folder: this.agency,
      listenAt: ANYWHERE,
      batches: undefined,
      delay,
      ledger: this.agencyLedger,
      clock: () => this.clock(),
      found: async (finding) => void this.findings.push(finding),
      stop,
      tell: this.#teller(listening),
    });
  }

  heardBy(to: Heard["to"]): Heard[] {
    return this.heard.filter((each) => each.to === to);
  }

  async close(): Promise<void> {
    for (const listener of this.#listeners) await listener.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #teller(listening: (port: number) => void) {
    return (sentence: string) => {
      this.told.push(sentence);
      const port = /are taken at https:\/\/127\.0\.0\.1:(\d+)\./.exec(sentence)?.[1];
      if (port !== undefined) listening(Number(port));
    };
  }
}

/** A look-up in Counterwatch's own lines, of raw plates. */
export function lookupLine(at: number, ...plates: readonly string[]) {
  return {
    id: `e${at}`,
    time: new Date(Date.UTC(2025, 2, 1) + at * 1000).toISOString(),
    source: "city-alpr",
    system: "plates",
    action: "search",
    operator: { id: `op-${at % 17}`, unit: "patrol" },
    subjects: plates.map((id) => ({ type: "plate", id })),
    purpose: { case: `C-${at % 50}`, reason: `about ${plates[0]}` },
  };
}

export function plateMember(plate: string, member: string, decoy = false): MemberIdentifier {
  return { type: "plate", id: plate, member, decoy };
}
