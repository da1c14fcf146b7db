/**
 * Asking a running server for what only somebody at the machine may have: a socket in the server's own folder. Whoever can reach it
 * can read the folder; no route gives a backup, because an administrator reads no finding.
 *
 *   > {"do":"backup"}\n
 *   < frames: a length in four bytes, big-endian, and so many bytes; a frame of none is the end of the whole. A length with its highest
 *     bit set is that of a refusal instead, in words, after which nothing comes.
 *
 * A connection that ends before either is no backup: a server that dies in the middle looks just so.
 *
 * Limits: one request a connection, a line of at most 4096 bytes. The path of a socket is short: where the folder's is too long there
 * is none, and a backup is made while the server is stopped.
 */
import { chmodSync, rmSync } from "node:fs";
import { createConnection, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { CounterwatchError } from "../model/index.ts";

const CONTROL_SOCKET = "control.sock";
/** sun_path has 104 bytes on macOS, 108 on Linux, one of them the final zero. */
const LONGEST_PATH = 103;
const LONGEST_LINE = 4096;
const LENGTH_BYTES = 4;
const REFUSED = 0x8000_0000;
const LARGEST_FRAME = 64 * 1024 * 1024;
/** Milliseconds in which a request must come. */
const PATIENCE = 5000;

type Write = (bytes: Uint8Array) => Promise<void>;

export interface ControlServer {
  close(): Promise<void>;
}

/** Undefined where the folder's path is too long. `backup` is given where its bytes go. Throws what binding throws. */
export async function openControl(
  folder: string,
  backup: (write: Write) => Promise<void>,
): Promise<ControlServer | undefined> {
  const path = join(folder, CONTROL_SOCKET);
  if (Buffer.byteLength(path) > LONGEST_PATH) return undefined;
  // The folder's one writer is this process by now: a socket that stands there is of a dead one.
  rmSync(path, { force: true });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => socket.destroy());
    void answer(socket, backup);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
  chmodSync(path, 0o600);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
        rmSync(path, { force: true });
      }),
  };
}

/** Hands the bytes of a backup on. False where no server listens. Throws `unavailable` with what the server said, or where it ended early. */
export async function askForBackup(folder: string, write: Write): Promise<boolean> {
  const socket = await connected(join(folder, CONTROL_SOCKET));
  if (socket === undefined) return false;
  try {
    socket.write(`${JSON.stringify({ do: "backup" })}\n`);
    let held: Buffer = Buffer.alloc(0);
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      for (;;) {
        const word = held.length < LENGTH_BYTES ? LARGEST_FRAME : held.readUInt32BE(0);
        const length = word % REFUSED;
        if (length > LARGEST_FRAME) throw refused("it answers in another way than a server does");
        if (held.length < LENGTH_BYTES + length) break;
        if (word === 0) return true;
        const bytes = held.subarray(LENGTH_BYTES, LENGTH_BYTES + length);
        held = held.subarray(LENGTH_BYTES + length);
        if (word >= REFUSED) throw refused(bytes.toString("utf8"));
        await write(bytes);
      }
    }
    throw refused("it ended in the middle");
  } finally {
    socket.destroy();
  }
}

async function answer(socket: Socket, backup: (write: Write) => Promise<void>): Promise<void> {
  try {
    const line = await requestLine(socket);
    if (line !== JSON.stringify({ do: "backup" })) throw refused("there is no such request");
    await backup(async (bytes) => {
      // A frame of none would be the end.
      for (let at = 0; at < bytes.length; at += LARGEST_FRAME)
        await send(socket, bytes.subarray(at, at + LARGEST_FRAME), 0);
    });
    await send(socket, new Uint8Array(0), 0);
    socket.end();
  } catch (cause) {
    const said = cause instanceof CounterwatchError ? cause.message : "it failed; the server's log says why";
    await send(socket, Buffer.from(said), REFUSED).catch(() => {});
    socket.end();
  }
}

function requestLine(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const end = (act: () => void) => {
      clearTimeout(late);
      socket.off("data", read);
      act();
    };
    const late = setTimeout(() => end(() => reject(refused("no request came"))), PATIENCE);
    const read = (chunk: Buffer) => {
      text += chunk.toString("latin1");
      const at = text.indexOf("\n");
      if (at >= 0) end(() => resolve(text.slice(0, at)));
      else if (text.length > LONGEST_LINE) end(() => reject(refused("the request is too long")));
    };
    socket.on("data", read);
    socket.once("close", () => end(() => reject(refused("nobody waits any more"))));
  });
}

function send(socket: Socket, bytes: Uint8Array, kind: 0 | typeof REFUSED): Promise<void> {
  return new Promise((resolve, reject) => {
    if (socket.destroyed) return reject(refused("nobody waits any more"));
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32BE(kind + bytes.length);
    socket.cork();
    socket.write(length);
    socket.write(bytes, (cause) => (cause == null ? resolve() : reject(cause)));
    socket.uncork();
  });
}

function connected(path: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path);
    socket.once("connect", () => resolve(socket));
    socket.once("error", (cause: NodeJS.ErrnoException) => {
      const isNobody = cause.code === "ENOENT" || cause.code === "ECONNREFUSED";
      if (isNobody) resolve(undefined);
      else reject(refused(`its socket cannot be reached (${cause.code})`));
    });
  });
}

function refused(why: string): CounterwatchError {
  return new CounterwatchError("unavailable", `the server gave no backup: ${why}`, {
    remedy: "Look at its log, or stop it and try again.",
  });
}
