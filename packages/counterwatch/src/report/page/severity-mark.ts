import type { Severity } from "../../model/index.ts";
import { type Html, html } from "./html.ts";
import type { Messages } from "../words/messages.ts";

/** The four shapes, once a page: ring, half-filled, filled, filled square. */
export function markDefinitions(): Html {
  return html`<svg width="0" height="0" class="defs" aria-hidden="true"><defs>
<g id="m-low"><circle cx="6" cy="6" r="4.5" class="ml"/></g>
<g id="m-medium"><path d="M6 1.5a4.5 4.5 0 0 0 0 9z" class="mm"/><circle cx="6" cy="6" r="4.5" class="me"/></g>
<g id="m-high"><circle cx="6" cy="6" r="5" class="mh"/></g>
<g id="m-critical"><rect x="1" y="1" width="10" height="10" class="mc"/></g>
</defs></svg>`;
}

/** The shape with its word. */
export function severityMark(severity: Severity, words: Messages): Html {
  return html`<span class="sev"><svg width="12" height="12" aria-hidden="true"><use href="#m-${severity}"/></svg>${words.severity[severity]}</span>`;
}
