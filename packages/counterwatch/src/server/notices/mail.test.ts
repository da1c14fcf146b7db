import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, it } from "vitest";
import { NOTICE_KINDS, noticeFor, type NoticeTarget } from "../../incidents/notices/notice.ts";
import type { ClaimedNotice } from "../../incidents/notices/outbox.ts";
import { noticeMail } from "../../report/notices/mail-text.ts";
import { Speech } from "../../report/words/speech.ts";
import { makeIdentity } from "../../store/tripwire-certificate.ts";
import { mailChannel, type MailServer } from "./mail.ts";

const NOW = "2026-03-01T10:00:00.000Z";
const TARGET: NoticeTarget = {
  name: "mail/duty/duty@example.org",
  tell: new Set(NOTICE_KINDS),
  severity: "low",
  detail: "full",
  withhold: new Set(),
  gather: 60_000,
};
const IDENTITY = makeIdentity("localhost", new Date(0));

function claimed(about: string, sentence: string, operator = "op-1"): ClaimedNotice {
  const happening = {
    kind: "finding.new",
    about,
    turn: "",
    at: NOW,
    severity: "high",
    operators: [operator],
    sentence,
  } as const;
  const { due, ...notice } = noticeFor(TARGET, happening, NOW);
  return { ...notice, state: "waiting", attempts: 1, next: due, reason: undefined, changed: NOW };
}

const servers: SMTPServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise<void>((resolve) => server.close(resolve));
});

interface Heard {
  readonly to: readonly string[];
  readonly mail: string;
  readonly secure: boolean;
}

async function mailServer(options: SMTPServerOptions = {}): Promise<{ server: MailServer; heard: Heard[] }> {
  const heard: Heard[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    key: IDENTITY.key,
    cert: IDENTITY.certificate,
    closeTimeout: 100,
    onData(stream, session, done) {
      let mail = "";
      stream.on("data", (piece) => (mail += String(piece)));
      stream.on("end", () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        heard.push({ to, mail, secure: session.secure });
        done();
      });
    },
    ...options,
  });
  smtp.on("error", () => {});
  servers.push(smtp);
  await new Promise<void>((resolve) => smtp.listen(0, "localhost", () => resolve()));
  const { port } = smtp.server.address() as AddressInfo;
  const server = {
    host: "localhost",
    port,
    security: "starttls",
    user: undefined,
    password: undefined,
    ca: IDENTITY.certificate,
    from: "counterwatch@example.org",
  } as const;
  return { server, heard };
}

function write(notices: readonly ClaimedNotice[]) {
  return noticeMail(
    notices.map(({ body }) => body),
    new Speech("en", "UTC"),
    "https://desk.example.org",
  );
}

function channel(server: MailServer, to = "duty@example.org") {
  return mailChannel(TARGET, server, to, write);
}

function refusing(code: number): SMTPServerOptions {
  return {
    onRcptTo: (_address, _session, done) =>
      done(Object.assign(new Error("mailbox says\r\nno"), { responseCode: code })),
  };
}

