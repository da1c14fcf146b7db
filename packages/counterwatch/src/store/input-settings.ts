/** `inputs:` of counterwatch.yaml: the ways in besides HTTP. */
import { resolve } from "node:path";
import { z } from "zod";
import { OWN_SOURCE } from "../ledger/own-action.ts";

const text = z.string().min(1);
const ADDRESS = /^(?:\[[0-9a-fA-F:.]{2,45}\]|[\w.-]{1,255}|\*):(\d{1,5})$/;

const syslogSchema = z
  .strictObject({
    transport: z
      .enum(["tcp", "tls", "udp"])
      .describe("RFC 6587 over TCP, RFC 5425 over TLS, RFC 5426 over UDP."),
    listen: z
      .string()
      .refine(
        (address) => Number(ADDRESS.exec(address)?.[1] ?? Number.NaN) < 65_536,
        "expected an address and a port such as 127.0.0.1:6514, [::1]:514 or *:514",
      )
      .describe("Address and port, e.g. 127.0.0.1:6514; * is every address, port 0 any free one."),
    payload: z
      .enum(["message", "structured-data"])
      .describe(
        "What is a look-up: the message (JSON or CEF), or the whole of a syslog message as a record, for a mapping. Default: message.",
      )
      .optional(),
    certificate: text
      .describe("TLS: PEM file with the server's certificate and what leads to its root.")
      .optional(),
    key: text.describe("TLS: PEM file with the private key.").optional(),
    clientCa: text
      .describe(
        "TLS: PEM file with the authority whose certificates clients must show. Default: none is asked for.",
      )
      .optional(),
  })
  .refine(
    ({ transport, certificate, key }) =>
      transport !== "tls" || (certificate !== undefined && key !== undefined),
    {
      message: "tls needs a certificate and a key",
    },
  );
export type SyslogSettings = z.output<typeof syslogSchema>;

export const inputSchema = z
  .strictObject({
    source: text
      .max(256)
      .refine(
        (name) => name !== OWN_SOURCE && !name.includes("/"),
        "expected a name without a slash that is not our own",
      )
      .describe("What the look-ups of this input are filed under."),
    tail: text.describe("File, folder, or name with * that is followed.").optional(),
    syslog: syslogSchema.describe("Listens for syslog messages (RFC 5424).").optional(),
    format: text.describe("Connector to read with. Default: told by the content.").optional(),
    mapping: text.describe("Mapping file to read with.").optional(),
    zone: text
      .refine(isZone, "expected an IANA time zone such as America/Chicago")
      .describe("IANA time zone of local times. Default: that of the whole configuration.")
      .optional(),
  })
  .refine(({ tail, syslog }) => (tail === undefined) !== (syslog === undefined), {
    message: "an input has either tail or syslog",
  })
  .refine(({ syslog, mapping }) => syslog?.payload !== "structured-data" || mapping !== undefined, {
    message: "payload structured-data needs a mapping",
  })
  .refine(({ format, mapping }) => format === undefined || mapping === undefined, {
    message: "format and mapping exclude each other",
  });
export type InputSettings = z.output<typeof inputSchema>;

/** Keys that may stand at a place within `inputs`. */
export function inputKeys(path: readonly PropertyKey[]): string[] {
  return Object.keys(path.includes("syslog") ? syslogSchema.shape : inputSchema.shape);
}

/** Paths in a file are relative to that file's folder. */
export function placedInput(folder: string, input: InputSettings): InputSettings {
  const placed = { ...input };
  if (input.tail !== undefined) placed.tail = resolve(folder, input.tail);
  if (input.mapping !== undefined) placed.mapping = resolve(folder, input.mapping);
  if (input.syslog !== undefined) {
    const syslog = { ...input.syslog };
    for (const name of ["certificate", "key", "clientCa"] as const) {
      const path = syslog[name];
      if (path !== undefined) syslog[name] = resolve(folder, path);
    }
    placed.syslog = syslog;
  }
  return placed;
}

export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
