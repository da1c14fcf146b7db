import { request } from "node:https";
import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type Identity, makeIdentity, readCertificate } from "../store/tripwire-certificate.ts";
import { Caller, type Handler, type Listener, listen, readBody } from "./tripwire-channel.ts";

const NOW = new Date("2026-01-01T00:00:00Z");
const [custodian, agency, other] = ["city-alpr", "agency-7", "agency-7"].map((name) =>
  makeIdentity(name, NOW),
) as [Identity, Identity, Identity];
const peerOf = (identity: Identity) => ({
  certificate: identity.certificate,
  ...readCertificate(identity.certificate, "test"),
});
const line = (identity: Identity, peer: Identity) => ({ identity, peer: peerOf(peer) });
const unavailable = expect.objectContaining({ code: "unavailable" });
const NOTHING = new Uint8Array(0);

const listeners: Listener[] = [];
afterEach(async () => {
  for (const listener of listeners.splice(0)) await listener.close();
});

async function open(handler: Handler, own = line(custodian, agency)): Promise<string> {
  const listener = await listen(own, { host: "127.0.0.1", port: 0 }, handler);
  listeners.push(listener);
  return `https://127.0.0.1:${listener.port}`;
}

const echo: Handler = async (asked) => {
  const body = await readBody(asked, 100);
  return body === undefined ? new Response("too long", { status: 413 }) : new Response(new Uint8Array(body));
};

describe("the line between two parties", () => {
  it("carries bytes between the two that know each other", async () => {
    const caller = new Caller(line(agency, custodian), await open(echo));
    const { status, body } = await caller.call("POST", "/x", Uint8Array.of(1, 2, 3), 100);
    expect([status, ...body]).toEqual([200, 1, 2, 3]);
    caller.close();
  });

  it("carries nothing for a stranger, even one with the right name", async () => {
    let asked = 0;
    const address = await open(() => {
      asked++;
      return new Response("secret");
    });
    await expect(new Caller(line(other, custodian), address).call("GET", "/x", NOTHING, 100)).rejects.toThrow(
      unavailable,
    );
    const { hostname, port } = new URL(address);
    const bare = new Promise((resolve) => {
      const sent = request({ host: hostname, port, rejectUnauthorized: false, path: "/x" }, resolve);
      sent.on("error", (error: NodeJS.ErrnoException) => resolve(error.code));
      sent.end();
    });
    expect(await bare).toMatch(/^(?:ERR_SSL_|ECONNRESET)/);
    const plain = new Promise((resolve) => {
      const socket = connect(Number(port), hostname, () =>
        socket.write("GET /x HTTP/1.1\r\nhost: x\r\n\r\n"),
      );
      let text = "";
      socket.on("data", (piece) => (text += piece.toString("latin1"))).on("error", () => undefined);
      socket.on("close", () => resolve(text));
    });
    expect(await plain).not.toContain("secret");
    expect(asked).toBe(0);
  });

  it("does not talk to who answers with another certificate, even under the right name", async () => {
    const impostor = makeIdentity("city-alpr", NOW);
    let asked = 0;
    const address = await open(
      () => {
        asked++;
        return new Response("");
      },
      line(impostor, agency),
    );
    await expect(
      new Caller(line(agency, custodian), address).call("PUT", "/x", NOTHING, 100),
    ).rejects.toThrow(/another certificate/);
    expect(asked).toBe(0);
  });

  it("reads neither questions nor answers beyond their length", async () => {
    const address = await open(echo);
    const caller = new Caller(line(agency, custodian), address);
    expect((await caller.call("POST", "/x", new Uint8Array(101), 100)).status).toBe(413);
    await expect(caller.call("POST", "/x", new Uint8Array(100), 99)).rejects.toThrow(unavailable);
    const endless = await open(
      () =>
        new Response(
          new ReadableStream({
            pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
          }),
        ),
    );
    await expect(
      new Caller(line(agency, custodian), endless).call("GET", "/x", NOTHING, 1_000_000),
    ).rejects.toThrow(unavailable);
    caller.close();
  });

  it("says what is wrong with an address", async () => {
    expect(() => new Caller(line(agency, custodian), "http://127.0.0.1:1")).toThrow(
      expect.objectContaining({ code: "usage" }),
    );
    await expect(
      new Caller(line(agency, custodian), "https://127.0.0.1:1").call("GET", "/", NOTHING, 1),
    ).rejects.toThrow(/cannot be reached \(ECONNREFUSED\)/);
    const taken = new URL(await open(echo));
    await expect(
      listen(line(custodian, agency), { host: "127.0.0.1", port: Number(taken.port) }, echo),
    ).rejects.toThrow(unavailable);
  });
});
