/**
 * The attackers that an assessment imagines. Fixed and few: a list that grows with the sample would always find one that is right.
 *
 * An attacker who seeks "one" asks which of all people is the contact of this person, and gives half of the belief to somebody whom the
 * view does not show. One who draws the "circle" asks of each pair by itself whether it is a tie, with `TIES` ties a person beforehand.
 */
const EVIDENCE = ["calls", "transfers", "circles", "meetings", "things"] as const;
export type EvidenceKind = (typeof EVIDENCE)[number];

export interface Attacker {
  readonly name: string;
  readonly reads: readonly EvidenceKind[];
  readonly seeks: "one" | "circle";
}

export const ATTACKERS: readonly Attacker[] = [
  { name: "call analyst", reads: ["calls", "transfers", "circles"], seeks: "one" },
  { name: "follower", reads: ["meetings"], seeks: "one" },
  { name: "household", reads: ["things"], seeks: "one" },
  { name: "all together", reads: EVIDENCE, seeks: "one" },
  { name: "all together, whole circle", reads: EVIDENCE, seeks: "circle" },
];
