/**
 * Where a notice may be carried to. Targets come from the configuration, but a name there resolves to whatever its zone says: link-local and
 * metadata addresses, which hand out credentials of the machine itself in a cloud, are refused unless they are listed. The addresses that are
 * checked are those that are connected to: the check sits in the resolution of the connection, so a second answer of the DNS changes nothing.
 * Private networks are allowed: a SIEM stands on an intranet.
 */
import { lookup as systemLookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

const REFUSED = new BlockList();
REFUSED.addSubnet("0.0.0.0", 8, "ipv4");
REFUSED.addSubnet("169.254.0.0", 16, "ipv4");
REFUSED.addSubnet("224.0.0.0", 4, "ipv4");
REFUSED.addAddress("255.255.255.255", "ipv4");
// Metadata services outside the link-local range: Alibaba, Azure, Oracle, AWS over IPv6.
REFUSED.addAddress("100.100.100.200", "ipv4");
REFUSED.addAddress("168.63.129.16", "ipv4");
REFUSED.addAddress("192.0.0.192", "ipv4");
REFUSED.addAddress("fd00:ec2::254", "ipv6");
REFUSED.addAddress("::", "ipv6");
REFUSED.addSubnet("fe80::", 10, "ipv6");
REFUSED.addSubnet("ff00::", 8, "ipv6");
// NAT64 and 6to4 of the link-local range.
REFUSED.addSubnet("64:ff9b::a9fe:0", 112, "ipv6");
REFUSED.addSubnet("2002:a9fe::", 32, "ipv6");

export class RefusedAddress extends Error {
  override readonly name = "RefusedAddress";
}

/** `address`: IPv4 or IPv6, mapped forms too. */
export function isRefused(address: string, reach: readonly string[] = []): boolean {
  const family = isIP(address);
  if (family === 0) return true;
  if (reach.includes(address)) return false;
  return REFUSED.check(address, family === 6 ? "ipv6" : "ipv4");
}

/** Throws `RefusedAddress` for a host that is written as an address; names are for `guardedLookup`. */
export function refuseHost(host: string, reach: readonly string[]): void {
  const bare = host.replace(/^\[|\]$/g, "");
  if (isIP(bare) !== 0 && isRefused(bare, reach)) throw new RefusedAddress("the address is refused");
}

/** Resolves as the system does, and refuses a name of which any address is refused. */
export function guardedLookup(
  reach: readonly string[],
  resolve: typeof systemLookup = systemLookup,
): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, "", 0);
      const [first] = addresses;
      if (first === undefined || addresses.some(({ address }) => isRefused(address, reach)))
        return callback(new RefusedAddress("the name leads to an address that is refused"), "", 0);
      return options.all === true ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
}
