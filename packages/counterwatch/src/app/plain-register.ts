/** A register that lies in the open, as `simulate` writes it: for exercises. People who are in danger belong in a sealed one. */
import { hash } from "node:crypto";
import type { PseudonymousRegister } from "../assess/register-view.ts";
import type { Identifiers } from "../intake/identifiers.ts";
import { CounterwatchError } from "../model/index.ts";
import {
  canonicalMembers,
  checkDocument,
  documentSchema,
  type RegisterDocument,
} from "../register/document.ts";
import { readTextFile } from "../store/text-file.ts";

/** Throws `format-damaged` without a value of the file, `not-found`, `unreadable`. */
export function readPlainRegister(
  file: string,
  country: string | undefined,
  identifiers: Identifiers,
): PseudonymousRegister {
  const content = readTextFile(file);
  const document = parse(content, file);
  const people = canonicalMembers(document.people, "people", country);
  checkDocument({ ...document, people });
  return {
    id: hash("sha256", content, "hex").slice(0, 32),
    version: 0,
    people: people.map(({ id: member, identifiers: own }) => ({
      member,
      parties: own.map(({ type, id }) => ({ type, id: identifiers.pseudonym(type, id) })),
    })),
    relations: document.relations,
  };
}

function parse(content: string, file: string): RegisterDocument {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    value = undefined;
  }
  const read = documentSchema.safeParse(value);
  if (read.success) return read.data;
  throw new CounterwatchError("format-damaged", "this is no register in the open", {
    place: { file },
    remedy:
      "Name the register.json that `counterwatch simulate` wrote, or a sealed register with --register.",
  });
}
