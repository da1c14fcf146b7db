import { cut, reveal } from "./hostile-text.ts";
import { type Html, html } from "./html.ts";
import type { Messages } from "../words/messages.ts";

/** Beyond this nothing is kept on the page, and the page says how much it left out. */
const KEPT = 1500;

/** Free text out of a log: its beginning, and the rest behind a disclosure. */
export function longText(text: string, limit: number, words: Messages): Html {
  // Cutting comes after revealing, so that a cut cannot hide what follows an invisible character.
  const { head, rest, dropped } = cut(reveal(text), limit, KEPT);
  if (rest === "") return html`<bdi>${head}</bdi>`;
  const left = dropped === 0 ? "" : ` ${words.dropped(dropped)}`;
  return html`<bdi>${head}</bdi><i class="el">… </i><details class="long"><summary>${words.more(rest.length + dropped)}</summary><i class="el">…</i><bdi>${rest}</bdi>${left}</details>`;
}
