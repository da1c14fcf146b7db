import { STORY_NARROW, STORY_PICTURES, STORY_PRINTED } from "../scan/story-styles.ts";
import { DARK, DARK_CONTRAST, LIGHT, LIGHT_CONTRAST, printPalette } from "./palette.ts";

/**
 * The report's style sheet. Sizes 12, 13, 15, 18, 24; steps of 4 px; rules instead of boxes; colour only where it means
 * something. `pageFooter` and `title` are printed in the page margins and come escaped for CSS (`cssString`).
 */
export function styleSheet(detail: { title: string; page: string }): string {
  return [
    variables(),
    GROUND,
    HEADER,
    FINDINGS,
    ROWS,
    TABLES,
    PICTURES,
    STORY_PICTURES,
    NARROW,
    STORY_NARROW,
    printed(detail),
    STORY_PRINTED,
  ]
    .join("\n")
    .replace(/\n\s+/g, "\n");
}

/** A CSS string literal; everything but plain letters and digits is written as an escape, so hostile text stays text. */
export function cssString(text: string): string {
  return `"${text.replace(/[^\w .,·–-]/gu, (character) => `\\${character.codePointAt(0)?.toString(16)} `)}"`;
}

function variables(): string {
  return `:root{color-scheme:light dark;${printPalette(LIGHT)}}
@media (prefers-color-scheme:dark){:root{${printPalette(DARK)}}}
@media (prefers-contrast:more){:root{${printPalette(LIGHT_CONTRAST)}}}
@media (prefers-contrast:more) and (prefers-color-scheme:dark){:root{${printPalette(DARK_CONTRAST)}}}`;
}

const GROUND = `
*,::before,::after{box-sizing:border-box}
html{font:400 15px/1.45 "Inter Variable",system-ui,"Segoe UI",Roboto,sans-serif;font-synthesis:none;color:var(--text);background:var(--ground);-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:16px}
body{margin:0 auto;padding:32px 32px 64px;max-width:1240px}
h1,h2,h3,h4,p,ul,dl,dd,figure{margin:0;padding:0}
h1{font-size:24px;line-height:1.25;font-weight:640;letter-spacing:-.012em;text-wrap:balance;overflow-wrap:anywhere}
h2{font-size:18px;line-height:1.3;font-weight:640;letter-spacing:-.006em;padding-top:12px;border-top:2px solid var(--text)}
h3{font-size:15px;font-weight:640}
h4{font-size:13px;font-weight:600}
p,li,.sentence{max-width:72ch;text-wrap:pretty;overflow-wrap:anywhere}
code,.rows td.w,td.t,.period{font-family:"JetBrains Mono Variable",ui-monospace,"SF Mono",Menlo,Consolas,monospace;font-size:12px;font-variant-ligatures:none}
code{overflow-wrap:anywhere;font-weight:400}
a{color:var(--accent);text-underline-offset:2px;text-decoration-thickness:1px;text-decoration-color:var(--rule-strong)}
b{font-weight:600}
em,i{font-style:normal}
em{color:var(--muted)}
abbr{text-decoration:none}
.m,.note,.empty{color:var(--muted)}
.note{font-size:13px;margin-top:4px}
.empty{margin-top:12px;color:var(--text)}
.count{font-weight:400;color:var(--muted)}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:-9999px}
.skip:focus{left:16px;top:8px;background:var(--ground);padding:8px;z-index:2}
.defs{position:absolute}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:2px}
section{margin-top:48px}
summary{cursor:pointer;color:var(--accent);font-size:13px;width:fit-content;padding:4px 0}
button,input{font:inherit;font-size:13px;color:inherit;background:none;border:1px solid var(--rule-strong);border-radius:4px;padding:0 12px;min-height:32px}
button{cursor:pointer}
[hidden]{display:none!important}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}`;

