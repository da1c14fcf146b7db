/**
 * The agency's keys: for each epoch a table of Ktag and Kseal with internal member ids, and while an enrolment is under way its
 * draft. Neither holds an identifier. A table alone recognises look-ups of members and cannot test a guess; the draft's seed can,
 * together with what was sent to the custodian, and is destroyed with the draft.
 *
 * Table: one JSON line (terms, members in order), then 64 bytes a member, Ktag ‖ Kseal.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { TripwireKeys } from "@counterwatch/evidence";
import { z } from "zod";
import { CounterwatchError, SUBJECT_TYPES } from "../model/index.ts";
import type { EnrolledMember } from "../tripwire/members.ts";
import { signedOrderSchema } from "../tripwire/order.ts";
import {
  announcementSchema,
  epochNumber,
  hex32,
  type TripwireTerms,
  termsSchema,
} from "../tripwire/terms.ts";
import {
  destroyFile,
  makePrivateFolder,
  readBytes,
  readRecord,
  writeDurably,
  writeRecord,
} from "./tripwire-files.ts";

const draftSchema = z.strictObject({
  announcement: announcementSchema,
  signed: signedOrderSchema,
  seed: hex32,
});
export type EnrolmentDraft = z.output<typeof draftSchema>;

const tableSchema = z.strictObject({
  epoch: epochNumber,
  terms: termsSchema,
  publicKey: hex32,
  order: hex32,
  members: z.array(z.strictObject({ member: z.string(), type: z.enum(SUBJECT_TYPES), decoy: z.boolean() })),
});

export interface KeyTable {
  readonly epoch: number;
  readonly terms: TripwireTerms;
  readonly publicKey: string;
  readonly order: string;
  readonly members: readonly EnrolledMember[];
  /** Of each member, at the same place. */
  readonly keys: readonly TripwireKeys[];
}

const KEYS_BYTES = 64;
const LARGEST = 512 * 1024 * 1024;

export class TripwireTables {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = join(folder, "tables");
    makePrivateFolder(this.#folder);
  }

  draft(): EnrolmentDraft | undefined {
    return readRecord(this.#draftPath(), draftSchema, 4 * 1_048_576);
  }

  writeDraft(draft: EnrolmentDraft): void {
    writeRecord(this.#draftPath(), draft);
  }

  destroyDraft(): void {
    destroyFile(this.#draftPath());
  }

  /** Epochs that have a table, in order. */
  epochs(): number[] {
    const names = readdirSync(this.#folder).filter((name) => /^\d{7}\.keys$/.test(name));
    return names.toSorted().map((name) => Number(name.slice(0, 7)));
  }

  write({ keys, ...head }: KeyTable): void {
    const bytes = Buffer.concat(keys.flatMap(({ tag, seal }) => [tag, seal]));
    writeDurably(this.#path(head.epoch), `${JSON.stringify(head)}\n`, bytes);
    bytes.fill(0);
  }

  /** Undefined where the agency never enrolled in that epoch, or it is over. */
  read(epoch: number): KeyTable | undefined {
    const bytes = readBytes(this.#path(epoch), LARGEST);
    if (bytes === undefined) return undefined;
    const end = bytes.indexOf(0x0a);
    try {
      const head = tableSchema.parse(JSON.parse(Buffer.from(bytes.subarray(0, end)).toString("utf8")));
      const rest = bytes.subarray(end + 1);
      if (head.epoch !== epoch || rest.length !== head.members.length * KEYS_BYTES) throw new Error("cut");
      const keys = head.members.map((_, at) => ({
        tag: rest.slice(at * KEYS_BYTES, at * KEYS_BYTES + 32),
        seal: rest.slice(at * KEYS_BYTES + 32, (at + 1) * KEYS_BYTES),
      }));
      rest.fill(0);
      return { ...head, keys };
    } catch {
      throw new CounterwatchError("unreadable", `the keys of epoch ${epoch} are damaged`, {
        place: { file: this.#path(epoch) },
        remedy: "Restore the folder from a backup, or enrol in the next epoch.",
      });
    }
  }

  destroy(epoch: number): void {
    destroyFile(this.#path(epoch));
  }

  #draftPath(): string {
    return join(this.#folder, "draft.json");
  }

  #path(epoch: number): string {
    return join(this.#folder, `${String(epoch).padStart(7, "0")}.keys`);
  }
}
