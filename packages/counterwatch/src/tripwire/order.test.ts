import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  makeOrder,
  officerId,
  orderHash,
  readOfficerKey,
  requireSigned,
  type SignedOrder,
  signersOf,
  signOrder,
} from "./order.ts";

const [ana, bo, eve] = [0, 1, 2].map(() => generateKeyPairSync("ed25519").privateKey) as [
  never,
  never,
  never,
];
const id = (key: never) => officerId(createPublicKey(key));
const officers = new Set([id(ana), id(bo)]);
const order = makeOrder(
  {
    v: 1,
    terms: {
      custodian: "a",
      agency: "b",
      quota: 128,
      batch: 64,
      size: 8,
      payload: 256,
      tick: 1,
      canonical: 1,
    },
    epoch: 1,
    publicKey: "ab".repeat(32),
    opened: "2026-01-01T00:00:00.000Z",
    leaf: { index: 0, sequence: 0 },
  },
  ["cd".repeat(32), "ef".repeat(32)],
  "2026-01-01T00:00:00.000Z",
);
const unsigned: SignedOrder = { order, signatures: [] };
const evidence = expect.objectContaining({ code: "evidence" });

describe("an enrolment order", () => {
  it("counts when two different officers have signed it", () => {
    const both = signOrder(signOrder(unsigned, ana), bo);
    expect(requireSigned(both, officers).toSorted()).toEqual([...officers].toSorted());
    const one = signOrder(signOrder(unsigned, ana), ana);
    expect(one.signatures).toHaveLength(1);
    const twice = { order, signatures: [...one.signatures, ...one.signatures] };
    for (const bad of [unsigned, one, twice, signOrder(one, eve)])
      expect(() => requireSigned(bad, officers)).toThrow(evidence);
  });

  it("is worth nothing once anything in it has changed", () => {
    const both = signOrder(signOrder(unsigned, ana), bo);
    const changes = [
      { ...order, epoch: 2 },
      { ...order, publicKey: "ac".repeat(32) },
      { ...order, digests: order.digests.toReversed() },
      { ...order, terms: { ...order.terms, quota: 64 } },
      { ...order, made: "2026-01-01T00:00:00.001Z" },
    ];
    for (const changed of changes) {
      expect(signersOf({ ...both, order: changed }, officers)).toEqual([]);
      expect(orderHash(changed)).not.toBe(orderHash(order));
    }
    const swapped = both.signatures.map(({ officer }, at) => ({
      officer,
      signature: both.signatures[1 - at]!.signature,
    }));
    expect(signersOf({ order, signatures: swapped }, officers)).toEqual([]);
  });

  it("takes Ed25519 keys alone", () => {
    expect(id(readOfficerKey(pem(ana), "ana.key") as never)).toBe(id(ana));
    for (const bad of ["", "x", pem(generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey)])
      expect(() => readOfficerKey(bad, "x")).toThrow(expect.objectContaining({ code: "key-file" }));
  });
});

const pem = (key: { export(options: { type: "pkcs8"; format: "pem" }): string | Buffer }) =>
  String(key.export({ type: "pkcs8", format: "pem" }));
