/** What the agency enrols: the identifiers of its members, checked to be in the form that the custodian computes. */
import { canonicalise } from "../intake/canonical.ts";
import { CounterwatchError, SUBJECT_TYPES } from "../model/index.ts";
import { z } from "zod";
import { inputOf } from "./watched-subjects.ts";

export const memberIdentifierSchema = z.strictObject({
  type: z.enum(SUBJECT_TYPES),
  id: z.string().min(1).max(1024),
  /** Internal id of the agency; it stands in no log. */
  member: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/),
  decoy: z.boolean().default(false),
});
export type MemberIdentifier = z.output<typeof memberIdentifierSchema>;

/** Whose keys stand at a place in the agency's table. */
export interface EnrolledMember {
  readonly member: string;
  readonly type: MemberIdentifier["type"];
  readonly decoy: boolean;
}

export interface EnrolmentInputs {
  /** As the VOPRF is asked. */
  readonly inputs: readonly string[];
  readonly members: readonly EnrolledMember[];
  /** Phones without a country: no custodian writes them so, and no look-up of them is found. */
  readonly nationalPhones: readonly string[];
}

/**
 * In an order that depends on nothing but the members, so that an enrolment can be drawn again. Throws `config`, naming the
 * member and never the identifier, where something stands for more than one subject or for none.
 */
export async function readMembers(identifiers: AsyncIterable<MemberIdentifier>): Promise<EnrolmentInputs> {
  const byKey = new Map<string, { input: string; enrolled: EnrolledMember }>();
  const nationalPhones: string[] = [];
  for await (const { type, id, member, decoy } of identifiers) {
    // No country: an enrolment must not depend on where it is made.
    const canonical = canonicalise(type, id);
    if (canonical === undefined || canonical.partial)
      throw new CounterwatchError("config", `a ${type} of member ${member} does not name one subject`, {
        remedy: "Correct it in the register: a fragment or a blank cannot be a tripwire.",
      });
    if (type === "phone" && !canonical.value.startsWith("+")) nationalPhones.push(member);
    const input = inputOf(type, canonical.value);
    byKey.set(`${member}\n${input}`, { input, enrolled: { member, type, decoy } });
  }
  const sorted = [...byKey.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
  return {
    inputs: sorted.map(({ input }) => input),
    members: sorted.map(({ enrolled }) => enrolled),
    nationalPhones,
  };
}
