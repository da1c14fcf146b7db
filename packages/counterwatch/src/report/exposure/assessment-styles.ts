/** What the assessment's page has besides the sheet that all pages share. */
export const ASSESSMENT_STYLE = `
.result.unseen{margin-top:8px}
.exercise{margin-top:16px}
.tier-list{list-style:none;display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:16px;margin-top:16px}
.tier-list li{display:flex;flex-direction:column;gap:4px;padding-top:8px;border-top:1px solid var(--rule-strong);font-size:13px}
.figure{font-size:24px;line-height:1.25;font-weight:640;font-variant-numeric:tabular-nums}
.meaning{color:var(--muted)}
#relations .sev,#people .sev{white-space:normal}
#relations th code,#people th code{font-weight:600}
#relations th[scope=row]{white-space:nowrap}
#people th[scope=row]{min-width:72px}
#relations td:nth-child(3),#people td:nth-child(2){min-width:112px}
.exposure td.w,.exposure td.w code{white-space:normal;overflow-wrap:anywhere}
.exposure>header>h3{grid-column:2}
.exposure h3 code{font-size:13px;font-weight:600}
.exposure .facts{margin-top:4px}
.exposure table{margin-top:8px}
.two-times{margin-top:12px}
.two-times .strip{height:96px;background:var(--raised)}
.told{fill:none;vector-effect:non-scaling-stroke;stroke-width:1.5px}
.told.certain{stroke:var(--critical)}
.told.likely{stroke:var(--high);stroke-dasharray:4 2}
.we{fill:none;stroke:var(--text);stroke-width:2px;vector-effect:non-scaling-stroke}
.two-times .lane-name{display:flex;justify-content:space-between;gap:16px;padding:4px 0}
.we-learned{color:var(--text)}
@media (max-width:720px){.tier-list{grid-template-columns:1fr 1fr}
.exposure>header{display:flex;gap:0 12px}
.exposure table,.exposure tbody{display:block}
.exposure thead{display:block;height:0}
.exposure thead th{font-size:0;line-height:0;padding:0;border:0}
.exposure tr{display:flex;flex-wrap:wrap;gap:0 12px;padding:6px 0;border-top:1px solid var(--rule)}
.exposure thead tr{border:0;padding:0}
.exposure td{border:0;padding:0}
.exposure td.t+td.t::before{content:"→ "}
.exposure td.w{flex-basis:100%}}
@media print{.tier-list{break-inside:avoid}.two-times,.exposure>header,.exposure .facts{break-inside:avoid}.exposure>header,.exposure .facts{break-after:avoid}.told,.we,.two-times .strip{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
@media (forced-colors:active){.told,.we{stroke:CanvasText}}`;