const HEADER = `
.brand{display:flex;gap:8px;font-size:13px;color:var(--muted);margin-bottom:32px}
.brand b{color:var(--text);font-weight:640}
.facts-list{display:grid;grid-template-columns:auto 1fr;gap:4px 16px;margin-top:16px;font-size:13px}
.facts-list dt{color:var(--muted)}
.facts-list dd{overflow-wrap:anywhere}
.result{font-size:18px;line-height:1.45;margin-top:24px}
.unchecked{margin-top:8px}
.leads{margin-top:16px;padding:0 0 0 12px;border-left:2px solid var(--text)}
nav{font-size:13px;margin-top:32px}
nav h2{font-size:12px;font-weight:400;color:var(--muted);border:0;padding:0;letter-spacing:0}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:0 16px}
nav li{padding:4px 0}
nav .count{font-size:12px}
footer{margin-top:64px;padding-top:12px;border-top:1px solid var(--rule);font-size:12px;color:var(--muted)}
@media (min-width:1180px){
body{display:grid;grid-template-columns:152px minmax(0,1fr);column-gap:48px}
body>*{grid-column:2}
body>nav{grid-column:1;grid-row:1/span 3;margin:0}
nav>div{position:sticky;top:32px}
nav ul{display:block}
}`;

const FINDINGS = `
.filter{display:flex;flex-wrap:wrap;gap:8px 12px;align-items:center;margin-top:16px}
.filter label{font-size:13px;flex-basis:100%}
.filter input{flex:1 1 240px;min-width:0;max-width:400px}
.filter #shown{font-size:13px;color:var(--muted);flex-basis:100%}
.toggles{display:flex;flex-wrap:wrap;gap:4px}
.toggles button[aria-pressed=false]{border-style:dashed;color:var(--muted);text-decoration:line-through}
#open-all{border-color:transparent;color:var(--accent);padding:0 4px}
.day{margin-top:24px}
.day>h3{grid-column:1;font-size:13px;margin:8px 0 0!important}
.group{margin-top:32px;padding-top:12px;border-top:1px solid var(--rule-strong)}
.group>header,.finding,.day{display:grid;grid-template-columns:104px minmax(0,1fr);column-gap:16px}
.group>header>*,.finding>*,.day>*{grid-column:2}
.group>header>.kicker{grid-column:1;grid-row:1;font-size:13px;color:var(--muted)}
.group>header>h3{overflow-wrap:anywhere}
.facts,.span{font-size:13px;color:var(--muted)}
.facts{max-width:none}
.finding{margin-top:16px;padding-top:12px;border-top:1px solid var(--rule);break-inside:auto}
.finding>header{grid-column:1/-1;display:grid;grid-template-columns:subgrid;align-items:baseline}
.finding>header>.sev{grid-column:1}
.finding>header>h4,.finding>header>.span{grid-column:2}
.finding>header>h4{overflow-wrap:anywhere}
.sentence{margin-top:8px}
.innocent{font-size:13px;margin-top:12px;padding-left:12px;border-left:2px solid var(--explained)}
.evidence{margin-top:4px}
.evidence dl,.example dl{display:grid;grid-template-columns:minmax(120px,max-content) minmax(0,1fr);gap:4px 16px;font-size:13px;padding:4px 0 8px}
.evidence dt,.example dt{color:var(--muted)}
.evidence dd,.example dd{overflow-wrap:anywhere}
.sev{font-size:13px;font-weight:600;white-space:nowrap}
.sev svg{overflow:visible;vertical-align:-1px;margin-right:6px}
.ml{fill:none;stroke:var(--low);stroke-width:1.5}
.mm{fill:var(--medium)}
.me{fill:none;stroke:var(--medium-edge);stroke-width:1.5}
.mh{fill:var(--high)}
.mc{fill:var(--critical)}
details.long{display:inline}
details.long summary{display:inline;padding:0}
.beyond{margin-top:24px;padding-left:12px;border-left:2px solid var(--rule-strong)}`;

const ROWS = `
td.n,.keys{font-variant-numeric:tabular-nums}
table{border-collapse:collapse;width:100%;font-size:13px;text-align:start}
caption{text-align:start;font-size:13px;font-weight:600;padding:0 0 4px}
th,td{padding:6px 12px 6px 0;vertical-align:baseline;text-align:start;border-top:1px solid var(--rule)}
th:last-child,td:last-child{padding-right:0}
thead th{font-weight:400;font-size:12px;color:var(--muted);border-top:0;vertical-align:bottom;padding-bottom:4px}
tbody th{font-weight:500}
.n{text-align:end}
.n+:not(.n){padding-left:20px}
.rows{table-layout:fixed;margin-top:12px}
.rest .rows{margin-top:0}
.rows .quiet th{font-size:0;line-height:0;padding-top:0;padding-bottom:0}
.rows th.w{width:156px}
.rows th.a{width:136px}
.rows th.s{width:132px}
.rows th.p{width:104px}
.rows th.t{width:116px}
.rows .gap td{color:var(--muted);font-size:12px}
.rows td{overflow-wrap:anywhere;padding-top:5px;padding-bottom:5px}
.rows td.w{white-space:nowrap}
.rows td.t{font:inherit}
.lesser{margin-top:16px}
.lesser .said{width:60%;overflow-wrap:anywhere}
.lesser th[scope=row]{overflow-wrap:anywhere;min-width:90px}
.group>.lesser{margin-left:120px;width:calc(100% - 120px)}
.group.all>.lesser{margin-left:0;width:100%}
.period{white-space:nowrap}`;

