/** The ways out that `notify:` declares, with their secrets read. A mistake in a secret's file is told at the start, not at the first notice. */
import type { Channel } from "../../../incidents/notices/channel.ts";
import { NOTICE_KINDS, type NoticeTarget } from "../../../incidents/notices/notice.ts";
import type {
  MailSettings,
  NotifySettings,
  SyslogSettings,
  Telling,
  WebhookSettings,
} from "../../../incidents/notices/notify-settings.ts";
import { CounterwatchError } from "../../../model/index.ts";
import { noticeMail } from "../../../report/notices/mail-text.ts";
import { Speech } from "../../../report/words/speech.ts";
import { mailChannel } from "../../../server/notices/mail.ts";
import { syslogChannel } from "../../../server/notices/syslog.ts";
import { webhookChannel } from "../../../server/notices/webhook.ts";
import { readTextFile } from "../../../store/text-file.ts";
import type { Settings } from "../../settings.ts";

const LARGEST_SECRET = 64 * 1024;
/** Notices of one minute are one mail. */
const GATHER = 60_000;

export interface ChannelMeans {
  readonly settings: Pick<Settings, "lang" | "zone">;
  readonly clock: () => number;
  readonly version: string;
}

/** Throws `config` with the file of a secret that is none. */
export function noticeChannels(notify: NotifySettings | undefined, means: ChannelMeans): Channel[] {
  if (notify === undefined) return [];
  const { webhooks = {}, mail, syslog = {}, console } = notify;
  return [
    ...Object.entries(webhooks).map(([name, hook]) => webhookOf(name, hook, means)),
    ...(mail === undefined ? [] : mailsOf(mail, console?.replace(/\/+$/, ""), means)),
    ...Object.entries(syslog).map(([name, place]) => syslogOf(name, place, means)),
  ];
}

function webhookOf(name: string, settings: WebhookSettings, { clock }: ChannelMeans): Channel {
  const { url, secretFiles, plain = false, reach = [] } = settings;
  if (!plain && new URL(url).protocol !== "https:")
    throw new CounterwatchError("config", `notify.webhooks.${name}.url: this is not https`, {
      remedy: "Use https, or write `plain: true` where the way there is your own.",
    });
  const secrets = secretFiles.map(webhookSecret);
  return webhookChannel({ target: targetOf(`webhook/${name}`, settings), url, secrets, reach, clock });
}

function webhookSecret(file: string): string {
  const secret = readTextFile(file, LARGEST_SECRET).trim();
  const bytes = Buffer.from(secret.replace(/^whsec_/, ""), "base64").length;
  // Standard Webhooks: 24 to 64 bytes.
  if (/^whsec_[A-Za-z0-9+/]+=*$/.test(secret) && bytes >= 24 && bytes <= 64) return secret;
  throw new CounterwatchError("config", "this is not a secret of a webhook", {
    place: { file },
    remedy: "Write whsec_ and 24 to 64 random bytes in base64 into it.",
  });
}

/** One target an address: one that is refused does not hold up another. */
function mailsOf(mail: MailSettings, console: string | undefined, { settings }: ChannelMeans): Channel[] {
  const { host, security = "starttls", user, passwordFile, caFile, from, to } = mail;
  if ((user === undefined) !== (passwordFile === undefined))
    throw new CounterwatchError("config", "notify.mail: user and passwordFile go together");
  const server = {
    host,
    port: mail.port ?? (security === "tls" ? 465 : 587),
    security,
    user,
    password: passwordFile === undefined ? undefined : readTextFile(passwordFile, LARGEST_SECRET).trim(),
    ca: caFile === undefined ? undefined : readTextFile(caFile, LARGEST_SECRET),
    from,
  };
  const say = new Speech(settings.lang ?? "en", settings.zone ?? "UTC");
  const write = (notices: Parameters<Channel["send"]>[0]) =>
    noticeMail(
      notices.map(({ body }) => body),
      say,
      console,
    );
  return Object.entries(to).flatMap(([name, { addresses, ...telling }]) =>
    addresses.map((address) => {
      const target = { ...targetOf(`mail/${name}/${address}`, telling), gather: GATHER };
      return mailChannel(target, server, address, write);
    }),
  );
}

function syslogOf(name: string, settings: SyslogSettings, { version, clock }: ChannelMeans): Channel {
  const { host, port, over = "tls", caFile } = settings;
  return syslogChannel({
    target: targetOf(`syslog/${name}`, settings),
    host,
    port,
    over,
    ca: caFile === undefined ? undefined : readTextFile(caFile, LARGEST_SECRET),
    version,
    clock,
  });
}

function targetOf(name: string, { tell, severity, detail, withhold }: Telling): NoticeTarget {
  return {
    name,
    tell: new Set(tell ?? NOTICE_KINDS),
    severity: severity ?? "high",
    detail: detail ?? "summary",
    withhold: new Set(withhold ?? []),
    gather: 0,
  };
}
