/**
 * One record of comma-separated values in a string (RFC 4180), as pgaudit nests it in log messages. Never fails: an open
 * quote ends with the text.
 */
export function splitQuotedList(text: string): string[] {
  const values: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] === '"') {
      let value = "";
      let from = at + 1;
      let close = text.indexOf('"', from);
      while (close >= 0 && text[close + 1] === '"') {
        value += text.slice(from, close + 1);
        from = close + 2;
        close = text.indexOf('"', from);
      }
      values.push(value + text.slice(from, close < 0 ? text.length : close));
      at = close < 0 ? text.length : text.indexOf(",", close);
    } else {
      const comma = text.indexOf(",", at);
      values.push(text.slice(at, comma < 0 ? text.length : comma));
      at = comma;
    }
    if (at < 0 || at >= text.length) return values;
    at++;
  }
}
