import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { concat, fromHex, hex } from "../encoding.ts";
import { loadGroup, type Random } from "./group.ts";
import { createOprf, type OprfMode } from "./protocol.ts";

const PATH = fileURLToPath(new URL("../../../../../shared/vectors/rfc9497-voprf.json", import.meta.url));
const present = existsSync(PATH);

interface Suite {
  readonly identifier: string;
  readonly mode: number;
  readonly seed: string;
  readonly keyInfo: string;
  readonly skSm: string;
  readonly pkSm?: string;
  readonly groupDST: string;
  readonly vectors: readonly Vector[];
}

interface Vector {
  readonly Batch: number;
  readonly Blind: string;
  readonly BlindedElement: string;
  readonly EvaluationElement: string;
  readonly Input: string;
  readonly Output: string;
  readonly Proof?: { readonly proof: string; readonly r: string };
}

function suites(): readonly Suite[] {
  if (!present) return [];
  const all = JSON.parse(readFileSync(PATH, "utf8")) as Suite[];
  return all.filter(({ identifier, mode }) => identifier === "ristretto255-SHA512" && mode < 2);
}

/** A source that gives these scalars, in this order: 64 bytes that reduce to each. */
function dealing(scalars: readonly string[]): Random {
  const rest = scalars.map(fromHex);
  return (length) => {
    const next = rest.shift();
    if (next === undefined) throw new Error("the source is used up");
    return concat(next, new Uint8Array(length - next.length));
  };
}

const list = (text: string): string[] => text.split(",");
const group = await loadGroup();

it("RFC 9497 vectors are at hand", { skip: !present && process.env["CI"] !== "true" }, () => {
  expect(present).toBe(true);
  expect(suites().map(({ mode, vectors }) => [mode, vectors.length])).toEqual([
    [0, 2],
    [1, 3],
  ]);
});

describe.each(suites())("RFC 9497 appendix A, ristretto255-SHA512, mode $mode", (suite) => {
  const mode: OprfMode = suite.mode === 1 ? "voprf" : "oprf";
  const oprf = createOprf(group, mode);
  const keys = oprf.deriveKeyPair(fromHex(suite.seed), fromHex(suite.keyInfo));

  it("DeriveKeyPair", () => {
    expect(hex(keys.secretKey)).toBe(suite.skSm);
    if (suite.pkSm !== undefined) expect(hex(keys.publicKey)).toBe(suite.pkSm);
  });

  it.each(suite.vectors)("vector of $Batch, input $Input", (vector) => {
    const inputs = list(vector.Input).map(fromHex);
    const random = dealing(list(vector.Blind));
    const blinded = inputs.map((input) => oprf.blind(input, random));
    expect(blinded.map(({ element }) => hex(element))).toEqual(list(vector.BlindedElement));
    expect(inputs).toHaveLength(vector.Batch);

    const elements = blinded.map(({ element }) => element);
    const evaluation = oprf.blindEvaluate(keys, elements, dealing(vector.Proof ? [vector.Proof.r] : []));
    expect(evaluation.elements.map(hex)).toEqual(list(vector.EvaluationElement));
    expect(hex(evaluation.proof)).toBe(vector.Proof?.proof ?? "");
    oprf.verify(keys.publicKey, elements, evaluation);

    const outputs = inputs.map((input, index) =>
      oprf.finalize(input, blinded[index]!.blind, evaluation.elements[index]!),
    );
    expect(outputs.map(hex)).toEqual(list(vector.Output));
    expect(inputs.map((input) => hex(oprf.evaluate(keys.secretKey, input)))).toEqual(list(vector.Output));
  });
});
