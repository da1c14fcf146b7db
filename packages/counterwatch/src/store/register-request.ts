/** What the register's process can be asked: narrow things alone. Checked on its side too, because it trusts nobody. */
import { z } from "zod";
import { OFFICER_NAME, OFFICERS } from "../register/cover.ts";

const path = z.string().min(1);
const seconds = z.int().min(1).max(3600);
const time = z.iso.datetime({ precision: 3 });
/** Their passphrases follow as frames of bytes, in this order. */
const officers = z
  .array(z.strictObject({ name: z.string().regex(OFFICER_NAME), file: path }))
  .min(1)
  .max(3);

const workFactor = z.int().min(10).max(20);
const opening = { seconds, officers, covers: path, sealed: path };

export const requestSchema = z.discriminatedUnion("do", [
  z.strictObject({
    do: z.literal("found"),
    seconds,
    officers,
    sealed: path,
    time,
    ledger: z.boolean(),
    workFactor,
  }),
  z.strictObject({
    do: z.literal("propose"),
    seconds,
    officers,
    covers: path,
    input: path,
    country: z.string().length(2).optional(),
    out: path,
  }),
  /** Officers sign what they were shown; the register stays shut. */
  z.strictObject({
    do: z.literal("sign"),
    seconds,
    officers,
    covers: path,
    text: z
      .string()
      .min(1)
      .max(16 * 1024 * 1024),
  }),
  z.strictObject({ do: z.literal("members"), ...opening }),
  z.strictObject({ do: z.literal("relations"), ...opening }),
  z.strictObject({ do: z.literal("count"), ...opening }),
  /** People under the pseudonyms that look-ups have; the key follows as one more frame of bytes, after the passphrases. */
  z.strictObject({ do: z.literal("exposure"), ...opening }),
  /** Shows pending edits to the officers on descriptor 3, which is their terminal: the parent never has them. */
  z.strictObject({ do: z.literal("review"), ...opening, pending: z.array(path).max(10_000) }),
  z.strictObject({ do: z.literal("seal"), ...opening, pending: z.array(path).max(10_000), out: path, time }),
  /** The passphrases of the successors follow those of the officers. */
  z.strictObject({
    do: z.literal("replace-officers"),
    ...opening,
    successors: officers.length(OFFICERS),
    set: z.string().regex(/^[0-9a-f]{32}$/),
    out: path,
    time,
    workFactor,
  }),
]);

export type RegisterRequest = z.output<typeof requestSchema>;
export type RequestTo<K extends RegisterRequest["do"]> = Extract<RegisterRequest, { do: K }>;

const counts = z.strictObject({
  people: z.int(),
  identifiers: z.int(),
  relations: z.int(),
  decoys: z.int(),
});

/** What it says before `proceed`: counts, and what a seal has made. */
export const openedSchema = z.strictObject({
  opened: z.strictObject({
    counts,
    edits: z.array(z.string()).optional(),
    cover: z.string().optional(),
    edit: z.string().optional(),
    signatures: z.array(z.strictObject({ officer: z.string(), signature: z.string() })).optional(),
  }),
});

export const failedSchema = z.strictObject({
  failed: z.strictObject({
    code: z.string(),
    message: z.string(),
    remedy: z.string().optional(),
    file: z.string().optional(),
    line: z.int().optional(),
  }),
});

export type Opened = z.output<typeof openedSchema>["opened"];
