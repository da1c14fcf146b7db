import type { AccessEvent } from "../../model/index.ts";
import { RecentMap } from "../recent-map.ts";
import type { FactNoun, FactReader, Moment } from "./fact.ts";

const CLASSES_PER_OPERATOR = 8;
const SIGN_INS_TO_KNOW = 5;
const REMEMBERED_TEXTS = 4096;
const KEPT = `${CLASSES_PER_OPERATOR} client classes of each remembered operator, the last ${REMEMBERED_TEXTS.toLocaleString("en")} client texts`;

export const client: FactNoun = {
  noun: "client",
  facts: {
    class: {
      meaning:
        "The client without its version: `web`, `android`, `ios`, `firefox`, `script`, or the log's own first words.",
      bounded: KEPT,
    },
    new: {
      meaning: `True for a sign-in from a client class that the operator never used, after ${SIGN_INS_TO_KNOW} sign-ins from others.`,
      bounded: KEPT,
    },
  },
  open: () => new ClientReader(),
};

class ClientReader implements FactReader {
  readonly facts: { class: string | undefined; new: boolean | undefined } = {
    class: undefined,
    new: undefined,
  };
  readonly #classes = new RecentMap<{ readonly name: string }>(REMEMBERED_TEXTS);

  see(event: AccessEvent, { operator }: Moment): boolean {
    this.facts.class = undefined;
    this.facts.new = undefined;
    const text = event.session?.client;
    if (text === undefined) return false;
    const name = this.#class(text);
    this.facts.class = name;
    if (event.action !== "sign-in" || event.query?.kind === "log-off" || event.automated === true)
      return true;
    if (event.result?.outcome !== undefined && event.result.outcome !== "success") return true;
    const known = (operator.clients ??= []);
    if (known.includes(name)) {
      this.facts.new = false;
    } else {
      this.facts.new = operator.signIns >= SIGN_INS_TO_KNOW;
      // The oldest class makes room: an operator with nine kinds of client is news again and again.
      if (known.length >= CLASSES_PER_OPERATOR) known.shift();
      known.push(name);
    }
    operator.signIns++;
    return true;
  }

  remembered(): number {
    return this.#classes.size;
  }

  #class(text: string): string {
    let known = this.#classes.get(text);
    if (known === undefined) {
      known = { name: clientClass(text) };
      this.#classes.set(text, known);
    }
    return known.name;
  }
}

/** The order decides: a browser on a phone names both, and nearly every browser says Mozilla and Safari. */
const FAMILIES: readonly (readonly [string, RegExp])[] = [
  [
    "script",
    /\b(?:curl|wget|python|powershell|postman|insomnia|httpie|go-http-client|okhttp|java|ruby|perl|node|axios|selenium|puppeteer|playwright|headless\w*)\b/i,
  ],
  ["android", /\bandroid\b/i],
  ["ios", /\b(?:iphone|ipad|ios)\b/i],
  ["edge", /\bedg(?:e|a|ios)?\b/i],
  ["firefox", /\bfirefox\b/i],
  ["chrome", /\b(?:chrome|chromium|crios)\b/i],
  ["safari", /\bsafari\b/i],
  ["mobile", /\bmobile\b/i],
  ["web", /\b(?:web|browser|portal)\b/i],
  ["api", /\bapi\b/i],
];

export function clientClass(text: string): string {
  const family = FAMILIES.find(([, pattern]) => pattern.test(text));
  if (family !== undefined) return family[0];
  return (
    text
      .toLowerCase()
      .split(/[\d/(;]/, 1)[0]!
      .trim()
      .slice(0, 40) || "other"
  );
}