const TABLES = `
.wide{overflow-x:auto;margin-top:16px}
.plain{margin-top:0}
.plain caption{white-space:nowrap}
table.narrow{max-width:560px;margin-top:24px}
.plain .files,.plain .about{display:block;font-weight:400;font-size:12px;color:var(--muted);overflow-wrap:anywhere}
.plain tfoot th,.plain tfoot td{border-top:1px solid var(--rule-strong);font-weight:600}
.plain td.t{white-space:nowrap}
.operators th:first-child{position:sticky;left:0;background:var(--ground)}
.operators th[scope=row]{overflow-wrap:anywhere;min-width:112px}
.operators .sev{font-weight:400}
thead button{border:0;padding:0;min-height:24px;font-size:12px;color:var(--muted);text-align:inherit;border-radius:2px}
thead button:hover{color:var(--text)}
thead button::after{content:"";display:inline-block;width:12px;text-align:end}
[aria-sort=ascending] button::after{content:"↑"}
[aria-sort=descending] button::after{content:"↓"}
[aria-sort=ascending] button,[aria-sort=descending] button{color:var(--text);font-weight:600}
.checks code{color:var(--muted)}
.checks .about{max-width:72ch}
.checks,.letters{margin-top:12px}
#method p{margin-top:8px}
#method h3,#read h3{margin-top:24px}
#not-checked ul{margin:12px 0 0;padding:0;list-style:none}
#not-checked li{padding:8px 0;border-top:1px solid var(--rule);max-width:none}
#not-checked li:first-child{border-top:0}
.example{padding:8px 0 0}
.example p{font-size:13px}
.example dl{font-family:"JetBrains Mono Variable",ui-monospace,monospace;font-size:12px}`;

const PICTURES = `
.lane{position:relative;margin-top:8px}
.lane-name{display:block;font-size:12px;color:var(--muted)}
.strip{display:block;width:100%;height:24px}
.lane.tall .strip{height:56px}
.g{stroke:var(--rule);stroke-width:1px;fill:none;vector-effect:non-scaling-stroke}
#grid{vector-effect:non-scaling-stroke}
.h{fill:none;stroke:var(--band,var(--heat-3))}
.b{--band:var(--honest)}
.u{fill:none;vector-effect:non-scaling-stroke;stroke:var(--unexplained);stroke-width:1.5px}
.axis{display:block;width:100%;height:16px;overflow:visible}
.axis text,#ticks text{font-size:12px;fill:var(--muted)}
.sum{margin-top:12px;font-weight:600}
.bar{display:block;width:100%;height:16px;margin-top:8px;background:var(--raised)}
.bar-events{fill:var(--heat-3)}
.bar{overflow:visible}
.bar-duplicates{fill:var(--ground);stroke:var(--rule-strong)}
.bar-dead{fill:var(--unexplained)}
.keys{list-style:none;display:flex;flex-wrap:wrap;gap:0 24px;font-size:13px;margin-top:4px}
.keys li::before{content:"";display:inline-block;width:10px;height:10px;margin-right:6px;background:var(--heat-3)}
.keys .key-duplicates::before{background:none;border:1px solid var(--rule-strong)}
.keys .key-dead::before{background:var(--unexplained)}
.wrong{display:block;color:var(--text);border-left:2px solid var(--critical);padding-left:12px}
.heat{display:grid;grid-template-columns:40px 1fr;margin-top:16px;max-width:960px}
.heat .names span{display:block;height:20px;font-size:12px;line-height:20px;color:var(--muted)}
.heat .cells{display:block;width:100%;height:140px;background:var(--raised)}
.cells rect{width:calc(100% / 24 - 1px);height:19px}
.scale{display:flex;gap:8px;align-items:center}
.scale rect{width:15px;height:12px}
.q0{fill:var(--heat-0)}.q1{fill:var(--heat-1)}.q2{fill:var(--heat-2)}.q3{fill:var(--heat-3)}.q4{fill:var(--heat-4)}.q5{fill:var(--heat-5)}
@media (forced-colors:active){.ml,.me,.u{stroke:CanvasText}.mm,.mh,.mc,.bar-events{fill:CanvasText}.h{stroke:CanvasText}.bar rect,.cells rect{stroke:CanvasText}}`;

