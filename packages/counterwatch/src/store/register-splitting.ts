/** A data key split anew among three officers, each with a file of their own. Runs in the register's process alone. */
import { randomBytes } from "node:crypto";
import { type Cover, type CoverPoint, publicKeyOf } from "../register/cover.ts";
import { lockCredential } from "../register/officer.ts";
import { makeDataKey } from "../register/sealing.ts";
import { keyCheck, shareCheck, splitKey } from "../register/shares.ts";
import { writeSealed } from "./register-files.ts";
import { textOf, wipe } from "./register-unlocking.ts";

interface OfficerPlace {
  readonly name: string;
  readonly file: string;
}

/** Secret until `wipe`. The officers keep their order: it is the place of their shares. */
export class Splitting {
  /** What a cover says of it. */
  readonly told: Pick<Cover, "set" | "officers" | "key" | "recipient">;
  readonly seeds: readonly Uint8Array[];
  readonly #officers: readonly OfficerPlace[];
  readonly #shares: readonly Uint8Array[];
  readonly #key: Uint8Array;

  private constructor(
    officers: readonly OfficerPlace[],
    set: string,
    { key, recipient }: { readonly key: Uint8Array; readonly recipient: string },
    shares: readonly Uint8Array[],
  ) {
    this.#officers = officers;
    this.#shares = shares;
    this.#key = key;
    this.seeds = officers.map(() => Uint8Array.from(randomBytes(32)));
    this.told = {
      set,
      officers: officers.map(({ name }, at) => ({
        name,
        key: publicKeyOf(this.seeds[at] as Uint8Array),
        share: shareCheck(set, at, shares[at] as Uint8Array),
      })),
      key: keyCheck(set, key),
      recipient,
    };
  }

  /** `set`: 16 bytes as hex, never used before; it is public. */
  static async make(officers: readonly OfficerPlace[], set: string): Promise<Splitting> {
    const made = await makeDataKey();
    return new Splitting(officers, set, made, await splitKey(made.key));
  }

  /** The officers' files, anchored at `anchor`: the cover that tells of this splitting. */
  async writeFiles(
    register: string,
    anchor: CoverPoint,
    passphrases: readonly Buffer[],
    workFactor: number,
  ): Promise<void> {
    for (const [place, { name, file }] of this.#officers.entries()) {
      const credential = {
        format: "counterwatch-officer/v1" as const,
        register,
        name,
        set: this.told.set,
        place,
        share: Buffer.from(this.#shares[place] as Uint8Array).toString("hex"),
        seed: Buffer.from(this.seeds[place] as Uint8Array).toString("hex"),
        anchor,
      };
      writeSealed(file, await lockCredential(credential, textOf(passphrases[place]), workFactor));
    }
  }

  wipe(): void {
    wipe(this.#key, ...this.#shares, ...this.seeds);
  }
}
