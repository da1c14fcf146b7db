import { reveal } from "./hostile-text.ts";

/** Markup that is safe to write. Only `html` and `trusted` make it, so a plain string can never be taken for markup. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }

  /** Bytes in the file. */
  get size(): number {
    return Buffer.byteLength(this.markup);
  }
}

export type Content = Html | string | number | undefined | false | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for element content and quoted attributes; invisible and reordering characters become visible first. */
function escapeHtml(text: string): string {
  return reveal(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

function write(content: Content): string {
  if (content instanceof Html) return content.markup;
  if (content === undefined || content === false) return "";
  if (typeof content === "string") return escapeHtml(content);
  if (typeof content === "number") return String(content);
  let out = "";
  for (const part of content) out += write(part);
  return out;
}

/** Every interpolation is escaped. Interpolate in element content and in double-quoted attributes only. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  let out = parts[0] ?? "";
  for (let i = 0; i < values.length; i += 1) out += write(values[i]) + (parts[i + 1] ?? "");
  return new Html(out);
}

/** For markup that this program wrote itself: style sheet, script, SVG path data. Never for anything out of a log. */
export function trusted(markup: string): Html {
  return new Html(markup);
}