/** On a phone a row of a table becomes a block of lines: nothing scrolls sideways but the two tables of figures. */
const NARROW = `
@media (max-width:720px){
body{padding:16px 16px 48px}
.brand{margin-bottom:24px}
section{margin-top:40px}
.group>header,.finding,.day{display:block}
.finding>header{display:flex;flex-wrap:wrap;gap:0 12px;align-items:baseline}
.finding>header>.span{flex-basis:100%}
.group>.lesser{margin-left:0;width:100%}
.rows,.rows tbody,.lesser,.lesser tbody{display:block}
.rows thead th,.lesser thead th{font-size:0;line-height:0;padding:0;border:0}
.rows thead,.lesser thead{display:block;height:0}
.lesser caption{display:block}
.rows td:empty{display:none}
.rows tr,.lesser tr{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 12px;padding:6px 0;border-top:1px solid var(--rule)}
.rows td,.lesser td,.lesser th{border:0;padding:0}
.rows .r,.lesser .said{flex-basis:100%;width:auto}
.lesser tr .n::after{content:" ×"}
.lesser .n+:not(.n),.letters .n+:not(.n){padding-left:0}
.letters thead th{font-size:0;line-height:0}
.letters tr{display:flex;flex-wrap:wrap;justify-content:space-between;border-top:1px solid var(--rule);padding:6px 0}
.letters th,.letters td{border:0;padding:0}
.letters td:last-child{flex-basis:100%}
.evidence dl,.example dl{grid-template-columns:1fr;gap:0}
.evidence dd,.example dd{padding-bottom:4px}
.plain.hours{font-size:12px}
.plain.hours th,.plain.hours td{padding-right:4px}
.filter input{max-width:none;flex-basis:100%}
.filter input{font-size:16px}
button,summary{min-height:32px}
summary{padding:6px 0}
}`;

function printed({ title, page }: { title: string; page: string }): string {
  return `
@page{margin:18mm 16mm 20mm;@bottom-left{content:${title};font:9pt "Inter Variable",sans-serif;color:#555}@bottom-right{content:${page};font:9pt "Inter Variable",sans-serif;color:#555}}
@media print{
:root{color-scheme:light;${printPalette(LIGHT)}}
html{font-size:10.5pt;background:none}
body{display:block;padding:0;max-width:none}
nav,.filter,.skip{display:none!important}
h1,h2,h3,h4{break-after:avoid}
.group>header,.finding>header,.sentence,.lane>svg,.map,tr,.innocent,.why,.next,.used{break-inside:avoid}
.finding>header,.sentence,.lane:not(.account){break-after:avoid}
thead{display:table-header-group}
section{margin-top:28px}
.wide{overflow:visible}
.group>header,.finding,.day{display:block}
.group>header>.kicker{font-size:8.5pt}
.finding>header{display:flex;flex-wrap:wrap;gap:0 12px;align-items:baseline}
.finding>header>.span{flex-basis:100%}
.group>.lesser{margin-left:0;width:100%}
.rows th.w{width:19%}.rows th.a{width:15%}.rows th.s{width:15%}.rows th.p{width:11%}.rows th.t{width:12%}
table,.note,.facts,.span,.innocent,.why,.next,.among,.evidence dl,.example dl,summary,h4,.sev,.facts-list{font-size:8.5pt}
code,.rows td.w,td.t,.period,thead th{font-size:7.5pt}
.operators th:first-child{position:static}
.operators th,.operators td{padding-right:8px}
details::details-content{content-visibility:visible;block-size:auto;display:block}
details>summary{color:var(--muted)}
details.long>summary,.el{display:none}
details.long::details-content{display:inline}
.narrow{break-inside:avoid}
a{color:inherit;text-decoration:none}
.bar,.cells,.strip,.graph,.path,.used,.keys li::before{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}`;
}
