import { type Html, html } from "./html.ts";

export function pageSection(id: string, title: string, body: Html): Html {
  return html`<section id="${id}" aria-labelledby="${id}-h"><h2 id="${id}-h">${title}</h2>\n${body}</section>\n`;
}
