/**
 * Parts of a row that come again and again, each read once: who looks, from where, at which camera, for what case. Equal parts become
 * one object, which spares memory and lets later rooms compare by identity. What is remembered was read as if the row named no
 * subject; where one of the row's own subjects stands in the part, the part is read anew and not remembered.
 *
 * Bounded, and compared in full: the key only finds the entry, so that a part which shares it with another is read as itself.
 */
import { BoundedMemo, flatten } from "./bounded-memo.ts";
import { squash } from "./free-text.ts";
import type { Identifiers } from "./identifiers.ts";

interface PartForm<Raw extends object, Part> {
  /** The text of the part that differs most, by which it is found again; undefined: it is not remembered. */
  key(raw: Raw): string | undefined;
  texts(raw: Raw): readonly (string | undefined)[];
  /** True where nothing of the part differs, beyond its texts too. */
  isSame(raw: Raw, known: Raw): boolean;
  read(raw: Raw, own: readonly string[]): Part;
}

export type PartReader<Raw, Part> = (raw: Raw, own: readonly string[]) => Part;

interface KnownPart<Raw, Part> {
  readonly raw: Raw;
  readonly part: Part;
  /** Letters and digits of all texts. */
  readonly squashed: string;
}

const REMEMBERED = 16_384;
const NOBODY: readonly string[] = [];

export function rememberParts<Raw extends object, Part>(
  identifiers: Identifiers,
  { key: keyOf, texts, isSame, read }: PartForm<Raw, Part>,
): PartReader<Raw, Part> {
  const memo = new BoundedMemo<KnownPart<Raw, Part>>(REMEMBERED);
  return (raw, own) => {
    const key = keyOf(raw);
    if (key === undefined) return read(raw, own);
    const known = memo.get(key);
    if (known !== undefined && isSame(raw, known.raw))
      return identifiers.standsIn(known.squashed, own) ? read(raw, own) : known.part;
    const squashed = flatten(squash(texts(raw).join("\n")));
    if (identifiers.standsIn(squashed, own)) return read(raw, own);
    const part = read(raw, NOBODY);
    memo.set(key, { raw: ownCopy(raw), part, squashed });
    return part;
  };
}

/** Slices of the block that was read would keep it alive, see `flatten`. */
function ownCopy<Raw extends object>(raw: Raw): Raw {
  return Object.fromEntries(
    Object.entries(raw).map(([name, value]) => [name, typeof value === "string" ? flatten(value) : value]),
  ) as Raw;
}
