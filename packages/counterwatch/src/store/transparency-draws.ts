/**
 * Draws of transparency reports: what stands of them beside the ledger (`private/transparency/`, a file a draw), and what the ledger
 * itself says.
 *
 * Order of writes for a draw: the draw is on disk; its leaf is in the ledger; then it is published. A crash before the first leaves
 * nothing; before the second a draw that the next run finds, tells the ledger and publishes; before the third the same without a leaf.
 * So noise is never drawn twice for one set of counts.
 *
 * Trust: the ledger is believed and this folder is not. A draw whose hash is not the leaf's is refused, one that is missing stays spent.
 * Who can write the ledger's folder can roll back both at once: keep checkpoints elsewhere, or let witnesses cosign.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { CounterwatchError } from "../model/index.ts";
import type { Period } from "../report/transparency/period.ts";
import { type Release, releaseSchema, releaseText } from "../report/transparency/release.ts";
import { PRIVATE } from "./ledger-keys.ts";
import { readLeaves } from "./register-ledger.ts";
import { makePrivateFolder, readRecord, writeRecord } from "./tripwire-files.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** What a leaf of the kind "transparency" states. */
const spendingSchema = z.strictObject({
  period: z.string(),
  revision: z.int().min(0),
  mechanism: z.enum(["laplace", "gaussian"]),
  epsilon: z.string(),
  delta: z.string(),
  /** How many cells each table has. */
  tables: z.record(z.string(), z.int()),
  /** Of the contributions, under a key: the same for the same look-ups. */
  inputs: hash,
  /** SHA-256 of the published JSON file. */
  release: hash,
});

/** As the leaf states it. */
export type Spending = z.output<typeof spendingSchema>;

export interface RecordedSpending extends Spending {
  readonly leaf: number;
}

export interface Draw {
  readonly release: Release;
  readonly inputs: string;
}

const drawSchema: z.ZodType<Draw> = z.strictObject({ release: releaseSchema, inputs: hash });

/** In the order of the ledger, which is verified whole. Throws `evidence` where a leaf states something else. */
export async function readSpendings(ledger: string): Promise<RecordedSpending[]> {
  const spendings: RecordedSpending[] = [];
  await readLeaves(ledger, ({ index, kind, statement }) => {
    // By kind: the name of a source can be crowded out by a log that names ten thousand.
    if (kind !== "transparency") return;
    const { data } = spendingSchema.safeParse(statement);
    if (data === undefined)
      throw new CounterwatchError("evidence", `leaf ${index} says nothing that can be counted of a report`, {
        place: { file: ledger },
        remedy: "Another version wrote it: use that one, or a newer one.",
      });
    spendings.push({ ...data, leaf: index });
  });
  return spendings;
}

export function spendingOf({ release, inputs }: Draw): Spending {
  const { period, revision, mechanism, epsilon, delta, tables } = release;
  return {
    period: period.name,
    revision,
    mechanism,
    epsilon,
    delta,
    tables: Object.fromEntries(tables.map(({ table, cells }) => [table, cells.length])),
    inputs,
    release: createHash("sha256").update(releaseText(release)).digest("hex"),
  };
}

export class TransparencyDraws {
  readonly #folder: string;

  constructor(ledger: string) {
    this.#folder = join(ledger, PRIVATE, "transparency");
  }

  pathOf(period: Period, revision: number): string {
    return join(this.#folder, `${period.name}.${revision}.json`);
  }

  /** Undefined where there is none. Throws `unreadable` where it is damaged. */
  read(period: Period, revision: number): Draw | undefined {
    return readRecord(this.pathOf(period, revision), drawSchema);
  }

  /** On disk when this returns. Never replaces one. */
  add(period: Period, draw: Draw): void {
    const path = this.pathOf(period, draw.release.revision);
    if (existsSync(path))
      throw new CounterwatchError("internal", "this draw is there already", { place: { file: path } });
    makePrivateFolder(this.#folder);
    writeRecord(path, draw);
  }
}
