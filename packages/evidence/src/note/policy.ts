/**
 * C2SP tlog-policy: whose signatures make a checkpoint valid: any of the listed logs, and a quorum of witnesses.
 *
 * Limits: 64 KiB. Names are compared as they are written.
 * Flow: `parsePolicy` reads the lines once, from top to bottom, so that a group can only use what stands above it;
 * `quorumMet` asks whether a set of witnesses is enough.
 */
import { equalBytes } from "../encoding.ts";
import { EvidenceError } from "../errors.ts";
import { ED25519, ED25519_COSIGNATURE, parseVerifierKey, type VerifierKey } from "./verifier-key.ts";

const LARGEST = 64 * 1024;

interface KnownLog {
  readonly key: VerifierKey;
  readonly url: string | undefined;
}

interface KnownWitness {
  /** In the policy; the key has a name of its own. */
  readonly name: string;
  readonly key: VerifierKey;
  readonly url: string | undefined;
}

export interface Policy {
  readonly logs: readonly KnownLog[];
  readonly witnesses: readonly KnownWitness[];
  /** undefined: none is asked for. */
  readonly quorum: Quorum | undefined;
}

/** One witness, or at least so many of the members. */
type Quorum = KnownWitness | { readonly least: number; readonly members: readonly Quorum[] };

/** "malformed" with the line, where the text is no policy; "key" for a bad verifier key; "limit". */
export function parsePolicy(text: string): Policy {
  if (text.length > LARGEST) throw new EvidenceError("limit", `a policy is larger than ${LARGEST} bytes`);
  const reader = new PolicyReader();
  for (const [at, line] of text.split("\n").entries()) {
    const why = reader.read(line);
    if (why !== undefined)
      throw new EvidenceError("malformed", `a policy ${why}`, { place: { line: at + 1 } });
  }
  if (reader.quorum === undefined) throw new EvidenceError("malformed", "a policy has no quorum line");
  return { logs: reader.logs, witnesses: reader.witnesses, quorum: reader.quorum.of };
}

/** Whether these witnesses (their verifier keys) are enough. A policy with the quorum none is always met. */
export function quorumMet({ quorum }: Policy, cosigned: ReadonlySet<VerifierKey>): boolean {
  const met = (each: Quorum): boolean =>
    "members" in each ? each.members.filter(met).length >= each.least : cosigned.has(each.key);
  return quorum === undefined || met(quorum);
}

/** Each reading method says why it refuses a line, or nothing. */
class PolicyReader {
  readonly logs: KnownLog[] = [];
  readonly witnesses: KnownWitness[] = [];
  quorum: { readonly of: Quorum | undefined } | undefined;
  readonly #defined = new Map<string, Quorum>();
  /** Names that are members of a group: each may be of one only, so that no witness counts twice. */
  readonly #members = new Set<string>();

  read(line: string): string | undefined {
    if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(line)) return "has control characters";
    const items = line.split(/[ \t]+/).filter((item) => item !== "");
    const [word, ...rest] = items;
    if (word === undefined || word.startsWith("#")) return undefined;
    switch (word) {
      case "log":
        return this.#log(rest);
      case "witness":
        return this.#witness(rest);
      case "group":
        return this.#group(rest);
      case "quorum":
        return this.#quorum(rest);
      default:
        return "has a line that begins with none of log, witness, group, quorum";
    }
  }

  #log([vkey, url, ...more]: readonly string[]): string | undefined {
    if (vkey === undefined || more.length > 0) return "has a log line that is not key and address";
    const key = parseVerifierKey(vkey);
    if (key.type === ED25519_COSIGNATURE) return "gives a log a witness's type of key";
    if (isListed(key, this.logs)) return "lists one log's public key twice";
    this.logs.push({ key, url });
    return undefined;
  }

  #witness([name, vkey, url, ...more]: readonly string[]): string | undefined {
    if (name === undefined || vkey === undefined || more.length > 0)
      return "has a witness line that is not name, key and address";
    const key = parseVerifierKey(vkey);
    if (key.type === ED25519) return "gives a witness a key that signs no time";
    if (isListed(key, this.witnesses)) return "lists one witness's public key twice";
    const witness = { name, key, url };
    this.witnesses.push(witness);
    return this.#define(name, witness);
  }

  #group([name, threshold, ...names]: readonly string[]): string | undefined {
    if (name === undefined || threshold === undefined || names.length === 0)
      return "has a group line that is not name, number and members";
    const members: Quorum[] = [];
    for (const each of names) {
      const member = this.#defined.get(each);
      if (member === undefined) return "has a group with a member that is not defined above it";
      if (this.#members.has(each)) return "has a member that is listed twice";
      this.#members.add(each);
      members.push(member);
    }
    const least = leastOf(threshold, members.length);
    return least === undefined
      ? "has a group whose number is not any, all, or from 1 to how many members it has"
      : this.#define(name, { least, members });
  }

  #quorum([name, ...more]: readonly string[]): string | undefined {
    if (name === undefined || more.length > 0) return "has a quorum line that is not one name";
    if (this.quorum !== undefined) return "has more than one quorum";
    const of = this.#defined.get(name);
    if (of === undefined && name !== "none") return "has a quorum that is not defined above it";
    this.quorum = { of };
    return undefined;
  }

  #define(name: string, what: Quorum): string | undefined {
    if (name === "none" || this.#defined.has(name)) return "defines a name twice, or the name none";
    this.#defined.set(name, what);
    return undefined;
  }
}

function isListed(key: VerifierKey, listed: readonly { readonly key: VerifierKey }[]): boolean {
  return listed.some((other) => equalBytes(other.key.publicKey, key.publicKey));
}

function leastOf(threshold: string, members: number): number | undefined {
  if (threshold === "any") return 1;
  if (threshold === "all") return members;
  const least = /^[1-9]\d{0,5}$/.test(threshold) ? Number(threshold) : 0;
  return least >= 1 && least <= members ? least : undefined;
}