describe("mails (RFC 5321)", () => {
  it("go over STARTTLS, several notices in one, as plain text", async () => {
    const { server, heard } = await mailServer();
    const notices = [claimed("f-1", "One plate in 9 sittings."), claimed("f-2", "Another.")];
    expect(await channel(server).send(notices)).toEqual({ as: "delivered" });
    const [one] = heard;
    expect(heard).toHaveLength(1);
    expect(one).toMatchObject({ to: ["duty@example.org"], secure: true });
    expect(one?.mail).toMatch(/^Subject: Counterwatch: 2 notices, up to high\r$/m);
    expect(one?.mail).toMatch(/^Content-Type: text\/plain/m);
    expect(one?.mail).toContain("One plate in 9 sittings.");
    expect(one?.mail.replaceAll("=\r\n", "").replaceAll("=3D", "=")).toContain(
      "https://desk.example.org/findings?id=",
    );
    expect(one?.mail).toContain("A finding is a lead, not a verdict.");
  });

  it("carry no header, recipient or command that a log brought", async () => {
    const { server, heard } = await mailServer();
    const evil = "op\r\nBcc: all@example.org\r\n\r\n.\r\nMAIL FROM:<x@y>\r\n<b>\u202e";
    expect(await channel(server).send([claimed("f-1\r\nX-A: b", evil, evil)])).toEqual({ as: "delivered" });
    expect(heard).toHaveLength(1);
    expect(heard[0]?.to).toEqual(["duty@example.org"]);
    const [headers = ""] = heard[0]?.mail.split("\r\n\r\n") ?? [];
    expect(headers).not.toMatch(/^(bcc|x-a|mail from)/im);
  });

  it("are tried again where the server says later, and not where it says never", async () => {
    for (const [code, as] of [
      [450, "failed"],
      [451, "failed"],
      [550, "refused"],
      [553, "refused"],
    ] as const) {
      const { server } = await mailServer(refusing(code));
      const outcome = await channel(server).send([claimed("f-1", "One.")]);
      expect(outcome).toMatchObject({ as, reason: expect.stringContaining(`answered ${code}`) });
      expect(outcome).not.toMatchObject({ reason: expect.stringContaining("mailbox") });
    }
  });

  it("go nowhere without TLS, nor to a server that somebody else vouches for", async () => {
    const plain = await mailServer({ disabledCommands: ["STARTTLS"] });
    expect(await channel(plain.server).send([claimed("f-1", "One.")])).toMatchObject({ as: "failed" });
    const { server, heard } = await mailServer();
    const ca = makeIdentity("localhost", new Date(0)).certificate;
    expect(await channel({ ...server, ca }).send([claimed("f-1", "One.")])).toMatchObject({ as: "failed" });
    expect([plain.heard, heard]).toEqual([[], []]);
    const allowed = await channel({ ...plain.server, security: "none" }).send([claimed("f-1", "One.")]);
    expect([allowed, plain.heard.length]).toEqual([{ as: "delivered" }, 1]);
  });

  it("are tried again where nobody listens, or the connection breaks", async () => {
    const { server } = await mailServer({ onConnect: (_session, done) => done(new Error("go away")) });
    expect(await channel(server).send([claimed("f-1", "One.")])).toMatchObject({
      as: expect.stringMatching(/failed|refused/),
    });
    expect(await channel({ ...server, port: 1 }).send([claimed("f-1", "One.")])).toMatchObject({
      as: "failed",
    });
  });
});

function notice(detail: NoticeTarget["detail"]) {
  const happening = {
    kind: "incident.closed",
    about: "i-1",
    turn: "3",
    at: NOW,
    severity: "critical",
    operators: ["op-1"],
    by: "rosa",
  } as const;
  return noticeFor({ ...TARGET, detail }, happening, NOW).body;
}

describe("the mail's text", () => {
  it("names nobody in summary, and speaks Spanish", () => {
    const { subject, text } = noticeMail([notice("summary")], new Speech("es", "Europe/Madrid"), undefined);
    expect(subject).toBe("Counterwatch: 1 aviso, hasta crítica");
    expect(text).toMatch(/^Incidente cerrado · crítica\n/);
    expect(text).not.toMatch(/op-1|rosa/);
    expect(noticeMail([notice("full")], new Speech("en", "UTC"), undefined).text).toMatch(
      /^Incident closed · critical · op-1 · by rosa\n/,
    );
  });

  it("stays short, however many there are", () => {
    const many = Array.from({ length: 500 }, () => notice("none"));
    const { subject, text } = noticeMail(many, new Speech("en", "UTC"), undefined);
    expect(subject).toBe("Counterwatch: 500 notices");
    expect(text).toContain("And 460 more, in the console.");
  });
});
