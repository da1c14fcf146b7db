/**
 * A passkey's authenticator in software (WebAuthn Level 3, 6.1, 6.5, ES256), with every field open to a hostile hand: what a browser
 * and a security key would answer to the server's options.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

const PRESENT = 0x01;
const VERIFIED = 0x04;
const ATTESTED = 0x40;

export interface Wish {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly type?: string;
  readonly verified?: boolean;
  readonly counter?: number;
  /** Of the attestation. */
  readonly format?: string;
  readonly statement?: Map<Cbor, Cbor>;
}

type Cbor = string | number | Uint8Array | Map<Cbor, Cbor> | readonly Cbor[];

export class SoftAuthenticator {
  readonly id = randomBytes(16);
  counter = 0;
  readonly #origin: string;
  readonly #key: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  #handle = "";

  constructor(origin: string) {
    this.#origin = origin;
    this.#key = generateKeyPairSync("ec", { namedCurve: "P-256" });
  }

  create(options: { challenge: string; user: { id: string } }, wish: Wish = {}) {
    this.#handle = options.user.id;
    const { x = "", y = "" } = this.#key.publicKey.export({ format: "jwk" });
    const cose = new Map<Cbor, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, "base64url")],
      [-3, Buffer.from(y, "base64url")],
    ]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.id, encode(cose)]);
    const attestation = new Map<Cbor, Cbor>([
      ["fmt", wish.format ?? "none"],
      ["attStmt", wish.statement ?? new Map()],
      ["authData", Buffer.concat([this.#data(wish, ATTESTED), attested])],
    ]);
    return this.#answer({
      clientDataJSON: this.#client("webauthn.create", options.challenge, wish).toString("base64url"),
      attestationObject: encode(attestation).toString("base64url"),
      transports: ["internal"],
    });
  }

  get(options: { challenge: string }, wish: Wish = {}) {
    this.counter++;
    const client = this.#client("webauthn.get", options.challenge, wish);
    const data = this.#data(wish, 0);
    const signed = Buffer.concat([data, createHash("sha256").update(client).digest()]);
    return this.#answer({
      clientDataJSON: client.toString("base64url"),
      authenticatorData: data.toString("base64url"),
      signature: sign("sha256", signed, this.#key.privateKey).toString("base64url"),
      userHandle: this.#handle,
    });
  }

  #answer<R>(response: R) {
    const id = this.id.toString("base64url");
    return { id, rawId: id, type: "public-key", response, clientExtensionResults: {} };
  }

  #client(type: string, challenge: string, wish: Wish): Buffer {
    const { origin = this.#origin } = wish;
    return Buffer.from(
      JSON.stringify({
        type: wish.type ?? type,
        challenge: wish.challenge ?? challenge,
        origin,
        crossOrigin: false,
      }),
    );
  }

  #data({ rpId, verified = true, counter = this.counter }: Wish, flags: number): Buffer {
    const place = createHash("sha256").update(rpId ?? new URL(this.#origin).hostname);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const flag = PRESENT | (verified ? VERIFIED : 0) | flags;
    return Buffer.concat([place.digest(), Buffer.from([flag]), count]);
  }
}

/** CBOR (RFC 8949) of what an authenticator says, no more. */
function encode(value: Cbor): Buffer {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string")
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  if (value instanceof Map)
    return Buffer.concat([head(5, value.size), ...[...value].flat().map((each) => encode(each as Cbor))]);
  const list = value as readonly Cbor[];
  return Buffer.concat([head(4, list.length), ...list.map(encode)]);
}

function head(major: number, length: number): Buffer {
  const type = major << 5;
  if (length < 24) return Buffer.from([type | length]);
  if (length < 256) return Buffer.from([type | 24, length]);
  return Buffer.from([type | 25, length >> 8, length & 255]);
}
