/** Inputs before a real ledger in a folder; whoever stops and opens them again on the same folder is the next process. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createIdentifiers } from "../../../intake/identifiers.ts";
import type { AccessEvent } from "../../../model/index.ts";
import { DeadLetterFile } from "../../../store/dead-letter-file.ts";
import type { InputSettings } from "../../../store/input-settings.ts";
import { LedgerBodies } from "../../../store/ledger-bodies.ts";
import { type LedgerFolder, openLedger } from "../../../store/ledger-folder.ts";
import { Ingestion } from "./ingestion.ts";
import { Inputs } from "./inputs.ts";

const KEY = new Uint8Array(32).fill(3);
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "counterwatch-inputs-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

export class Office {
  readonly inputs: Inputs;
  readonly letters: DeadLetterFile;
  readonly ledger: LedgerFolder;
  readonly log: string[] = [];
  readonly #data: string;
  waiting = 0;
  /** Throws before or after the ledger has the rows. */
  fault: ((when: "before" | "after") => void) | undefined;

  private constructor(data: string, ledger: LedgerFolder, settings: readonly InputSettings[]) {
    this.#data = data;
    this.ledger = ledger;
    this.letters = new DeadLetterFile(join(data, "dead-letters.jsonl"));
    const line = {
      take: async (events: readonly AccessEvent[], byContent: (event: AccessEvent) => boolean) => {
        this.fault?.("before");
        const before = ledger.counts.present;
        await ledger.appendEvents(events, byContent);
        await ledger.flush();
        this.fault?.("after");
        const present = ledger.counts.present - before;
        return { appended: events.length - present, present };
      },
    };
    this.inputs = new Inputs(settings, {
      ingestion: new Ingestion({
        line,
        letters: this.letters,
        identifiers: createIdentifiers({ siteKey: KEY, country: "US" }),
        zone: "UTC",
        clock: Date.now,
      }),
      letters: this.letters,
      waiting: () => this.waiting,
      wake: () => {},
      log: (sentence) => void this.log.push(sentence),
      clock: Date.now,
      folder: data,
    });
  }

  static async open(data: string, settings: readonly InputSettings[]): Promise<Office> {
    const office = new Office(data, await openLedger(join(data, "ledger"), {}), settings);
    office.inputs.start();
    onTestFinished(() => office.close());
    return office;
  }

  #closed: Promise<void> | undefined;
  close(): Promise<void> {
    this.#closed ??= this.inputs.stop().then(() => this.ledger.close());
    return this.#closed;
  }

  get events(): AccessEvent[] {
    const bodies = new LedgerBodies(join(this.#data, "ledger", "private"), false);
    try {
      return [...bodies.all(0)].flatMap(({ body }) =>
        body === undefined ? [] : [JSON.parse(body) as AccessEvent],
      );
    } finally {
      bodies.close();
    }
  }

  async port(at = 0): Promise<number> {
    await until(() => !this.inputs.states()[at]?.place.endsWith(":0"));
    return Number(/:(\d+)$/.exec(this.inputs.states()[at]?.place ?? "")?.[1]);
  }
}

/** Waits for a condition. */
export async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 10));
}
