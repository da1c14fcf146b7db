/**
 * Just enough XML 1.0 for the parts of a spreadsheet: elements, attributes, text. Document types are refused,
 * so that no entity but the five predefined ones and character references exists, and time stays linear.
 */
import { CounterwatchError } from "../../model/index.ts";

export interface XmlHandler {
  /** `name` without namespace prefix; `attributes` is the raw text between the name and `>`. */
  open(name: string, attributes: string): void;
  close(name: string): void;
  text(text: string): void;
}

export function scanXml(xml: string, handler: XmlHandler): void {
  let at = 0;
  while (at < xml.length) {
    const tag = xml.indexOf("<", at);
    if (tag < 0) {
      handler.text(decodeEntities(xml.slice(at)));
      return;
    }
    if (tag > at) handler.text(decodeEntities(xml.slice(at, tag)));
    at = scanMarkup(xml, tag, handler);
  }
}

function scanMarkup(xml: string, tag: number, handler: XmlHandler): number {
  const next = xml[tag + 1];
  if (next === "?") return endOf(xml, "?>", tag);
  if (next === "!") {
    if (xml.startsWith("<!--", tag)) return endOf(xml, "-->", tag + 4);
    if (!xml.startsWith("<![CDATA[", tag)) throw broken("it holds a document type");
    const end = endOf(xml, "]]>", tag + 9);
    handler.text(xml.slice(tag + 9, end - 3));
    return end;
  }
  const end = endOf(xml, ">", tag);
  if (next === "/") {
    handler.close(localName(xml.slice(tag + 2, end - 1).trim()));
    return end;
  }
  const empty = xml[end - 2] === "/";
  const inside = xml.slice(tag + 1, empty ? end - 2 : end - 1);
  const space = inside.search(/\s/);
  const name = localName(space < 0 ? inside : inside.slice(0, space));
  handler.open(name, space < 0 ? "" : inside.slice(space));
  if (empty) handler.close(name);
  return end;
}

/** The value of one attribute in the raw text that `open` was given. A prefix counts as part of the name. */
export function attribute(attributes: string, name: string): string | undefined {
  let at = attributes.indexOf(name);
  while (at >= 0) {
    const equals = at + name.length;
    const quote = attributes[equals + 1];
    if (
      attributes[equals] === "=" &&
      (quote === '"' || quote === "'") &&
      /\s/.test(attributes[at - 1] ?? " ")
    ) {
      const end = attributes.indexOf(quote, equals + 2);
      return end < 0 ? undefined : decodeEntities(attributes.slice(equals + 2, end));
    }
    at = attributes.indexOf(name, at + 1);
  }
  return undefined;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(
    /&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-z]{2,4}));/g,
    (whole, hex, decimal, name) => {
      if (name !== undefined) return ENTITIES[name] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
    },
  );
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function endOf(xml: string, mark: string, from: number): number {
  const at = xml.indexOf(mark, from);
  if (at < 0) throw broken("an element does not end");
  return at + mark.length;
}

function broken(what: string): CounterwatchError {
  return new CounterwatchError("format-damaged", `The spreadsheet cannot be read: ${what}.`, {
    remedy: "Export it again, or save it as CSV.",
  });
}
