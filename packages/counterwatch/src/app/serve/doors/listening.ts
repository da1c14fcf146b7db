/** The HTTP server around the routes: bounded in time and connections, with the headers that keep a browser from being used. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { CounterwatchError } from "../../../model/index.ts";

/** WebAssembly, and no text as code: the console's verifier checks signatures by libsodium, which is compiled to it. */
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

function guarded(app: Hono): (request: Request) => Promise<Response> {
  return async (request) => {
    const response = await app.fetch(request);
    for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
    return response;
  };
}

/**
 * Milliseconds that a request, and its head, may take to arrive; how often that is looked at; and how long a connection may stand still on
 * which an answer is written or worked out: whoever reads none would keep it for ever.
 */
const PATIENCE = {
  requestTimeout: 60_000,
  headersTimeout: 10_000,
  connectionsCheckingInterval: 5000,
  standstill: 15 * 60_000,
};
const MOST_CONNECTIONS = 512;
/** How long requests that run may go on after the end was asked for. */
const LAST_REQUESTS = 2000;

export interface Listening {
  readonly url: string;
  /** Takes no more connections; resolves when the last one is closed. */
  close(): Promise<void>;
}

/** Throws `unavailable` where the port is not to be had. */
export async function listen(
  app: Hono,
  host: string,
  port: number,
  patience: typeof PATIENCE = PATIENCE,
): Promise<Listening> {
  const server = createServer(patience, getRequestListener(guarded(app), { overrideGlobalObjects: false }));
  server.maxConnections = MOST_CONNECTIONS;
  server.timeout = patience.standstill;
  await listening(server, host, port);
  const { address, family, port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${bound}`,
    close() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), LAST_REQUESTS).unref();
      return closed;
    },
  };
}

const REMEDIES: Readonly<Record<string, string>> = {
  EADDRINUSE: "Another program has this port: end it, or choose another with --port.",
  EACCES: "This user may not have this port: choose one above 1023 with --port.",
  EADDRNOTAVAIL: "This machine has no such address: choose another with --host.",
};

async function listening(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) =>
      reject(
        new CounterwatchError("unavailable", `cannot listen on ${host}:${port} (${cause.code})`, {
          remedy: REMEDIES[cause.code ?? ""] ?? "Choose another with --host and --port.",
          cause,
        }),
      ),
    );
    server.listen(port, host, resolve);
  });
}
