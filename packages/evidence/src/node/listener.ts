/** A fetch-style handler on a port of this machine, by node:http. TLS is left to a server in front. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { EvidenceError } from "../errors.ts";

export interface Listener {
  /** E.g. "http://127.0.0.1:43210". */
  readonly url: string;
  /** Ends when all connections are closed; idle ones are closed at once. */
  readonly close: () => Promise<void>;
}

/** Port 0 takes a free one. "network" where the port cannot be had. */
export async function listen(
  handle: (request: Request) => Promise<Response>,
  { host = "127.0.0.1", port }: { readonly host?: string; readonly port: number },
): Promise<Listener> {
  const server = createServer(
    { requestTimeout: 30_000, headersTimeout: 10_000, maxHeaderSize: 16_384 },
    (incoming, outgoing) => {
      answer(incoming, outgoing, handle).catch(() => {
        if (!outgoing.headersSent) outgoing.writeHead(500);
        outgoing.end();
      });
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) =>
      reject(
        new EvidenceError("network", `port ${port} cannot be had`, { cause, remedy: "Choose another port." }),
      ),
    );
    server.listen(port, host, resolve);
  });
  const { address, family, port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handle: (request: Request) => Promise<Response>,
): Promise<void> {
  const request = requestOf(incoming);
  if (request === undefined) {
    outgoing.writeHead(400).end();
    return;
  }
  const response = await handle(request);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  // What the handler has not read need not be sent.
  if (!incoming.complete) outgoing.once("finish", () => incoming.destroy());
  outgoing.end(new Uint8Array(await response.arrayBuffer()));
}

// The host header is a stranger's word: nothing here depends on it.
function requestOf(incoming: IncomingMessage): Request | undefined {
  const { method = "GET", url = "/" } = incoming;
  const body =
    method === "GET" || method === "HEAD"
      ? undefined
      : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>);
  try {
    const address = new URL(url, "http://localhost");
    return new Request(address, { method, ...(body === undefined ? {} : { body, duplex: "half" }) });
  } catch {
    return undefined;
  }
}
