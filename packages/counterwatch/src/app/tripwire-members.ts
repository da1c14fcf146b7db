/**
 * Members as they come out of the register: JSON Lines through a pipe, {"type","id","member","decoy"}, one identifier a line.
 * `counterwatch register unlock --give members` writes them so; they touch no disk on the way.
 */
import { fstatSync } from "node:fs";
import { createInterface } from "node:readline";
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

async function* readMemberLines(input: NodeJS.ReadableStream): AsyncGenerator<MemberIdentifier> {
  let line = 0;
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line++;
    if (text.trim() === "") continue;
    if (text.length > LONGEST_LINE || line > MOST_LINES) throw refused(line);
    yield parse(text, line);
  }
}

function parse(text: string, line: number): MemberIdentifier {
  try {
    return memberIdentifierSchema.parse(JSON.parse(text));
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
