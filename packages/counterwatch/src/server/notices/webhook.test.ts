import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterEach, describe, expect, it } from "vitest";
import { NOTICE_KINDS, noticeFor, type NoticeTarget } from "../../incidents/notices/notice.ts";
import type { ClaimedNotice } from "../../incidents/notices/outbox.ts";
import { guardedLookup, isRefused, refuseHost } from "./address-rule.ts";
import { webhookChannel, type WebhookParts } from "./webhook.ts";

const SECRETS = [1, 2].map((n) => `whsec_${Buffer.alloc(32, n).toString("base64")}`) as [string, string];
const TARGET: NoticeTarget = {
  name: "webhook/siem",
  tell: new Set(NOTICE_KINDS),
  severity: "low",
  detail: "full",
  withhold: new Set(),
  gather: 0,
};
const NOW = new Date().toISOString();
const HAPPENING = {
  kind: "finding.new",
  about: "f-1",
  turn: "",
  at: NOW,
  sentence: "é \u2028 </script>",
} as const;

function claimed(): ClaimedNotice {
  const { due, ...notice } = noticeFor(TARGET, HAPPENING, NOW);
  return { ...notice, state: "waiting", attempts: 1, next: due, reason: undefined, changed: NOW };
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function receiver(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
}

function channel(url: string, more: Partial<WebhookParts> = {}) {
  return webhookChannel({ target: TARGET, url, secrets: SECRETS, reach: [], clock: Date.now, ...more });
}

/** What becomes of a name that leads to these. */
function ask(addresses: { address: string; family: number }[], all: boolean): Promise<unknown> {
  return new Promise((settle) => {
    resolving(addresses)("siem.example", { all }, (error, found) => settle(error?.name ?? found));
  });
}

function resolving(addresses: { address: string; family: number }[]) {
  const resolve = (
    _name: string,
    _options: object,
    callback: (error: null, found: typeof addresses) => void,
  ) => callback(null, addresses);
  return guardedLookup([], resolve as never);
}

describe("webhooks (Standard Webhooks 1.0)", () => {
  it("are signed with every secret, and carry the notice's id and the notice", async () => {
    const heard: { headers: IncomingHttpHeaders; body: string }[] = [];
    const url = await receiver((request, response) => {
      let body = "";
      request.on("data", (piece) => (body += String(piece)));
      request.on("end", () => {
        heard.push({ headers: request.headers, body });
        response.writeHead(204).end();
      });
    });
    const notice = claimed();
    expect(await channel(url).send([notice])).toEqual({ as: "delivered" });
    expect(await channel(url).send([notice])).toEqual({ as: "delivered" });
    expect(new Set(heard.map(({ headers }) => headers["webhook-id"]))).toEqual(new Set([notice.id]));
    for (const { headers, body } of heard)
      for (const secret of SECRETS)
        expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toEqual(notice.body);
    const [first] = heard;
    const forged = () =>
      new Webhook(SECRETS[0]).verify(`${first?.body} `, first?.headers as Record<string, string>);
    expect(forged).toThrow();
  });

  it("are tried again after 5xx, told to wait, and ended by 410", async () => {
    const answers: [number, Record<string, string>][] = [
      [500, {}],
      [429, { "retry-after": "120" }],
      [503, { "retry-after": "99999999999" }],
      [410, {}],
    ];
    const url = await receiver((_, response) => {
      const [status, headers] = answers.shift() as [number, Record<string, string>];
      response.writeHead(status, headers).end();
    });
    const outcomes = [];
    for (let tries = 0; tries < 4; tries++) outcomes.push(await channel(url).send([claimed()]));
    expect(outcomes).toMatchObject([
      { as: "failed", reason: "answered 500", after: undefined },
      { as: "failed", after: 120_000 },
      { as: "failed", after: undefined },
      { as: "gone" },
    ]);
  });

  it("do not follow where they are sent on", async () => {
    let asked = 0;
    const url = await receiver((_, response) => {
      asked++;
      response.writeHead(307, { location: "/elsewhere" }).end();
    });
    expect(await channel(url).send([claimed()])).toMatchObject({ as: "failed" });
    expect(asked).toBe(1);
  });

  it("are not held by a receiver that never answers, never ends, or ends at once", async () => {
    const silent = await receiver(() => {});
    expect(await channel(silent, { patience: 50 }).send([claimed()])).toEqual({
      as: "failed",
      reason: "no answer in time",
    });
    const endless = await receiver((_, response) => {
      response.writeHead(200);
      const piece = Buffer.alloc(64 * 1024);
      const more = () => {
        while (!response.destroyed && response.write(piece));
      };
      response.on("drain", more);
      more();
    });
    expect(await channel(endless).send([claimed()])).toEqual({ as: "delivered" });
    const rude = await receiver((request) => request.socket.destroy());
    expect(await channel(rude).send([claimed()])).toMatchObject({ as: "failed" });
  });

  it("never go to link-local and metadata addresses, however they are written", async () => {
    for (const host of [
      "169.254.169.254",
      "2852039166",
      "0xa9.0xfe.0xa9.0xfe",
      "[::ffff:169.254.169.254]",
      "[fe80::1]",
    ])
      expect(await channel(`http://${host}/latest`).send([claimed()])).toMatchObject({
        as: "failed",
        reason: expect.stringContaining("refused"),
      });
    for (const address of [
      "100.100.100.200",
      "fd00:ec2::254",
      "64:ff9b::a9fe:a9fe",
      "0.0.0.0",
      "::",
      "no address",
    ])
      expect([address, isRefused(address)]).toEqual([address, true]);
    for (const address of ["127.0.0.1", "10.1.2.3", "::1", "fd12::1", "192.0.2.7"])
      expect([address, isRefused(address)]).toEqual([address, false]);
    expect(() => refuseHost("169.254.10.1", ["169.254.10.1"])).not.toThrow();
  });

  it("check the addresses that a name leads to, all of them", async () => {
    const good = { address: "10.0.0.1", family: 4 };
    const bad = { address: "169.254.169.254", family: 4 };
    expect(await ask([good], true)).toEqual([good]);
    expect(await ask([good], false)).toBe("10.0.0.1");
    for (const all of [true, false]) expect(await ask([good, bad], all)).toBe("RefusedAddress");
    expect(await ask([], true)).toBe("RefusedAddress");
  });
});
