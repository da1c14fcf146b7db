/** Bytes are carried as text of one character a byte (0–255), the form in which a log shows a decoded blob. */
export function utf8Bytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

export function utf16leBytes(text: string): string {
  return Buffer.from(text, "utf16le").toString("latin1");
}

export function utf16beBytes(text: string): string {
  return Buffer.from(text, "utf16le").swap16().toString("latin1");
}

/** The byte order mark of the utf16 modifier (specification: `FF FE`, then little endian). */
export const BYTE_ORDER_MARK = "\u00FF\u00FE";

export function base64(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("base64");
}

/**
 * The parts of an encoded text that do not depend on what stands before and after it, for its three possible positions in a
 * group of three bytes. A character of Base64 carries six bits: the first `ceil(8·offset / 6)` characters mix in bits from
 * before, and those that mix in bits from after are cut.
 */
export function base64Offsets(bytes: string): string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = base64(" ".repeat(offset) + bytes);
    const bits = 8 * (offset + bytes.length);
    return encoded.slice(Math.ceil((8 * offset) / 6), Math.floor(bits / 6));
  });
}
