import { createSocket } from "node:dgram";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { expect, it } from "vitest";
import { NOTICE_KINDS, noticeFor, type NoticeTarget } from "../../incidents/notices/notice.ts";
import type { ClaimedNotice } from "../../incidents/notices/outbox.ts";
import { makeIdentity } from "../../store/tripwire-certificate.ts";
import { syslogChannel } from "./syslog.ts";

const NOW = "2026-03-01T10:00:00.000Z";
const TARGET: NoticeTarget = {
  name: "syslog/siem",
  tell: new Set(NOTICE_KINDS),
  severity: "low",
  detail: "full",
  withhold: new Set(),
  gather: 0,
};

function claimed(about: string): ClaimedNotice {
  const sentence = "One plate\nin 9 sittings | é = \\.";
  const happening = { kind: "finding.new", about, turn: "", at: NOW, severity: "high", sentence } as const;
  const { due, ...notice } = noticeFor(TARGET, happening, NOW);
  return { ...notice, state: "waiting", attempts: 1, next: due, reason: undefined, changed: NOW };
}

const channel = (port: number, over: "tls" | "tcp" | "udp", ca?: string) =>
  syslogChannel({
    target: TARGET,
    host: over === "tls" ? "localhost" : "127.0.0.1",
    port,
    over,
    ca,
    version: "0.1.0",
    clock: () => Date.parse(NOW),
  });

const LINE = /^<117>1 2026-03-01T10:00:00\.000Z - counterwatch - finding\.new - CEF:0\|Counterwatch\|/;

/** RFC 6587 3.4.1: length, blank, message. */
function unframed(bytes: Buffer): string[] {
  const messages: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(" ", at);
    const length = Number(bytes.toString("latin1", at, blank));
    messages.push(bytes.toString("utf8", blank + 1, blank + 1 + length));
    at = blank + 1 + length;
  }
  return messages;
}

for (const over of ["tcp", "tls"] as const)
  it(`sends CEF in RFC 5424 messages over ${over}, framed by their length`, async () => {
    const identity = makeIdentity("localhost", new Date(0));
    const pieces: Buffer[] = [];
    let isOver: ((whole: Buffer) => void) | undefined;
    const whole = new Promise<Buffer>((resolve) => {
      isOver = resolve;
    });
    const take = (socket: Socket) => {
      socket.on("data", (piece) => pieces.push(piece));
      socket.on("end", () => {
        socket.end();
        isOver?.(Buffer.concat(pieces));
      });
    };
    const server =
      over === "tls"
        ? createTlsServer({ key: identity.key, cert: identity.certificate }, take)
        : createServer(take);
    await new Promise<void>((resolve) =>
      server.listen(0, over === "tls" ? "localhost" : "127.0.0.1", () => resolve()),
    );
    const { port } = server.address() as AddressInfo;
    const outcome = await channel(port, over, identity.certificate).send([claimed("f-1"), claimed("f-2")]);
    expect(outcome).toEqual({ as: "delivered" });
    const messages = unframed(await whole);
    expect(messages).toHaveLength(2);
    for (const message of messages) {
      expect(message).toMatch(LINE);
      expect(message).toContain(String.raw`msg=One plate\nin 9 sittings | é \= \\.`);
    }
    server.close();
    expect(await channel(port, over, identity.certificate).send([claimed("f-3")])).toMatchObject({
      as: "failed",
    });
  });

it("sends one datagram a notice over UDP", async () => {
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  const heard = new Promise<string>((resolve) =>
    socket.once("message", (bytes) => resolve(bytes.toString())),
  );
  expect(await channel(socket.address().port, "udp").send([claimed("f-1")])).toEqual({ as: "delivered" });
  expect(await heard).toMatch(LINE);
  socket.close();
});
