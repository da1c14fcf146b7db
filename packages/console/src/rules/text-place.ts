/** Where in a text a line and column are, both from 1; the end of the line where the column is beyond it, the end of the text likewise. */
export function offsetOf(text: string, line: number, column: number): number {
  let begin = 0;
  for (let at = 1; at < line; at++) {
    const end = text.indexOf("\n", begin);
    if (end < 0) return text.length;
    begin = end + 1;
  }
  const end = text.indexOf("\n", begin);
  return Math.min(begin + column - 1, end < 0 ? text.length : end);
}
