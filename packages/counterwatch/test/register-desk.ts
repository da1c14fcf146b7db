/** Three officers with their folders, a register and a ledger, in a temporary folder. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { initRegister, proposeEdit, sealPending } from "../src/app/register-edits.ts";
import type { RegisterMeans } from "../src/app/register-opening.ts";
import { type ReplacedOfficers, replaceOfficers } from "../src/app/register-officers.ts";
import { describeRegister, openRegister } from "../src/app/register.ts";
import { MemoryLedger } from "../src/register/memory-ledger.fixture.ts";
import { officerFileAt } from "../src/store/officer-places.ts";
import type { Officer } from "../src/store/register-keeper.ts";

const NAMES = ["alice", "bruno", "carla"] as const;
export type Name = (typeof NAMES)[number] | "dora";

const MODELS = new Map<string, RegisterDesk>();
afterAll(() => {
  for (const model of MODELS.values()) model.close();
  MODELS.clear();
});

export class RegisterDesk {
  readonly root = mkdtempSync(join(tmpdir(), "counterwatch-register-"));
  readonly folder = join(this.root, "register");
  readonly ledger = new MemoryLedger();
  readonly warnings: string[] = [];
  withLedger = true;
  #set: string | undefined;
  #tick = Date.parse("2026-01-01T00:00:00.000Z");

  means(): RegisterMeans {
    return {
      ledger: this.withLedger ? this.ledger : undefined,
      clock: () => new Date((this.#tick += 1000)),
      warn: (sentence) => this.warnings.push(sentence),
    };
  }

  officer(name: Name, passphrase = `the passphrase of ${name}`): Officer {
    mkdirSync(join(this.root, name), { recursive: true });
    return {
      name,
      file: officerFileAt(join(this.root, name), name, this.#set),
      passphrase: () => Promise.resolve(Buffer.from(passphrase)),
    };
  }

  /** A register of its own. The cheapest scrypt: the tests open many times. */
  init() {
    return initRegister(
      this.folder,
      NAMES.map((name) => this.officer(name)),
      this.means(),
      10,
    );
  }

  /** A register just founded, the same one for each test of a file: three processes the less. */
  founded(): Promise<void> {
    return this.#copyOf("founded", async (desk) => void (await desk.init()));
  }

  /** The same with the people sealed in: eight processes the less. */
  sealed(): Promise<void> {
    return this.#copyOf("sealed", async (desk) => {
      await desk.founded();
      await desk.propose(PEOPLE);
      await desk.seal();
    });
  }

  async #copyOf(name: string, make: (desk: RegisterDesk) => Promise<void>): Promise<void> {
    let model = MODELS.get(name);
    if (model === undefined) {
      model = new RegisterDesk();
      await make(model);
      MODELS.set(name, model);
    }
    cpSync(model.root, this.root, { recursive: true, preserveTimestamps: true });
    this.ledger.entries.push(...model.ledger.entries);
    this.#tick = model.#tick;
  }

  propose(document: unknown, name: Name = "alice") {
    const input = join(this.root, "input.json");
    writeFileSync(input, JSON.stringify(document));
    return proposeEdit(this.folder, this.officer(name), input, "MX", this.means()).finally(() =>
      rmSync(input),
    );
  }

  seal(...names: Name[]) {
    return sealPending(this.folder, this.two(names), this.means());
  }

  /** From then on `officer` names the new files. */
  async replace(
    successors: readonly Name[],
    present: readonly Officer[] = this.two(),
  ): Promise<ReplacedOfficers> {
    const named = successors.map((name) => ({ ...this.officer(name), folder: join(this.root, name) }));
    const replaced = await replaceOfficers(this.folder, present, named, this.means(), 10);
    this.#set = describeRegister(this.folder).set;
    return replaced;
  }

  two(names: readonly Name[] = []): Officer[] {
    return (names.length === 0 ? (["alice", "bruno"] as const) : names).map((name) => this.officer(name));
  }

  open(officers: readonly Officer[] = this.two()) {
    return openRegister(this.folder, officers, this.means());
  }

  /** Every file below, by path relative to the root. */
  files(): Map<string, Buffer> {
    return new Map(
      readdirSync(this.root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => [path.slice(this.root.length + 1), readFileSync(path)]),
    );
  }

  write(name: string, bytes: string | Uint8Array): void {
    writeFileSync(join(this.root, name), bytes, { mode: 0o600 });
  }

  close(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

export const PEOPLE = {
  version: 1,
  people: [
    {
      id: "R00001",
      identifiers: [
        { type: "phone", id: "+52 55 1234 0001" },
        { type: "plate", id: "canary-77" },
      ],
    },
    { id: "R00002", identifiers: [{ type: "phone", id: "55 1234 0002" }] },
  ],
  relations: [{ from: "R00001", to: "R00002", kind: "handler-source" }],
  decoys: [{ id: "D1", identifiers: [{ type: "plate", id: "DEC0Y01" }] }],
} as const;
