/**
 * Syslog over TCP (RFC 6587) and TLS (RFC 5425). Neither has an acknowledgement: a sender knows what its own system has handed over, not
 * what is durable here. So the one thing that can be done is not to read: while the receiver is full no socket is read, the sender's
 * buffers fill, and it waits. What was read and is not in the ledger when this process dies is lost; so is what the network still held.
 *
 * Hostile input: strangers (over TLS with a client authority only its clients get in), many connections, slow ones: a message that was
 * begun has to end within a minute, and who says nothing for half an hour is closed.
 */
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import { CounterwatchError } from "../model/index.ts";
import { SyslogFraming } from "./syslog-framing.ts";

/** Where messages go; `app/serve/inputs` has it. */
export interface SyslogReceiver {
  /** Nothing more should come until `whenRoom` calls back. */
  readonly isFull: boolean;
  receive(message: Uint8Array): void;
  tooLong(beginning: Uint8Array): void;
  /** Replaces what was asked before. */
  whenRoom(resume: () => void): void;
}

export interface SyslogAddress {
  readonly host: string | undefined;
  readonly port: number;
}

export interface SyslogListening {
  readonly port: number;
  /** Rejects where the listener fails after it began. */
  readonly failed: Promise<never>;
  close(): Promise<void>;
}

const MOST_CONNECTIONS = 256;
const LONGEST_MESSAGE = 60_000;
const LONGEST_SILENCE = 30 * 60_000;
const LAST_MESSAGES = 1000;

/** `tls`: undefined for plain TCP. Throws `unavailable` where it cannot listen, `key-file` where certificate or key are none. */
export async function listenSyslog(
  at: SyslogAddress,
  receiver: SyslogReceiver,
  tls: Pick<TlsOptions, "cert" | "key" | "ca"> | undefined,
): Promise<SyslogListening> {
  const sockets = new Set<Socket>();
  const accept = (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    read(socket, receiver);
  };
  const server = tls === undefined ? createTcpServer(accept) : secureServer(tls, accept);
  server.maxConnections = MOST_CONNECTIONS;
  receiver.whenRoom(() => {
    for (const socket of sockets) socket.resume();
  });
  await listening(server, at);
  return {
    port: (server.address() as AddressInfo).port,
    failed: new Promise<never>((_, reject) => {
      server.on("error", (cause) => reject(troubleAt(at, cause)));
    }),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // What the system has received already is read; then the line is cut.
      for (const socket of sockets) socket.end();
      await Promise.race([closed, wait(LAST_MESSAGES, undefined, { ref: false })]);
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function secureServer(
  tls: Pick<TlsOptions, "cert" | "key" | "ca">,
  accept: (socket: Socket) => void,
): Server {
  const asked = tls.ca !== undefined;
  try {
    const server = createTlsServer(
      {
        ...tls,
        requestCert: asked,
        rejectUnauthorized: asked,
        minVersion: "TLSv1.2",
        handshakeTimeout: 10_000,
      },
      accept,
    );
    // Strangers who knock are no event of ours.
    server.on("tlsClientError", () => {});
    return server;
  } catch (cause) {
    // The library's words may quote the file.
    throw new CounterwatchError(
      "key-file",
      "the certificate, its key or the clients' authority cannot be used",
      {
        remedy: "They have to be PEM, and the key that of the certificate.",
        cause,
      },
    );
  }
}

function read(socket: Socket, receiver: SyslogReceiver): void {
  const framing = new SyslogFraming({
    frame: (message) => receiver.receive(message),
    tooLong: (beginning) => receiver.tooLong(beginning),
  });
  let late: NodeJS.Timeout | undefined;
  const settle = (isWithin: boolean) => {
    if (isWithin && late === undefined) late = setTimeout(() => socket.destroy(), LONGEST_MESSAGE);
    else if (!isWithin) {
      clearTimeout(late);
      late = undefined;
    }
  };
  socket.setTimeout(LONGEST_SILENCE, () => socket.destroy());
  socket.on("data", (chunk: Buffer) => {
    if (!framing.push(chunk)) {
      receiver.tooLong(chunk.subarray(0, 1024));
      socket.destroy();
      return;
    }
    // While we are the ones who do not read, nobody is late.
    if (receiver.isFull) socket.pause();
    settle(framing.isWithin && !socket.isPaused());
  });
  socket.on("end", () => framing.end());
  socket.on("close", () => settle(false));
  socket.on("error", () => socket.destroy());
}

async function listening(server: Server, at: SyslogAddress): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const refused = (cause: Error) => reject(troubleAt(at, cause));
    server.once("error", refused);
    server.listen({ port: at.port, host: at.host }, () => {
      server.off("error", refused);
      resolve();
    });
  });
}

export function troubleAt(
  { host = "*", port }: SyslogAddress,
  cause: NodeJS.ErrnoException,
): CounterwatchError {
  return new CounterwatchError(
    "unavailable",
    `cannot listen on ${host}:${port} (${cause.code ?? "failed"})`,
    {
      remedy: "Another program may have the port, or it may need rights: choose another in `inputs`.",
      cause,
    },
  );
}
