/**
 * `notify:` in counterwatch.yaml: who outside the desk is told what. Targets come from this file alone, and secrets from files that it names,
 * so that nobody who is signed in can point the server anywhere.
 */
import { z } from "zod";
import { SEVERITIES } from "../../model/index.ts";
import { DETAILS, NOTICE_KINDS } from "./notice.ts";

/** Stands in ids of targets, logs and metrics. */
const name = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, "expected a short word such as siem or duty-desk");
const path = z.string().min(1);
const port = z.int().min(1).max(65_535);
const host = z.string().regex(/^[A-Za-z0-9.:_-]{1,253}$/, "expected the name or address of a server");
/** No display name, no control character, nothing that a header could be broken with. */
const mailAddress = z
  .string()
  .max(254)
  .regex(
    /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$/,
    "expected a mail address such as duty@example.org",
  );

const telling = {
  tell: z.array(z.enum(NOTICE_KINDS)).min(1).describe("What is told. Default: everything.").optional(),
  severity: z.enum(SEVERITIES).describe("Findings and incidents from here on. Default: high.").optional(),
  detail: z
    .enum(DETAILS)
    .describe(
      "none: that there is something; summary: severity and detector, nobody is named; full: operators and the sentence. Default: summary.",
    )
    .optional(),
  withhold: z
    .array(z.string().min(1))
    .max(200)
    .describe("Operators of whom this target is told nothing, because it is read by them.")
    .optional(),
};

const webhookSchema = z.strictObject({
  url: z
    .string()
    .max(2000)
    .refine(isAddress, "expected https://… without a name and password in it")
    .describe("Where notices are posted to."),
  secretFiles: z
    .array(path)
    .min(1)
    .max(5)
    .describe("Files with a secret each, whsec_…; more than one while a secret is replaced."),
  plain: z.boolean().describe("Allows http:// where it is no https://. Default: false.").optional(),
  reach: z
    .array(z.string().min(2).max(45))
    .max(20)
    .describe("Link-local or metadata addresses that this target may have all the same.")
    .optional(),
  ...telling,
});

const mailSchema = z.strictObject({
  host,
  port: port.describe("Default: 587, or 465 with tls.").optional(),
  security: z
    .enum(["starttls", "tls", "none"])
    .describe("none only to a server on this machine or network that has no other. Default: starttls.")
    .optional(),
  user: z.string().min(1).max(254).optional(),
  passwordFile: path.optional(),
  caFile: path.describe("PEM of the authority that vouches for the server, where it is your own.").optional(),
  from: mailAddress,
  to: z
    .record(name, z.strictObject({ addresses: z.array(mailAddress).min(1).max(50), ...telling }))
    .describe("Who gets mails, by a name of your choice."),
});

const syslogSchema = z.strictObject({
  host,
  port,
  over: z.enum(["tls", "tcp", "udp"]).describe("Default: tls.").optional(),
  caFile: path.optional(),
  ...telling,
});

export const notifySchema = z
  .strictObject({
    console: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .describe("Where people open the console; mails link to it.")
      .optional(),
    webhooks: z
      .record(name, webhookSchema)
      .describe("Standard Webhooks, by a name of your choice.")
      .optional(),
    mail: mailSchema.describe("Mails by SMTP.").optional(),
    syslog: z.record(name, syslogSchema).describe("CEF over syslog (RFC 5424), by name.").optional(),
  })
  .describe("Who outside the desk is told what.");

export type NotifySettings = z.output<typeof notifySchema>;
export type WebhookSettings = z.output<typeof webhookSchema>;
export type MailSettings = z.output<typeof mailSchema>;
export type SyslogSettings = z.output<typeof syslogSchema>;
export type Telling = Pick<WebhookSettings, "tell" | "severity" | "detail" | "withhold">;

/** Paths in a configuration file are relative to it. */
export function withPaths(settings: NotifySettings, place: (path: string) => string): NotifySettings {
  const { webhooks, mail, syslog } = settings;
  const ca = (caFile: string | undefined) => (caFile === undefined ? {} : { caFile: place(caFile) });
  return {
    ...settings,
    ...(webhooks !== undefined && {
      webhooks: mapped(webhooks, (each) => ({ ...each, secretFiles: each.secretFiles.map(place) })),
    }),
    ...(mail !== undefined && {
      mail: {
        ...mail,
        ...ca(mail.caFile),
        ...(mail.passwordFile !== undefined && { passwordFile: place(mail.passwordFile) }),
      },
    }),
    ...(syslog !== undefined && { syslog: mapped(syslog, (each) => ({ ...each, ...ca(each.caFile) })) }),
  };
}

function mapped<T>(record: Record<string, T>, change: (each: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, each]) => [key, change(each)]));
}

function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === "https:" || protocol === "http:") && username === "" && password === "";
}
