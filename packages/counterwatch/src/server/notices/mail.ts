/**
 * Mail by SMTP (RFC 5321) through nodemailer: plain text, one recipient a message, so that one who is refused does not hold up another or
 * make them hear twice. STARTTLS (RFC 3207) is required unless it is configured otherwise: a server that does not offer it gets nothing.
 *
 * 4xx and broken connections are tried again, 5xx is not (RFC 5321 4.2.1): the same mail would be refused again. Header injection: addresses are of
 * the configuration's narrow form, the subject is of our own words and figures, and the message id is a hash.
 */
import { hash } from "node:crypto";
import { createTransport } from "nodemailer";
import type { Channel, Outcome } from "../../incidents/notices/channel.ts";
import type { NoticeTarget } from "../../incidents/notices/notice.ts";
import type { ClaimedNotice } from "../../incidents/notices/outbox.ts";

const PATIENCE = 15_000;
/** Notices that one mail tells of. */
const MOST_NOTICES = 500;

/** Codes of nodemailer: sender or recipient, and the message itself. */
const ENVELOPE: ReadonlySet<string> = new Set(["EENVELOPE", "EMESSAGE"]);

export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly security: "starttls" | "tls" | "none";
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** PEM. */
  readonly ca: string | undefined;
  readonly from: string;
}

interface MailText {
  readonly subject: string;
  readonly text: string;
}

export function mailChannel(
  target: NoticeTarget,
  server: MailServer,
  to: string,
  write: (notices: readonly ClaimedNotice[]) => MailText,
  patience = PATIENCE,
): Channel {
  const { host, port, security, user, password, ca, from } = server;
  return {
    target,
    address: hash("sha256", `${host}:${port} ${to}`, "hex"),
    longest: 8 * patience,
    atOnce: MOST_NOTICES,
    async send(notices) {
      const transport = createTransport({
        host,
        port,
        secure: security === "tls",
        requireTLS: security === "starttls",
        ignoreTLS: security === "none",
        ...(user !== undefined && password !== undefined && { auth: { user, pass: password } }),
        tls: { minVersion: "TLSv1.2", ...(ca !== undefined && { ca }) },
        connectionTimeout: patience,
        greetingTimeout: patience,
        socketTimeout: patience,
        dnsTimeout: patience,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      try {
        const { subject, text } = write(notices);
        const ids = notices.map(({ id }) => id).join(" ");
        await transport.sendMail({
          from,
          to,
          envelope: { from, to },
          subject: oneLine(subject),
          text,
          messageId: `<${hash("sha256", ids, "hex").slice(0, 32)}@${from.split("@")[1]}>`,
          headers: { "Auto-Submitted": "auto-generated" },
        });
        return { as: "delivered" };
      } catch (cause) {
        return outcomeOf(cause as { responseCode?: number; code?: string; command?: string });
      } finally {
        transport.close();
      }
    },
  };
}

function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, " ").slice(0, 200);
}

/** What the server said is not repeated: its words are its own. */
function outcomeOf({
  responseCode = 0,
  code = "",
  command = "",
}: {
  readonly responseCode?: number;
  readonly code?: string;
  readonly command?: string;
}): Outcome {
  const at = /^[A-Z ]{2,20}$/.test(command) ? ` at ${command}` : "";
  if (code === "ETLS") return { as: "failed", reason: "no TLS with the mail server" };
  // Before the envelope it is the server or the password that is refused, which somebody may mend.
  if (responseCode >= 500 && responseCode < 600 && ENVELOPE.has(code))
    return { as: "refused", reason: `the mail server answered ${responseCode}${at}` };
  if (responseCode >= 400) return { as: "failed", reason: `the mail server answered ${responseCode}${at}` };
  if (code === "ETIMEDOUT") return { as: "failed", reason: "no answer in time" };
  return {
    as: "failed",
    reason: `the mail server was not reached${code === "" ? "" : ` (${code.slice(0, 40)})`}`,
  };
}
