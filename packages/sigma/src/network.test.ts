import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inNetwork, parseAddress, parseNetwork } from "./network.ts";

describe("RFC 4291 section 2.2: text representation of addresses", () => {
  it.each([
    ["2001:DB8:0:0:8:800:200C:417A", "2001:db8::8:800:200c:417a"],
    ["FF01:0:0:0:0:0:0:101", "ff01::101"],
    ["0:0:0:0:0:0:0:1", "::1"],
    ["0:0:0:0:0:0:0:0", "::"],
    ["0:0:0:0:0:0:13.1.68.3", "::13.1.68.3"],
    ["::ffff:129.144.52.38", "129.144.52.38"],
    ["fe80::1%eth0", "fe80::1"],
  ])("%s is %s", (a, b) => {
    expect(parseAddress(a)).toBeDefined();
    expect(parseAddress(a)).toEqual(parseAddress(b));
  });

  it.each([
    "",
    "1.2.3",
    "1.2.3.256",
    "1.2.3.4.5",
    "a.b.c.d",
    "::1::",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "12345::",
    "::1.2.3",
    "1.2.3.4::",
    " 1.2.3.4",
    ":",
    "x".repeat(100),
  ])("%j is none", (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });
});

function bits(parts: readonly number[]): string {
  return parts.map((part) => part.toString(2).padStart(8, "0")).join("");
}

describe("networks", () => {
  it.each(["10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/9", "10.0.0.0/", "::/129", "/8", "10.0.0.0/08x"])(
    "%j is none",
    (text) => {
      expect(parseNetwork(text)).toBeUndefined();
    },
  );

  it("hold exactly the addresses with their prefix", () => {
    const byte = fc.nat(255);
    fc.assert(
      fc.property(
        fc.tuple(byte, byte, byte, byte),
        fc.tuple(byte, byte, byte, byte),
        fc.nat(32),
        (a, b, prefix) => {
          const network = parseNetwork(`${a.join(".")}/${prefix}`) ?? expect.unreachable();
          expect(inNetwork(b.join("."), network)).toBe(bits(a).slice(0, prefix) === bits(b).slice(0, prefix));
        },
      ),
    );
  });

  it("take a mapped network as IPv4 and keep the families apart", () => {
    const mapped = parseNetwork("::ffff:10.0.0.0/104") ?? expect.unreachable();
    expect(inNetwork("10.9.9.9", mapped)).toBe(true);
    expect(inNetwork("::1", parseNetwork("0.0.0.0/0") ?? expect.unreachable())).toBe(false);
    expect(inNetwork("1.1.1.1", parseNetwork("::/0") ?? expect.unreachable())).toBe(false);
  });
});
