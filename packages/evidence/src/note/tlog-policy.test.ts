import { describe, expect, it } from "vitest";
import { parsePolicy, quorumMet } from "./policy.ts";
import { formatVerifierKey, type SignatureType, verifierKey } from "./verifier-key.ts";

const code = (code: string) => expect.objectContaining({ code });
const vkey = (name: string, type: SignatureType, byte: number) =>
  formatVerifierKey(verifierKey(name, type, new Uint8Array(type === 6 ? 1312 : 32).fill(byte)));
const LOG = `log ${vkey("log.example", 1, 1)}`;
const witness = (name: string, byte: number, type: SignatureType = 4) =>
  `witness ${name} ${vkey(`${name}.example`, type, byte)}`;

const EXAMPLE = `${LOG} https://log.example/
# two organisations
${witness("X1", 11)}
${witness("X2", 12, 6)}
\t${witness("X3", 13)}  https://x3.example/

group X-witnesses 2 X1 X2 X3
${witness("Y1", 21)}
${witness("Y2", 22)}
group Y-witnesses any Y1 Y2
group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
`;

describe("C2SP tlog-policy", () => {
  it("its example: two of X and one of Y", () => {
    const policy = parsePolicy(EXAMPLE);
    expect(policy.logs.map(({ key, url }) => [key.name, url])).toEqual([
      ["log.example", "https://log.example/"],
    ]);
    expect(policy.witnesses.map(({ name, url }) => [name, url])[2]).toEqual(["X3", "https://x3.example/"]);
    const met = (...names: string[]) =>
      quorumMet(
        policy,
        new Set(policy.witnesses.filter(({ name }) => names.includes(name)).map(({ key }) => key)),
      );
    expect(met("X1", "X3", "Y2")).toBe(true);
    expect(met("X1", "X2", "X3", "Y1", "Y2")).toBe(true);
    expect(met("X1", "X3")).toBe(false);
    expect(met("X1", "Y1", "Y2")).toBe(false);
    expect(met()).toBe(false);
  });

  it("one witness, and none", () => {
    const one = parsePolicy(`${witness("W", 3)}\nquorum W\n`);
    expect(quorumMet(one, new Set())).toBe(false);
    expect(quorumMet(one, new Set([one.witnesses[0]?.key as never]))).toBe(true);
    expect(quorumMet(parsePolicy("quorum none"), new Set())).toBe(true);
  });

  it.each([
    ["no quorum", LOG],
    ["two quorums", "quorum none\nquorum none"],
    ["an unknown quorum", "quorum W"],
    ["a quorum before its definition", `quorum W\n${witness("W", 3)}`],
    ["an unknown word", "trust me\nquorum none"],
    ["one log twice", `${LOG}\n${LOG}\nquorum none`],
    ["one log's key under two names", `${LOG}\nlog ${vkey("other.example", 1, 1)}\nquorum none`],
    ["one witness's key under two names", `${witness("A", 3)}\n${witness("B", 3)}\nquorum A`],
    ["one name twice", `${witness("A", 3)}\n${witness("A", 4)}\nquorum A`],
    ["the name none", `${witness("none", 3)}\nquorum none`],
    ["a member of two groups", `${witness("A", 3)}\ngroup G any A\ngroup H any A\nquorum H`],
    ["a member twice", `${witness("A", 3)}\ngroup G 2 A A\nquorum G`],
    ["a threshold of 0", `${witness("A", 3)}\ngroup G 0 A\nquorum G`],
    ["a threshold above its members", `${witness("A", 3)}\ngroup G 2 A\nquorum G`],
    ["a threshold with a zero before it", `${witness("A", 3)}\ngroup G 01 A\nquorum G`],
    ["a group of itself", "group G any G\nquorum G"],
    ["a group without members", "group G all\nquorum G"],
    ["the group member none", "group G any none\nquorum G"],
    ["control characters", "quorum none\r"],
    ["a witness with a log's type of key", `${witness("A", 3, 1)}\nquorum A`],
    ["a log with a witness's type of key", `log ${vkey("log.example", 4, 1)}\nquorum none`],
  ])("refuses %s", (_, text) => {
    expect(() => parsePolicy(text)).toThrow(code("malformed"));
  });

  it("names the line, and refuses bad keys and endless files", () => {
    expect(() => parsePolicy("quorum none\n\nnonsense here\n")).toThrow(
      expect.objectContaining({ place: { line: 3 } }),
    );
    expect(() => parsePolicy("log nonsense\nquorum none")).toThrow(code("key"));
    expect(() => parsePolicy("#".repeat(70_000))).toThrow(code("limit"));
  });
});
