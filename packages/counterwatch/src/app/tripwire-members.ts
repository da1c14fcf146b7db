/**
 * Members as they come out of the register: JSON Lines through a pipe, {"type","id","member","decoy"}, one identifier a line,
 * and last {"end":N} with their number. `counterwatch register unlock --give members` writes them so; they touch no disk on the way.
 *
 * Why a last line: a shell starts both ends of a pipe whatever becomes of the first. A register that refuses, or dies halfway, would
 * otherwise enrol nobody, or half, and the agency would be blind for an epoch and not know it.
 */
import { fstatSync } from "node:fs";
import { createInterface } from "node:readline";
import { z } from "zod";
import { CounterwatchError } from "../model/index.ts";
import { type MemberIdentifier, memberIdentifierSchema } from "../tripwire/members.ts";

const LONGEST_LINE = 8192;
const MOST_LINES = 1_048_576;

/** Throws `usage` where stdin is a file or a terminal, `config` with the line, never with what stands in it. */
export async function* membersFromPipe(): AsyncGenerator<MemberIdentifier> {
  if (process.stdin.isTTY || fstatSync(0).isFile())
    throw new CounterwatchError("usage", "members come through a pipe, not from a file or the terminal", {
      remedy: "counterwatch register unlock FOLDER --give members … | counterwatch tripwire enrol …",
    });
  yield* readMemberLines(process.stdin);
}

/** Throws `config`; `unreadable` where the list is not whole, so that whoever reads it must not act before its end. */
export async function* readMemberLines(input: NodeJS.ReadableStream): AsyncGenerator<MemberIdentifier> {
  let line = 0;
  let members = 0;
  let end: number | undefined;
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line++;
    if (text.trim() === "") continue;
    if (text.length > LONGEST_LINE || line > MOST_LINES || end !== undefined) throw refused(line);
    const read = parse(text, line);
    if ("end" in read) {
      end = read.end;
      continue;
    }
    members++;
    yield read;
  }
  if (end !== members)
    throw new CounterwatchError("unreadable", "the list of members is not whole: nobody was enrolled", {
      place: { file: "stdin", line },
      remedy:
        'Look at what the register said. A list from elsewhere ends with {"end":N}, N being its number of identifiers.',
    });
}

const lineSchema = z.union([memberIdentifierSchema, z.strictObject({ end: z.int().min(0) })]);

function parse(text: string, line: number): z.output<typeof lineSchema> {
  try {
    return lineSchema.parse(JSON.parse(text));
  } catch {
    throw refused(line);
  }
}

function refused(line: number): CounterwatchError {
  return new CounterwatchError("config", "this line is no member's identifier", {
    place: { file: "stdin", line },
    remedy: 'Write {"type":"plate","id":"…","member":"m-1"}, one a line; "decoy":true for a decoy.',
  });
}
