/** A party's folder: who it is, who the other side is, what was agreed. Everything else in it belongs to one file of this room each. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { CounterwatchError } from "../model/index.ts";
import { hex32, partyName, termsSchema } from "../tripwire/terms.ts";
import { makePrivateFolder, readBytes, readRecord, writeDurably, writeRecord } from "./tripwire-files.ts";
import { type Identity, type PeerCertificate, readCertificate } from "./tripwire-certificate.ts";

const custodianSchema = z.strictObject({
  v: z.literal(1),
  role: z.literal("custodian"),
  name: partyName,
  terms: termsSchema.omit({ custodian: true, agency: true, canonical: true }),
  epochDays: z.number().min(0.001).max(3650),
  shown: z.boolean(),
});
const agencySchema = z.strictObject({ v: z.literal(1), role: z.literal("agency"), name: partyName });
const settingsSchema = z.discriminatedUnion("role", [custodianSchema, agencySchema]);
export type CustodianSettings = z.output<typeof custodianSchema>;
export type PartySettings = z.output<typeof settingsSchema>;

const officersSchema = z.array(z.strictObject({ name: partyName, key: hex32 })).max(16);
export type PairedOfficer = z.output<typeof officersSchema>[number];

const LARGEST_PEM = 64 * 1024;

export interface Peer extends PeerCertificate {
  readonly certificate: string;
}

export class TripwireFolder {
  readonly path: string;
  readonly settings: PartySettings;
  readonly identity: Identity;

  /** Throws `not-found` where `tripwire init` has not been here; `config` where it was for the other role. */
  constructor(path: string, role?: PartySettings["role"]) {
    this.path = path;
    const settings = readRecord(join(path, "tripwire.json"), settingsSchema);
    const certificate = readText(join(path, "identity.crt"));
    const key = readText(join(path, "identity.key"));
    if (settings === undefined || certificate === undefined || key === undefined)
      throw new CounterwatchError("not-found", "this folder is no party's", {
        place: { file: path },
        remedy: "Make one with: counterwatch tripwire init",
      });
    if (role !== undefined && settings.role !== role)
      throw new CounterwatchError(
        "config",
        `this folder is the ${settings.role}'s, and the ${role}'s is needed`,
        {
          place: { file: path },
          remedy: "Custodians send; agencies enrol and match.",
        },
      );
    this.settings = settings;
    this.identity = { certificate, key };
  }

  /** Never overwrites: an identity that is replaced cuts the other side off. */
  static make(path: string, settings: PartySettings, identity: Identity): TripwireFolder {
    if (existsSync(path) && readdirSync(path).length > 0)
      throw new CounterwatchError("usage", "this folder is there already, and not empty", {
        place: { file: path },
        remedy: "Name a new folder: an identity is never overwritten.",
      });
    makePrivateFolder(path);
    writeDurably(join(path, "identity.key"), identity.key);
    writeDurably(join(path, "identity.crt"), identity.certificate);
    // Last: a folder that has its settings is complete.
    writeRecord(join(path, "tripwire.json"), settingsSchema.parse(settings));
    return new TripwireFolder(path);
  }

  pair(certificate: string, officers: readonly PairedOfficer[]): void {
    writeRecord(join(this.path, "officers.json"), officersSchema.parse(officers));
    writeDurably(join(this.path, "peer.crt"), certificate);
  }

  /** Throws `config` before `tripwire pair`. */
  peer(): Peer {
    const file = join(this.path, "peer.crt");
    const certificate = readText(file);
    if (certificate !== undefined) return { certificate, ...readCertificate(certificate, file) };
    throw new CounterwatchError("config", "it is not known who the other side is", {
      place: { file: this.path },
      remedy: "Exchange certificates: counterwatch tripwire pair --peer THEIR.crt",
    });
  }

  officers(): readonly PairedOfficer[] {
    return readRecord(join(this.path, "officers.json"), officersSchema) ?? [];
  }
}

function readText(path: string): string | undefined {
  const bytes = readBytes(path, LARGEST_PEM);
  return bytes && Buffer.from(bytes).toString("utf8");
}
