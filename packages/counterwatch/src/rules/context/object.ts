import type { AccessEvent } from "../../model/index.ts";
import { type FactNoun, type FactReader, NOTHING_KEPT } from "./fact.ts";

export const object: FactNoun = {
  noun: "object",
  facts: {
    own: {
      meaning:
        "True where the object of an administrative action is the operator's own account or its traces: its name is the operator's id.",
      bounded: NOTHING_KEPT,
    },
  },
  open: () => new ObjectReader(),
};

class ObjectReader implements FactReader {
  readonly facts: Record<"own", boolean | undefined> = { own: undefined };

  see(event: AccessEvent): boolean {
    const name = event.object?.name;
    this.facts.own = name === undefined ? undefined : isOwn(name, event.operator.id);
    return this.facts.own === true;
  }
}

/** `jdoe`, `Account jdoe` and `searches of jdoe` are jdoe's; `jdoe2` is not. */
function isOwn(name: string, operator: string): boolean {
  const at = name.toLowerCase().indexOf(operator.toLowerCase());
  if (at < 0) return false;
  return !isPart(name[at - 1]) && !isPart(name[at + operator.length]);
}

function isPart(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_-]/u.test(character);
}
