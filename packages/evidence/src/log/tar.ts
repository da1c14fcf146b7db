/**
 * The files of a tar archive, enough for a bundle that came as bytes: in a browser, from an upload, from a court's copy.
 *
 * Specification: POSIX.1-2017 pax, "ustar Interchange Format": blocks of 512 bytes, a header with octal numbers and a checksum, the
 * content padded with zeros, two blocks of zeros at the end. Also as GNU tar writes it, which differs in the magic.
 * Limits: regular files with names of up to 100 characters and a prefix; folders are passed over. Links, devices, extended headers and
 * sparse files are refused, and so is every byte that is neither header nor content and not zero: what is not read could hide
 * something. Nothing is copied: the files are views of the archive.
 */
import { fromUtf8 } from "../encoding.ts";
import { EvidenceError } from "../errors.ts";

const BLOCK = 512;
const MOST_FILES = 200_000;

/** "malformed" where it is no such archive, or a name stands in it twice; "limit" for more files than a bundle has. */
export function readTar(archive: Uint8Array): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  let at = 0;
  for (;;) {
    const header = block(archive, at);
    at += BLOCK;
    if (isZero(header)) break;
    const { name, size, type } = readHeader(header);
    const end = at + size;
    const padded = at + Math.ceil(size / BLOCK) * BLOCK;
    if (padded > archive.length) throw malformed("is cut short");
    if (!isZero(archive.subarray(end, padded))) throw malformed("has something behind the end of a file");
    if (type === "file") {
      if (files.has(name)) throw malformed("has one file twice");
      if (files.size === MOST_FILES)
        throw new EvidenceError("limit", `an archive has more than ${MOST_FILES} files`);
      files.set(name, archive.subarray(at, end));
    } else if (size !== 0) throw malformed("has a folder with content");
    at = padded;
  }
  if (!isZero(archive.subarray(at))) throw malformed("goes on behind its end");
  return files;
}

function readHeader(header: Uint8Array): { name: string; size: number; type: "file" | "folder" } {
  const magic = text(header, 257, 8);
  if (magic !== "ustar" && magic !== "ustar  ") throw malformed("has a header that is not ustar");
  let sum = 0;
  // The checksum counts itself as eight spaces.
  for (const [at, byte] of header.entries()) sum += at >= 148 && at < 156 ? 0x20 : byte;
  if (octal(header, 148, 8) !== sum) throw malformed("has a header that was changed");
  const prefix = magic === "ustar" ? text(header, 345, 155) : "";
  const name = `${prefix === "" ? "" : `${prefix}/`}${text(header, 0, 100)}`.replace(/^\.\//, "");
  const flag = String.fromCharCode(header[156] as number);
  if (flag !== "0" && flag !== "\0" && flag !== "5")
    throw malformed("has something in it that is neither file nor folder");
  return { name, size: octal(header, 124, 12), type: flag === "5" ? "folder" : "file" };
}

function block(archive: Uint8Array, at: number): Uint8Array {
  if (at + BLOCK > archive.length) throw malformed("is cut short");
  return archive.subarray(at, at + BLOCK);
}

function text(header: Uint8Array, at: number, length: number): string {
  const field = header.subarray(at, at + length);
  const end = field.indexOf(0);
  return fromUtf8(end < 0 ? field : field.subarray(0, end));
}

function octal(header: Uint8Array, at: number, length: number): number {
  const digits = /^ *([0-7]{1,11})[ \0]*$/.exec(
    String.fromCharCode(...header.subarray(at, at + length)),
  )?.[1];
  if (digits === undefined) throw malformed("has a header with a number that is none");
  return Number.parseInt(digits, 8);
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

function malformed(why: string): EvidenceError {
  return new EvidenceError("malformed", `a tar archive ${why}`);
}
