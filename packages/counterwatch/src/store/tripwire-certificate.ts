/**
 * A party's identity: a P-256 key and a certificate for it, signed by itself (RFC 5280, DER by X.690). Nobody vouches for it: the
 * other side keeps the certificate itself and accepts no other, so a certificate authority can neither help nor harm.
 *
 * Limits: it only writes, and only this one shape; OpenSSL reads it. It lasts until 2049, because a certificate that expires
 * unnoticed blinds an agency; a key that leaked is replaced by `tripwire init` in a new folder and `tripwire pair` on both sides.
 * Rejected: @peculiar/x509, which asks for a global Reflect polyfill and brings 30 packages for these 50 lines.
 */
import { createHash, generateKeyPairSync, randomBytes, sign, X509Certificate } from "node:crypto";
import { CounterwatchError } from "../model/index.ts";

export interface Identity {
  /** PEM. */
  readonly certificate: string;
  readonly key: string;
}

const LAST_DAY = "491231235959Z";
const ECDSA_SHA256 = oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02);
const COMMON_NAME = oid(0x55, 0x04, 0x03);
const BASIC_CONSTRAINTS = oid(0x55, 0x1d, 0x13);
const KEY_USAGE = oid(0x55, 0x1d, 0x0f);
const TRUE = der(0x01, Buffer.from([0xff]));

/** `name` is the party's; `from` the first moment of validity. */
export function makeIdentity(name: string, from: Date): Identity {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = sequence(ECDSA_SHA256);
  const subject = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(name)))));
  const serial = randomBytes(16);
  // Positive, and never longer than it has to be: DER refuses other integers.
  serial[0] = (serial.readUInt8(0) & 0x3f) | 0x40;
  const extensions = sequence(
    sequence(BASIC_CONSTRAINTS, TRUE, der(0x04, sequence())),
    // digitalSignature alone: seven unused bits.
    sequence(KEY_USAGE, TRUE, der(0x04, der(0x03, Buffer.from([7, 0x80])))),
  );
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    algorithm,
    subject,
    sequence(der(0x17, Buffer.from(utcTime(from))), der(0x17, Buffer.from(LAST_DAY))),
    subject,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, extensions),
  );
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign("sha256", body, privateKey)]));
  const text = sequence(body, algorithm, signature)
    .toString("base64")
    .replace(/.{1,64}/g, "$&\n");
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${text}-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
  };
}

export interface PeerCertificate {
  readonly name: string;
  /** SHA-256 of the public key (SubjectPublicKeyInfo), hex: what people compare over another channel. */
  readonly fingerprint: string;
}

/** Throws `key-file` where the text is no certificate that a party of ours made. */
export function readCertificate(pem: string, file: string): PeerCertificate {
  try {
    const certificate = new X509Certificate(pem);
    const name = /^CN=([a-z0-9-]{1,64})$/.exec(certificate.subject)?.[1];
    if (name === undefined || !certificate.verify(certificate.publicKey)) throw new Error("another shape");
    const key = certificate.publicKey.export({ type: "spki", format: "der" });
    return { name, fingerprint: createHash("sha256").update(key).digest("hex") };
  } catch (cause) {
    throw new CounterwatchError("key-file", "this is not a certificate that `tripwire init` made", {
      place: { file },
      remedy: "Ask the other side for its identity.crt.",
      cause,
    });
  }
}

/** X.690, definite lengths. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return der(0x30, ...parts);
}

function oid(...bytes: readonly number[]): Buffer {
  return der(0x06, Buffer.from(bytes));
}

function utcTime(time: Date): string {
  return `${time.toISOString().replace(/[-:T]/g, "").slice(2, 14)}Z`;
}
