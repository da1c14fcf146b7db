/**
 * The line between custodian and agency: HTTP over TLS 1.3 where both sides show a certificate and accept one alone.
 *
 * Who is trusted: the peer's certificate is the only authority, so no other party, and no certificate authority, gets a connection
 * or is connected to; host names are not looked at. A network attacker sees sizes and times, which are the same for every
 * batch, and can cut the line, which both sides notice.
 * Hostile input: the peer itself. Bodies are read up to a given length and no further, connections and times are bounded.
 */
import { Agent, createServer, request } from "node:https";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { getRequestListener } from "@hono/node-server";
import { CounterwatchError } from "../model/index.ts";
import type { Identity } from "../store/tripwire-certificate.ts";
import type { Peer } from "../store/tripwire-folder.ts";

export type Handler = (request: Request) => Response | Promise<Response>;

export interface Line {
  readonly identity: Identity;
  readonly peer: Peer;
}

export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

const MOST_CONNECTIONS = 16;
const PATIENCE = 60_000;
const GRACE = 2000;

/** Port 0: any free one. Throws `unavailable` where it cannot listen. */
export async function listen(
  line: Line,
  at: { readonly host: string; readonly port: number },
  handler: Handler,
): Promise<Listener> {
  const server = createServer(
    {
      key: line.identity.key,
      cert: line.identity.certificate,
      ca: line.peer.certificate,
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: "TLSv1.3",
      requestTimeout: PATIENCE,
      headersTimeout: 10_000,
    },
    getRequestListener(handler, { overrideGlobalObjects: false }),
  );
  server.maxConnections = MOST_CONNECTIONS;
  // Strangers who knock are no event of ours.
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) =>
      reject(
        new CounterwatchError("unavailable", `cannot listen on ${at.host}:${at.port} (${cause.code})`, {
          remedy: "Choose another address with --listen.",
          cause,
        }),
      ),
    );
    server.listen(at.port, at.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      // Whoever waits for an answer that is on its way gets it.
      await Promise.race([closed, setTimeout(GRACE, undefined, { ref: false })]);
      server.closeAllConnections();
      await closed;
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly body: Uint8Array;
}

export class Caller {
  readonly #line: Line;
  readonly #base: URL;
  readonly #agent: Agent;

  /** Throws `usage` for what is no https address. */
  constructor(line: Line, address: string) {
    this.#line = line;
    if (!URL.canParse(address) || new URL(address).protocol !== "https:")
      throw new CounterwatchError("usage", "the other side's address must begin with https://", {
        remedy: "Write it as https://host:port.",
      });
    this.#base = new URL(address);
    this.#agent = new Agent({ keepAlive: true, maxSockets: 1 });
  }

  /** `most` bounds the answer. Throws `unavailable`: not reached, not the peer, or an answer without end. */
  call(method: "GET" | "POST" | "PUT", path: string, body: Uint8Array, most: number): Promise<Answer> {
    const { identity, peer } = this.#line;
    return new Promise((resolve, reject) => {
      const fail = (cause: Error) => reject(this.#unreached(cause));
      const sent = request(
        new URL(path, this.#base),
        {
          method,
          agent: this.#agent,
          key: identity.key,
          cert: identity.certificate,
          ca: peer.certificate,
          rejectUnauthorized: true,
          minVersion: "TLSv1.3",
          // The certificate itself is pinned, wherever it answers.
          checkServerIdentity: () => undefined,
          timeout: PATIENCE,
          headers: { "content-length": body.length, "content-type": "application/octet-stream" },
        },
        (response) => {
          const pieces: Buffer[] = [];
          let length = 0;
          response.on("data", (piece: Buffer) => {
            length += piece.length;
            if (length <= most) return void pieces.push(piece);
            fail(new Error("the answer is too long"));
            sent.destroy();
          });
          response.on("error", fail);
          response.on("end", () =>
            resolve({ status: response.statusCode ?? 0, body: new Uint8Array(Buffer.concat(pieces)) }),
          );
        },
      );
      sent.on("timeout", () => sent.destroy(new Error("no answer")));
      sent.on("error", fail);
      sent.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }

  #unreached(cause: Error): CounterwatchError {
    const { code } = cause as NodeJS.ErrnoException;
    const { peer } = this.#line;
    const at = `${peer.name} at ${this.#base.host}`;
    const refuse = (message: string, remedy: string) =>
      new CounterwatchError("unavailable", message, { remedy, cause });
    if (code?.includes("CERT") === true || code?.startsWith("ERR_SSL") === true)
      return refuse(
        `who answers for ${at} has another certificate, or does not know this side's`,
        "Compare the fingerprints on both sides: counterwatch tripwire show.",
      );
    // Node's server hangs up on a certificate that it does not know, without a word.
    if (code === "ECONNRESET")
      return refuse(
        `${at} has cut the line: it stopped, or it does not know this side's certificate`,
        "If this goes on, compare the fingerprints on both sides: counterwatch tripwire show.",
      );
    return refuse(
      `${at} cannot be reached (${code ?? cause.message})`,
      "Is the other side running? Nothing is lost: what waits is sent when it answers.",
    );
  }
}

/** Undefined where the body has more than `most` bytes. Reads no further than that. */
export async function readBody(request: Request, most: number): Promise<Uint8Array | undefined> {
  if (Number(request.headers.get("content-length") ?? 0) > most) return undefined;
  const pieces: Uint8Array[] = [];
  let length = 0;
  if (request.body !== null)
    for await (const piece of request.body as unknown as AsyncIterable<Uint8Array>) {
      length += piece.length;
      if (length > most) return undefined;
      pieces.push(piece);
    }
  return new Uint8Array(Buffer.concat(pieces));
}
