/**
 * A pending edit: proposed by one officer, sealed to the register's recipient, so that it can be made without opening the
 * register. Two officers seal it in later; one of them is always another than who proposed it.
 */
import { z } from "zod";
import { CounterwatchError } from "../model/index.ts";
import { type Cover, OFFICER_NAME, signText, verifyText } from "./cover.ts";
import { type Edit, editHash, editSchema } from "./edit.ts";

const DOMAIN = "counterwatch/register-proposal/v1\n";

export const proposalSchema = z.strictObject({
  format: z.literal("counterwatch-register-proposal/v1"),
  edit: editSchema,
  officer: z.string().regex(OFFICER_NAME),
  signature: z.string().regex(/^[0-9a-f]{128}$/),
});

export type Proposal = z.output<typeof proposalSchema>;

export function propose(edit: Edit, officer: string, seed: Uint8Array): Proposal {
  return {
    format: "counterwatch-register-proposal/v1",
    edit,
    officer,
    signature: signText(DOMAIN + editHash(edit), seed),
  };
}

/** Hash of the edit. Throws `register` where no officer of this register proposed it. */
export function checkProposal({ edit, officer, signature }: Proposal, cover: Cover): string {
  const hash = editHash(edit);
  const key = cover.officers.find(({ name }) => name === officer)?.key;
  if (edit.register !== cover.register || key === undefined || !verifyText(DOMAIN + hash, signature, key))
    throw new CounterwatchError(
      "register",
      "a pending edit was not proposed by an officer of this register",
      {
        remedy: "Take it out of the folder `pending` and find out who put it there.",
      },
    );
  return hash;
}
