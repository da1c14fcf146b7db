/** An IP address as a number of 32 or 128 bits. */
export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

export interface Network extends Address {
  readonly prefix: number;
}

/**
 * Reads an IPv4 address in four decimal parts or an IPv6 address (RFC 4291 section 2.2; a zone after `%` is ignored). An IPv4
 * address mapped into IPv6 (`::ffff:10.0.0.1`) is the IPv4 address, so that networks hold it in either spelling.
 */
export function parseAddress(text: string): Address | undefined {
  if (text.length > 64) return undefined;
  if (!text.includes(":")) {
    const value = parseIpv4(text);
    return value === undefined ? undefined : { bits: 32, value: BigInt(value) };
  }
  const value = parseIpv6(text.split("%", 1)[0] ?? "");
  if (value === undefined) return undefined;
  return value >> 32n === 0xffffn ? { bits: 32, value: value & 0xffffffffn } : { bits: 128, value };
}

/** Reads `address/prefix`; without a prefix the address alone. Bits behind the prefix are ignored. */
export function parseNetwork(text: string): Network | undefined {
  const [addressText = "", prefixText, ...rest] = text.trim().split("/");
  const address = parseAddress(addressText);
  if (address === undefined || rest.length > 0) return undefined;
  if (prefixText !== undefined && !/^\d{1,3}$/.test(prefixText)) return undefined;
  // A mapped network counts its prefix in 128 bits.
  const shift = address.bits === 32 && addressText.includes(":") ? 96 : 0;
  const prefix = prefixText === undefined ? address.bits : Number(prefixText) - shift;
  if (prefix < 0 || prefix > address.bits) return undefined;
  const host = BigInt(address.bits - prefix);
  return { bits: address.bits, prefix, value: (address.value >> host) << host };
}

export function inNetwork(text: string, network: Network): boolean {
  const address = parseAddress(text);
  if (address === undefined || address.bits !== network.bits) return false;
  const host = BigInt(network.bits - network.prefix);
  return address.value >> host === network.value >> host;
}

function parseIpv4(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  let value = 0;
  for (const part of match.slice(1)) {
    const byte = Number(part);
    if (byte > 255) return undefined;
    value = value * 256 + byte;
  }
  return value;
}

function parseIpv6(text: string): bigint | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, index) => groups(half, index === halves.length - 1));
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...head, ...Array.from({ length: missing }, () => 0), ...(tail ?? [])];
  return all.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

/** The 16-bit groups of one side of `::`; the last may be written as IPv4. */
function groups(text: string, last: boolean): number[] | undefined {
  if (text === "") return [];
  const values: number[] = [];
  const pieces = text.split(":");
  for (const [index, piece] of pieces.entries()) {
    if (last && index === pieces.length - 1 && piece.includes(".")) {
      const value = parseIpv4(piece);
      if (value === undefined) return undefined;
      values.push(Math.floor(value / 65536), value % 65536);
    } else if (/^[0-9a-f]{1,4}$/i.test(piece)) values.push(Number.parseInt(piece, 16));
    else return undefined;
  }
  return values;
}
