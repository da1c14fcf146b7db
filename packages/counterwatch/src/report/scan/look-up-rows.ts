import type { AccessEvent, Subject } from "../../model/index.ts";
import { shortPseudonym } from "../../model/index.ts";
import { shorten } from "../page/hostile-text.ts";
import { type Html, html } from "../page/html.ts";
import { longText } from "../page/long-text.ts";
import type { PageContext } from "./page-context.ts";

const DAY = 86_400_000;
/** So many rows stand open; the others wait behind a disclosure. */
const OPEN_ROWS = 5;

interface Column {
  readonly name: string;
  readonly title: string;
  present(event: AccessEvent): boolean;
  cell(event: AccessEvent): Html;
}

/**
 * The rows that made a finding, as many as fit into `allowance` bytes; first and last ones first, as the
 * detector gave them. Columns that no row fills are left out.
 */
export function lookupRows(
  page: PageContext,
  finding: { readonly lookups: number },
  events: readonly AccessEvent[],
  allowance: number,
): Html {
  const { words, input } = page;
  if (events.length === 0) return html`<p class="note">${words.rowsNone(input.findingsFile)}</p>`;
  const columns = columnsOf(page).filter((column) => events.some((event) => column.present(event)));
  const { head, tail } = fit(events, columns, allowance);
  const shown = head.length + tail.length;
  const between =
    shown < events.length
      ? [
          html`<tr class="gap"><td colspan="${columns.length}">${words.rowsBetween({ count: finding.lookups - shown, file: input.findingsFile })}</td></tr>\n`,
        ]
      : [];
  const all = [...head, ...between, ...tail];
  const open = all.length <= OPEN_ROWS + 2 ? all : all.slice(0, OPEN_ROWS);
  const rest = all.slice(open.length);
  const more =
    rest.length === 0
      ? html``
      : html`<details class="rest"><summary>${words.rowsMore(shown - Math.min(open.length, shown))}</summary>${table(rest, columns, page, true)}</details>`;
  const note =
    between.length === 0 && shown < finding.lookups
      ? html`<p class="note">${words.rowsCut({ shown, all: finding.lookups, file: input.findingsFile })}</p>`
      : html``;
  return html`${table(open, columns, page, false)}${more}${note}`;
}

/** Rendered rows, taken alternately from both ends until the allowance is spent; never fewer than two. */
function fit(
  events: readonly AccessEvent[],
  columns: readonly Column[],
  allowance: number,
): { readonly head: readonly Html[]; readonly tail: readonly Html[] } {
  const head: Html[] = [];
  const tail: Html[] = [];
  let spent = 0;
  for (let i = 0; i < events.length; i += 1) {
    const fromStart = i % 2 === 0;
    const event = fromStart ? events[i / 2] : events[events.length - (i + 1) / 2];
    if (event === undefined) break;
    const row = html`<tr>${columns.map((column) => html`<td class="${column.name}">${column.cell(event)}</td>`)}</tr>\n`;
    spent += row.size;
    if (i >= 2 && spent > allowance) break;
    (fromStart ? head : tail).push(row);
  }
  return { head, tail: tail.toReversed() };
}

function table(
  rows: readonly Html[],
  columns: readonly Column[],
  { words }: PageContext,
  quiet: boolean,
): Html {
  const heads = columns.map(({ name, title }) => html`<th scope="col" class="${name}">${title}</th>`);
  return html`<table class="rows"><caption class="vh">${words.rowsCaption}</caption><thead${quiet && html` class="quiet"`}><tr>${heads}</tr></thead><tbody>\n${rows}</tbody></table>`;
}

function columnsOf(page: PageContext): readonly Column[] {
  const { words, say } = page;
  return [
    {
      name: "w",
      title: `${words.when}, ${say.zone}`,
      present: () => true,
      cell: ({ time }) => {
        const instant = Date.parse(time);
        return html`${say.date(instant)} ${say.time(instant)}`;
      },
    },
    {
      name: "a",
      title: words.actionColumn,
      present: () => true,
      cell: (event) => action(event, page),
    },
    {
      name: "s",
      title: words.subjectColumn,
      present: (event) => hasSubject(event) || event.object !== undefined || asked(event) !== undefined,
      cell: (event) => subjectOf(event, page),
    },
    {
      name: "p",
      title: words.siteColumn,
      present: ({ site }) => site !== undefined,
      cell: ({ site }) => html`${shorten(site?.id ?? "", 60)}`,
    },
    {
      name: "t",
      title: words.windowColumn,
      present: ({ window }) => window?.from !== undefined || window?.to !== undefined,
      cell: (event) => html`${windowOf(event, page)}`,
    },
    {
      name: "r",
      title: words.purposeColumn,
      present: () => true,
      cell: ({ purpose }) => purposeOf(purpose, page),
    },
  ];
}

