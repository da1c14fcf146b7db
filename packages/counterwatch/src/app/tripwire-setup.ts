/** Who a party is, who it talks to, who signs for it. Nothing here talks to anybody. */
import { generateKeyPairSync } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { CounterwatchError } from "../model/index.ts";
import { makeIdentity, readCertificate } from "../store/tripwire-certificate.ts";
import { writeDurably } from "../store/tripwire-files.ts";
import {
  type CustodianSettings,
  type PairedOfficer,
  type PartySettings,
  TripwireFolder,
} from "../store/tripwire-folder.ts";
import { readTextFile } from "../store/text-file.ts";
import { officerId, readOfficerKey } from "../tripwire/order.ts";
import { checkTerms } from "../tripwire/terms.ts";

const LARGEST_PEM = 64 * 1024;

export interface PartyView {
  readonly role: PartySettings["role"];
  readonly name: string;
  readonly fingerprint: string;
  readonly peer: { readonly name: string; readonly fingerprint: string } | undefined;
  readonly officers: readonly PairedOfficer[];
}

export interface PartyChoice {
  readonly name: string;
  readonly custodian: Omit<CustodianSettings, "v" | "role" | "name"> | undefined;
  readonly now: Date;
}

/** Throws `usage` where the folder is taken, `config` for sizes that do not fit. */
export function initParty(path: string, { name, custodian, now }: PartyChoice): PartyView {
  const settings: PartySettings =
    custodian === undefined
      ? { v: 1, role: "agency", name }
      : { v: 1, role: "custodian", name, ...custodian };
  if (custodian !== undefined)
    checkTerms({ ...custodian.terms, custodian: name, agency: name, canonical: 1 });
  TripwireFolder.make(path, settings, makeIdentity(name, now));
  return showParty(path);
}

/**
 * Takes the other side's certificate, and the officers' public keys. `expected`: the fingerprint that the other side said over
 * another channel. Throws `key-file`, `evidence` where it is another one.
 */
export function pairParty(
  path: string,
  certificateFile: string,
  expected: string | undefined,
  officers: readonly { readonly name: string; readonly file: string }[],
): PartyView {
  const folder = new TripwireFolder(path);
  const certificate = readTextFile(certificateFile, LARGEST_PEM);
  const peer = readCertificate(certificate, certificateFile);
  if (expected !== undefined && expected.replaceAll(/[:\s]/g, "").toLowerCase() !== peer.fingerprint)
    throw new CounterwatchError("evidence", "the certificate has another fingerprint than the one expected", {
      place: { file: certificateFile },
      remedy: "Ask the other side again: somebody may have exchanged the file on its way.",
    });
  if (peer.name === folder.settings.name)
    throw new CounterwatchError("config", "both sides have the same name", {
      place: { file: certificateFile },
      remedy: "Name the other side's certificate, not one's own.",
    });
  const paired = officers.map(({ name, file }) => ({ name, key: publicOfficer(file) }));
  if (new Set(paired.map(({ key }) => key)).size !== paired.length)
    throw new CounterwatchError("usage", "two officers have the same key", {
      remedy: "Each officer makes a key of their own: counterwatch tripwire officer",
    });
  folder.pair(certificate, paired);
  return showParty(path);
}

export function showParty(path: string): PartyView {
  const folder = new TripwireFolder(path);
  const { role, name } = folder.settings;
  const { fingerprint } = readCertificate(folder.identity.certificate, path);
  let peer: PartyView["peer"];
  try {
    const { name, fingerprint } = folder.peer();
    peer = { name, fingerprint };
  } catch (error) {
    if (!(error instanceof CounterwatchError) || error.code !== "config") throw error;
  }
  return { role, name, fingerprint, peer, officers: folder.officers() };
}

/** An officer's signing key, and beside it `FILE.pub` for both sides. Never overwrites. Returns the public key, hex. */
export function makeOfficer(file: string): string {
  for (const path of [file, `${file}.pub`])
    if (existsSync(path))
      throw new CounterwatchError("usage", "this file is there already, and a key is never overwritten", {
        place: { file: path },
        remedy: "Choose another name.",
      });
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const id = officerId(publicKey);
  writeDurably(file, privateKey.export({ type: "pkcs8", format: "pem" }) as string);
  writeDurably(`${file}.pub`, `${id}\n`);
  return id;
}

/** Throws `key-file` where others may read it. */
export function openOfficer(file: string) {
  const text = readTextFile(file, LARGEST_PEM);
  const key = readOfficerKey(text, file);
  const mode = statSync(file).mode & 0o777;
  if (process.platform !== "win32" && (mode & 0o077) !== 0)
    throw new CounterwatchError("key-file", `the key can be read by others (mode 0${mode.toString(8)})`, {
      place: { file },
      remedy: `Run: chmod 600 ${file}`,
    });
  return key;
}

function publicOfficer(file: string): string {
  const text = readTextFile(file, LARGEST_PEM).trim();
  if (/^[0-9a-f]{64}$/.test(text)) return text;
  throw new CounterwatchError("key-file", "this is not an officer's public key", {
    place: { file },
    remedy: "Name the .pub file that `counterwatch tripwire officer` wrote.",
  });
}
