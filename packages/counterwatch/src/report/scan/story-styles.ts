/** Style of what stories add: the account, the followed path, and how the budget was kept. */
export const STORY_PICTURES = `
.graph{display:block;width:100%;overflow:visible}
.graph text,.path text,.used text{font-size:12px;fill:var(--text);font-variant-numeric:tabular-nums}
.graph text,.path text{paint-order:stroke;stroke:var(--ground);stroke-width:3px;stroke-linejoin:round}
.lane.account{margin-top:12px}
.z{fill:none;stroke:var(--rule-strong);vector-effect:non-scaling-stroke}
.al{stroke:var(--muted);stroke-dasharray:4 4}
.followed{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,380px);gap:0 24px;align-items:start;margin-top:16px}
.path{display:block;width:100%;aspect-ratio:1.5;margin-top:4px;background:var(--raised);overflow:hidden}
.path .grid line{stroke:var(--rule)}
.path .other circle{fill:var(--rule-strong)}
.legs line{stroke:var(--leg);stroke-width:2;stroke-linecap:round}
.legs{--ink:var(--unexplained)}
.legs .ex{--ink:var(--explained)}
.legs .s0{--leg:var(--ink)}
.legs .s1{--leg:color-mix(in oklab,var(--ink),var(--text) 12%)}
.legs .s2{--leg:color-mix(in oklab,var(--ink),var(--text) 24%)}
.legs .s3{--leg:color-mix(in oklab,var(--ink),var(--text) 36%)}
.legs .s4{--leg:color-mix(in oklab,var(--ink),var(--text) 48%)}
.path a circle{fill:var(--text);stroke:var(--raised);stroke-width:1.5}
.path a text{stroke:var(--raised);font-weight:600}
.path a:hover text,.path a:focus text,.path a:target text{fill:var(--accent);text-decoration:underline}
.path a:target circle{fill:var(--accent)}
.path a:focus{outline:none}
.path a:focus-visible circle{stroke:var(--accent);stroke-width:3}
.scale-bar line{stroke:var(--text);stroke-width:2}
.stops td.n,.stops thead .n{width:44px}
.stops th[scope=row]{overflow-wrap:anywhere}
.stops td.n{text-align:start}
.stops thead .n{text-align:start}
.stops .n+:not(.n){padding-left:0}
.stops tr:target>*{background:var(--raised)}
.stops td,.stops tbody th{padding-top:4px;padding-bottom:4px}
.why,.among,.next{font-size:13px;margin-top:12px;padding-left:12px;border-left:2px solid var(--rule-strong)}
.why{border-left-color:var(--unexplained)}
.next{border-left-color:var(--accent)}
.state{margin-top:16px;padding-left:12px;border-left:2px solid var(--medium-edge)}
#budget p{margin-top:12px}
#budget .note{margin-top:4px}
#budget h3{margin-top:24px}
.spells{list-style:none;margin-top:12px}
.spells li{padding-left:12px;border-left:2px solid var(--rule-strong)}
.spells .open{font-weight:600;border-left-color:var(--medium-edge)}
.used{display:block;width:100%;max-width:640px;margin-top:12px;overflow:visible}
.bar-allowed{fill:var(--honest)}
.bar-alerts{fill:var(--unexplained)}
.scores{margin-top:12px;table-layout:fixed}
.scores th:first-child{width:26%}
.scores .comb{width:auto;padding-right:20px;font-weight:400}
.scores td{vertical-align:middle}
.scores tbody th{vertical-align:middle}
.scores thead .n{width:88px}
.scores .axis{margin-top:4px}
.hm{fill:none;stroke:var(--heat-3);stroke-width:1px;vector-effect:non-scaling-stroke}
.peers td:last-child{white-space:nowrap}
.peers th[scope=row]{overflow-wrap:anywhere;min-width:112px}
@media (forced-colors:active){.legs line,.al,.hm,.z{stroke:CanvasText}.bar-allowed,.bar-alerts{fill:CanvasText}}`;

export const STORY_NARROW = `
@media (max-width:720px){
.followed{display:block}
.stops{margin-top:12px}
.scores,.scores tbody{display:block}
.scores thead{display:block}
.scores thead th{display:none}
.scores thead th.comb{display:block;padding:0}
.scores tr{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 16px;padding:6px 0;border-top:1px solid var(--rule)}
.scores thead tr{border:0}
.scores th,.scores td{border:0;padding:0;width:auto}
.scores tbody th,.scores .comb{flex-basis:100%}
.scores td.n::before{content:attr(data-label) " ";color:var(--muted);font-size:12px}
}`;

export const STORY_PRINTED = `
@media print{
.followed{display:grid;grid-template-columns:11fr 10fr;gap:0 16px}
.account .twin td,.account .twin th{padding-top:1px;padding-bottom:1px}
.stops td,.stops tbody th{padding-top:2px;padding-bottom:2px;padding-right:8px}
.scores thead .n{width:11%}
.map,.graph,.used,.spells{break-inside:avoid}
}`;
