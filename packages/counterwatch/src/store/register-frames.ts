/**
 * What the register's process and its parent say to each other over a pipe: frames of a type (J for JSON, B for bytes), four
 * bytes of length (big-endian) and a body. Secrets travel as bytes of their own frame, which both sides wipe.
 */
import type { Readable, Writable } from "node:stream";

const HEAD = 5;
const JSON_TYPE = 0x4a;
const BYTES_TYPE = 0x42;
/** Neither side sends more at once. */
const LONGEST_FRAME = 32 * 1024 * 1024;

export type Frame = { readonly json: unknown } | { readonly bytes: Buffer };

/** Resolves when the pipe can take more. */
export function sendJson(pipe: Writable, value: unknown): Promise<void> {
  return send(pipe, JSON_TYPE, Buffer.from(JSON.stringify(value)));
}

/** Resolves when the bytes have been handed to the system, so that the caller may wipe them. */
export function sendBytes(pipe: Writable, bytes: Uint8Array): Promise<void> {
  return send(pipe, BYTES_TYPE, bytes);
}

function send(pipe: Writable, type: number, body: Uint8Array): Promise<void> {
  const head = Buffer.alloc(HEAD);
  head[0] = type;
  head.writeUInt32BE(body.length, 1);
  return new Promise((resolve, reject) => {
    pipe.write(head);
    pipe.write(body, (error) => (error ? reject(error) : resolve()));
  });
}

/** Ends with the pipe; throws RangeError at a frame that is none, or is cut short. */
export async function* readFrames(pipe: Readable): AsyncGenerator<Frame> {
  let pending: Buffer = Buffer.alloc(0);
  for await (const chunk of pipe as AsyncIterable<Buffer>) {
    const before = pending;
    pending = Buffer.concat([pending, chunk]);
    before.fill(0);
    chunk.fill(0);
    for (;;) {
      if (pending.length < HEAD) break;
      const length = pending.readUInt32BE(1);
      if (length > LONGEST_FRAME || (pending[0] !== JSON_TYPE && pending[0] !== BYTES_TYPE))
        throw new RangeError("not a frame");
      if (pending.length < HEAD + length) break;
      const body = Buffer.from(pending.subarray(HEAD, HEAD + length));
      const isJson = pending[0] === JSON_TYPE;
      pending.fill(0, 0, HEAD + length);
      pending = pending.subarray(HEAD + length);
      yield isJson ? { json: JSON.parse(body.toString("utf8")) } : { bytes: body };
    }
  }
  if (pending.length > 0) throw new RangeError("a frame is cut short");
}
