const VOID = new Set(["meta", "link", "input", "br", "hr", "col", "img"]);

interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/**
 * Reads the markup that the report writes, strictly: every tag closed in order, every attribute quoted, no stray `<`.
 * Gives the elements in document order; throws where a browser would have to guess.
 */
export function readMarkup(text: string): readonly Element[] {
  const elements: Element[] = [];
  const open: string[] = [];
  const tag =
    /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z][a-zA-Z0-9-]*(?:="[^"<]*")?)*)\s*(\/?)>|<!doctype html>|</g;
  let found = tag.exec(text);
  while (found !== null) {
    const [whole, closing, name, attributes = "", selfClosing] = found;
    if (whole === "<")
      throw new Error(`stray < at ${found.index}: ${text.slice(found.index, found.index + 80)}`);
    if (name !== undefined) {
      if (closing === "/") {
        const last = open.pop();
        if (last !== name) throw new Error(`</${name}> closes <${last}> at ${found.index}`);
      } else {
        elements.push({ name, attributes: readAttributes(attributes) });
        if (selfClosing !== "/" && !VOID.has(name)) open.push(name);
        if (name === "script" || name === "style") tag.lastIndex = text.indexOf(`</${name}>`, tag.lastIndex);
      }
    }
    found = tag.exec(text);
  }
  if (open.length > 0) throw new Error(`never closed: ${open.join(", ")}`);
  return elements;
}

function readAttributes(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(/([a-zA-Z][a-zA-Z0-9-]*)(?:="([^"]*)")?/g)].map(([, name = "", value = ""]) => [
      name,
      value,
    ]),
  );
}

/** What a reader sees: text without tags, scripts and styles, entities resolved. */
export function visibleText(text: string): string {
  return text
    .replace(/<(script|style)[^>]*>[\s\S]*?<\/\1>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")
    .replace(/\s+/g, " ");
}
