/** Text for HTML. Names of detectors and seeds come from files that somebody else wrote. */
export function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** Three significant digits, two for small numbers, and no exponents: people read them. */
export function figure(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en");
  if (Math.abs(value) < 0.001)
    return value.toFixed(Math.min(9, 1 - Math.floor(Math.log10(Math.abs(value))))).replace(/0+$/, "");
  return String(Number(value.toPrecision(3)));
}

export function percent(share: number | null | undefined): string {
  return share === null || share === undefined || !Number.isFinite(share)
    ? "–"
    : `${Math.round(share * 100)} %`;
}

export interface Column {
  readonly title: string;
  readonly number?: boolean;
}

/** Cells are HTML. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string {
  const head = columns.map(
    ({ title, number }) => `<th scope="col"${number ? ' class="n"' : ""}>${escape(title)}</th>`,
  );
  const body = rows.map((row) => {
    const cells = row.map((cell, i) => {
      const kind = columns[i]?.number ? ' class="n"' : "";
      return i === 0 ? `<th scope="row"${kind}>${cell}</th>` : `<td${kind}>${cell}</td>`;
    });
    return `<tr>${cells.join("")}</tr>`;
  });
  return `<div class="scroll"><table><caption>${escape(caption)}</caption><thead><tr>${head.join("")}</tr></thead><tbody>${body.join("")}</tbody></table></div>`;
}