/** What was done, in which system, and what sets this look-up apart. */
function action(
  { action, system, automated, late, reach, result, session }: AccessEvent,
  { words }: PageContext,
): Html {
  const marks: string[] = [words.system[system]];
  if (reach?.networks !== undefined && reach.networks > 1) marks.push(words.networks(reach.networks));
  if (result?.outcome === "denied") marks.push(words.denied);
  if (result?.outcome === "failure") marks.push(words.failed);
  if (action === "sign-in" && session?.client !== undefined) marks.push(shorten(session.client, 60));
  if (automated === true) marks.push(words.automatedMark);
  if (late === true) marks.push(words.lateMark);
  return html`${words.action[action]} <span class="m">${marks.join(" · ")}</span>`;
}

function hasSubject({ subjects }: AccessEvent): boolean {
  return subjects !== undefined && subjects.length > 0;
}

/** The question itself, where it named no subject: a description or free text. */
function asked({ query }: AccessEvent): string | undefined {
  return query?.prompt ?? query?.filters;
}

/** Who was looked up; else what was acted on (an audit setting, a list); else how the question read. */
function subjectOf(event: AccessEvent, page: PageContext): Html {
  if (hasSubject(event)) return subjectList(event.subjects ?? [], page);
  const { type, name } = event.object ?? {};
  if (type !== undefined || name !== undefined) {
    return html`<span class="m">${shorten(type ?? "", 40)}</span> ${shorten(name ?? "", 80)}`;
  }
  const question = asked(event);
  return question === undefined ? html`` : longText(page.words.quoted(question), 80, page.words);
}

function subjectList(subjects: readonly Subject[], { words }: PageContext): Html {
  const shown = subjects.slice(0, 2).map((subject, i) => html`${i > 0 && ", "}${subjectName(subject)}`);
  const more = subjects.length > 2 && ` ${words.andMore(subjects.length - 2)}`;
  return html`${shown}${more}`;

  function subjectName({ type, id, withheld, partial }: Subject): Html {
    const name = words.subject[type];
    if (withheld === true) return html`<span class="m">${words.subjectWithheld(name)}</span>`;
    if (partial === true) return html`<span class="m">${words.subjectPartial(name)}</span>`;
    return html`<span class="m">${name}</span> <code>${shortPseudonym(id ?? "")}</code>`;
  }
}

/** The record time asked for: its length, and its end where that is not the time of the look-up. */
function windowOf({ window, time }: AccessEvent, { words, say }: PageContext): string {
  const from = window?.from === undefined ? undefined : Date.parse(window.from);
  const to = window?.to === undefined ? undefined : Date.parse(window.to);
  if (from !== undefined && to !== undefined) {
    const length = say.duration(to - from);
    const recent = Math.abs(Date.parse(time) - to) <= DAY;
    return recent ? words.windowLast(length) : words.windowUntil({ length, to: say.minute(to) });
  }
  if (from !== undefined) return words.windowFrom(say.minute(from));
  return to === undefined ? "" : words.windowTo(say.minute(to));
}

function purposeOf(purpose: AccessEvent["purpose"], { words }: PageContext): Html {
  const parts: Html[] = [];
  if (purpose?.case !== undefined)
    parts.push(html`<span class="c">${shorten(words.caseLabel(purpose.case), 80)}</span>`);
  if (purpose?.reason !== undefined) parts.push(longText(words.quoted(purpose.reason), 120, words));
  if (purpose?.authority !== undefined) parts.push(longText(purpose.authority, 80, words));
  const withheld = {
    case: words.withheldCase,
    reason: words.withheldReason,
    authority: words.withheldAuthority,
  };
  for (const field of purpose?.withheld ?? []) parts.push(html`<span class="m">${withheld[field]}</span>`);
  if (parts.length === 0) return html`<em>${words.noPurpose}</em>`;
  return html`${parts.map((part, i) => html`${i > 0 && " · "}${part}`)}`;
}
