/** East Asian wide and fullwidth letters and emoji take two columns of a terminal; combining marks none. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NONE = /\p{Mn}|\p{Me}/u;

/** Columns that a terminal needs for `text`, which holds no control characters. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += widthOf(character);
  return columns;
}

function widthOf(character: string): number {
  if (character < "\u0300") return 1;
  return NONE.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
}

/** At most `width` columns; the last one is an ellipsis where something was left out. */
export function clip(text: string, width: number): string {
  if (columnsOf(text) <= width) return text;
  let out = "";
  let columns = 0;
  for (const character of text) {
    columns += widthOf(character);
    if (columns > width - 1) break;
    out += character;
  }
  return `${out.trimEnd()}…`;
}

/** Breaks at spaces into at most `most` lines of `width` columns; what does not fit is clipped. */
export function wrap(text: string, width: number, most: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  const words = text.split(" ");
  for (const [index, word] of words.entries()) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (columnsOf(longer) <= width || line === "") {
      line = longer;
      continue;
    }
    if (lines.length === most - 1) {
      lines.push(clip([line, ...words.slice(index)].join(" "), width));
      return lines;
    }
    lines.push(clip(line, width));
    line = word;
  }
  lines.push(clip(line, width));
  return lines;
}
