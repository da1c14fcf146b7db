/**
 * The few parts of the ZIP format (PKWARE APPNOTE 6.3) that spreadsheets use. The input is hostile: sizes are
 * taken from the central directory, but inflating stops at the limit whatever the directory claims.
 */
import { inflateRawSync } from "node:zlib";
import { CounterwatchError } from "../../model/index.ts";

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;
const MOST_ENTRIES = 10_000;

interface ZipEntry {
  readonly method: number;
  readonly encrypted: boolean;
  readonly compressedSize: number;
  readonly size: number;
  readonly offset: number;
}

export class ZipArchive {
  readonly #bytes: Buffer;
  readonly #entries = new Map<string, ZipEntry>();
  #allowance: number;

  /** `limit`: bytes that may be unpacked from this archive in all. Throws `format-damaged`. */
  constructor(bytes: Uint8Array, limit: number) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#allowance = limit;
    this.#readDirectory();
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** The unpacked bytes of one entry. */
  read(name: string): Buffer {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw damaged(`the part "${name}" is missing`);
    if (entry.encrypted) throw damaged("it is encrypted", "Save it without a password.");
    if (entry.size > this.#allowance) throw tooLarge();
    const packed = this.#packedBytes(entry);
    const unpacked = entry.method === 0 ? packed : this.#inflate(entry, packed);
    if (unpacked.length !== entry.size) throw damaged("a part is not as long as the archive says");
    this.#allowance -= unpacked.length;
    return unpacked;
  }

  #inflate(entry: ZipEntry, packed: Buffer): Buffer {
    if (entry.method !== 8) throw damaged("it uses a compression other than deflate");
    try {
      return inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) });
    } catch (cause) {
      const code = (cause as { code?: string }).code;
      if (code === "ERR_BUFFER_TOO_LARGE") throw damaged("a part unpacks to more than the archive says");
      throw damaged("a part cannot be unpacked");
    }
  }

  #packedBytes(entry: ZipEntry): Buffer {
    const bytes = this.#bytes;
    if (entry.offset + 30 > bytes.length || bytes.readUInt32LE(entry.offset) !== LOCAL_ENTRY) {
      throw damaged("its directory points outside the file");
    }
    const start =
      entry.offset + 30 + bytes.readUInt16LE(entry.offset + 26) + bytes.readUInt16LE(entry.offset + 28);
    const end = start + entry.compressedSize;
    if (end > bytes.length) throw damaged("it ends too early");
    return bytes.subarray(start, end);
  }

  #readDirectory(): void {
    const bytes = this.#bytes;
    const end = endOfDirectory(bytes);
    const count = bytes.readUInt16LE(end + 10);
    let at = bytes.readUInt32LE(end + 16);
    if (count > MOST_ENTRIES) throw damaged(`it has more than ${MOST_ENTRIES} parts`);
    for (let i = 0; i < count; i++) {
      if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) {
        throw damaged("its directory is broken");
      }
      const nameLength = bytes.readUInt16LE(at + 28);
      const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
      this.#entries.set(name, {
        encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
        method: bytes.readUInt16LE(at + 10),
        compressedSize: bytes.readUInt32LE(at + 20),
        size: bytes.readUInt32LE(at + 24),
        offset: bytes.readUInt32LE(at + 42),
      });
      at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    }
  }
}

function endOfDirectory(bytes: Buffer): number {
  const lowest = Math.max(0, bytes.length - END_LENGTH - LONGEST_COMMENT);
  for (let at = bytes.length - END_LENGTH; at >= lowest; at--) {
    if (bytes.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  }
  throw damaged("it is not a ZIP archive, or its end is missing");
}

function damaged(what: string, remedy = "Export it again, or save it as CSV."): CounterwatchError {
  return new CounterwatchError("format-damaged", `The spreadsheet cannot be read: ${what}.`, { remedy });
}

function tooLarge(): CounterwatchError {
  return new CounterwatchError("format-damaged", "The spreadsheet unpacks to more than the limit.", {
    remedy: "Save the sheet as CSV: CSV files of any size are read row by row.",
  });
}
