/**
 * CEF over syslog: RFC 5424 messages, over TLS (RFC 5425) and TCP framed by their length (RFC 6587 3.4.1), over UDP one a datagram (RFC 5426).
 * Syslog has no acknowledgement: "delivered" means that the operating system took it and the connection was closed in order; what the
 * collector loses after that is lost, which a webhook does not do.
 */
import { hash } from "node:crypto";
import { createSocket } from "node:dgram";
import { connect, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Channel, Outcome } from "../../incidents/notices/channel.ts";
import type { NoticeTarget } from "../../incidents/notices/notice.ts";
import type { ClaimedNotice } from "../../incidents/notices/outbox.ts";
import { cefNotice } from "../../report/forms/cef.ts";

const PATIENCE = 10_000;
const AT_ONCE = 100;
/** Facility log alert (14), severity notice (5): 14 · 8 + 5. */
const PRIORITY = 117;

export interface SyslogParts {
  readonly target: NoticeTarget;
  readonly host: string;
  readonly port: number;
  readonly over: "tls" | "tcp" | "udp";
  /** PEM. */
  readonly ca: string | undefined;
  readonly version: string;
  readonly clock: () => number;
}

export function syslogChannel(parts: SyslogParts): Channel {
  const { target, host, port, over } = parts;
  return {
    target,
    address: hash("sha256", `${over} ${host}:${port}`, "hex"),
    longest: PATIENCE + 5000,
    atOnce: over === "udp" ? 1 : AT_ONCE,
    async send(notices): Promise<Outcome> {
      const messages = notices.map((notice) => messageOf(notice, parts));
      try {
        if (over === "udp") for (const message of messages) await datagram(message, parts);
        else await stream(Buffer.concat(messages.map(framed)), parts);
        return { as: "delivered" };
      } catch (cause) {
        const { code } = cause as NodeJS.ErrnoException;
        return {
          as: "failed",
          reason: `not reached${typeof code === "string" ? ` (${code.slice(0, 60)})` : ""}`,
        };
      }
    },
  };
}

function messageOf({ id, kind, body }: ClaimedNotice, { version, clock }: SyslogParts): Buffer {
  const now = new Date(clock()).toISOString();
  return Buffer.from(
    `<${PRIORITY}>1 ${now} - counterwatch - ${kind.slice(0, 32)} - ${cefNotice(body, id, { version })}`,
  );
}

function framed(message: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${message.length} `), message]);
}

function datagram(message: Buffer, { host, port }: SyslogParts): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(isIP(host) === 6 ? "udp6" : "udp4");
    socket.once("error", reject);
    socket.send(message, port, host, (error) => {
      socket.close();
      if (error === null) resolve();
      else reject(error);
    });
  });
}

function stream(bytes: Buffer, { host, port, over, ca }: SyslogParts): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket =
      over === "tls"
        ? connectTls({
            host,
            port,
            minVersion: "TLSv1.2",
            ...(isIP(host) === 0 && { servername: host }),
            ...(ca !== undefined && { ca }),
          })
        : connect({ host, port });
    socket.setTimeout(PATIENCE, () =>
      socket.destroy(Object.assign(new Error("slow"), { code: "ETIMEDOUT" })),
    );
    socket.once("error", reject);
    // Whatever a collector says is not read, and must not keep the connection from its end.
    socket.resume();
    socket.once("close", (hadError) => (hadError ? undefined : resolve()));
    socket.once(over === "tls" ? "secureConnect" : "connect", () => socket.end(bytes));
  });
}
