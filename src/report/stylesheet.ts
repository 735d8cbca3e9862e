import { INK } from "./figures/palette.ts";

/** The style of the report: one quiet column of text, light or dark as the reader's system asks, ready to print. */
export const stylesheet: string = `
:root{color-scheme:light dark;--paper:${INK.light.paper};--text:${INK.light.text};--quiet:#5c5c5c;--line:#d8d8d4;--strong:#8a8a86;--tint:#f6f6f3;--link:#005a8f;--shade:rgba(0,0,0,.28)}
@media screen and (prefers-color-scheme:dark){:root{--paper:${INK.dark.paper};--text:${INK.dark.text};--quiet:#a5a7ab;--line:#34373c;--strong:#6d7178;--tint:#1d2024;--link:#7cc4f2;--shade:rgba(255,255,255,.3)}.swatch .arm{stroke:${INK.dark.outline}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--text);font:17px/1.55 "Iowan Old Style","Palatino Linotype",Palatino,"URW Palladio L","Book Antiqua",Charter,"Bitstream Charter",Georgia,serif;overflow-wrap:anywhere}
main{max-width:900px;margin:0 auto;padding:3.2rem 1.4rem 4rem}
h1{font-size:2rem;line-height:1.2;font-weight:600;margin:0 0 .6rem;letter-spacing:-.005em}
h2{font-size:1.25rem;line-height:1.3;font-weight:600;margin:3rem 0 .7rem;padding-top:.9rem;border-top:1px solid var(--line)}
h3{font:600 .85rem/1.4 system-ui,sans-serif;margin:0 0 .35rem}
p{margin:0 0 .9rem;max-width:44em}
a{color:var(--link)}
.aa{font:700 1.6rem/1.3 system-ui,sans-serif;border:3px solid var(--strong);padding:.8rem 1rem;max-width:none}
.question{font-size:1.18rem;font-style:italic;margin:0 0 .5rem}.answer{font-size:1.28rem;line-height:1.45;margin:0 0 1.1rem}
.lead{font-size:1.08rem}
.quiet{color:var(--quiet)}
.small,figcaption,.findings small{font:.85rem/1.5 system-ui,sans-serif;color:var(--quiet)}
.findings{list-style:none;margin:1.4rem 0 0;padding:0}
.findings li{margin:0 0 1.1rem;padding-left:1rem;border-left:3px solid var(--strong)}
.findings h3{margin:0;color:var(--quiet)}
.findings p{font-size:1.22rem;line-height:1.45;margin:0 0 .15rem}
figure{margin:1.2rem 0 1.4rem}
figure>div>svg{display:block;margin:0 auto}
figcaption{margin-top:.6rem;max-width:52em}
.says{color:var(--text);margin:0 0 .4rem}.files{margin:.4rem 0 0}.files code{font-size:.75rem}
.network{max-width:640px;margin:0 auto}
.network>svg{display:block;width:100%;height:auto}
.narrow{display:none!important}
.legend{display:flex;flex-wrap:wrap;gap:.6rem 3rem;font:.85rem/1.5 system-ui,sans-serif;margin:1rem auto 0;max-width:640px}
.legend ul{display:flex;flex-wrap:wrap;list-style:none;margin:0;padding:0;gap:.1rem 1.2rem}
.swatch{vertical-align:-4px}
.scroll{overflow-x:auto;margin:1rem 0 .6rem;background:linear-gradient(90deg,var(--paper) 40%,transparent) left/3rem 100% no-repeat local,linear-gradient(270deg,var(--paper) 40%,transparent) right/3rem 100% no-repeat local,linear-gradient(90deg,var(--shade),transparent) left/1.1rem 100% no-repeat scroll,linear-gradient(270deg,var(--shade),transparent) right/1.1rem 100% no-repeat scroll}
.cue{position:sticky;left:0;width:fit-content;max-width:min(100%,calc(100vw - 2.2rem));font:.8rem/1.4 system-ui,sans-serif;color:var(--quiet);margin:0}
.cue::before{content:"\\2194\\00a0"}
@supports (animation-timeline:scroll()){.cue{max-height:0;overflow:hidden;visibility:hidden;animation:cue linear;animation-timeline:scroll(nearest inline)}}
@keyframes cue{from,to{max-height:6rem;visibility:visible;margin-bottom:.4rem}}
@supports not (animation-timeline:scroll()){@media screen and (min-width:900px){.cue{display:none}}}
.scroll:focus-visible{outline:2px solid var(--link);outline-offset:2px}
table{border-collapse:collapse;width:100%;font:.85rem/1.45 system-ui,sans-serif;font-variant-numeric:tabular-nums lining-nums;overflow-wrap:normal}
caption{text-align:left;color:var(--quiet);padding:0 0 .5rem}
caption span{display:inline-block;position:sticky;left:0;max-width:min(100%,calc(100vw - 2.2rem),53rem);overflow-wrap:anywhere}
th,td{padding:.38rem .5rem;text-align:left;vertical-align:baseline;border-bottom:1px solid var(--line)}
th:first-child,td:first-child{padding-left:.2rem}
th:last-child,td:last-child{padding-right:.2rem}
thead th{font-weight:600;border-bottom:1.5px solid var(--strong);vertical-align:bottom}
tbody th{font-weight:400}
tbody.group+tbody.group th.group{padding-top:1.1rem}
th.group{font-weight:600;border-bottom-color:var(--strong)}
th.group span{display:inline-block;position:sticky;left:.2rem;max-width:min(100%,calc(100vw - 2.6rem),52rem);overflow-wrap:anywhere}
.estimates tbody th:not(.group){min-width:13.2rem}
.method{min-width:5.6rem}
.number{text-align:right;white-space:nowrap}
thead .number{white-space:normal}
.truth td,.truth th{font-style:italic;background:var(--tint)}
sup{font-size:.75em;line-height:0}
sup a{text-decoration:none;padding:0 .08em}
.footnotes{font:.85rem/1.5 system-ui,sans-serif;color:var(--quiet);padding-left:1.6rem;margin:.6rem 0 1rem}
.footnotes li{margin:.15rem 0}
.turn{border-left:3px solid var(--line);padding-left:1rem;margin:0 0 1.1rem}
.turn dl{display:grid;grid-template-columns:fit-content(38%) minmax(0,1fr);gap:.1rem .9rem}.turn dd{margin:0}.turn .whole{grid-column:1/-1}.turn dt{font:.8rem/1.4 system-ui,sans-serif;color:var(--quiet);margin:0;padding-top:.15rem}
.said{white-space:pre-wrap;overflow-wrap:anywhere}
dl{margin:0}
dt{font-weight:600;margin-top:.8rem}
dd{margin:0 0 .3rem;max-width:44em}
ul.plain{padding-left:1.2rem;margin:.3rem 0 1rem}
ul.plain li{margin:.25rem 0;max-width:44em}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.8rem}
code{overflow-wrap:anywhere}
pre{background:var(--tint);border:1px solid var(--line);border-radius:3px;padding:.7rem .9rem;overflow-x:auto;white-space:pre-wrap;margin:.2rem 0 1rem}
.facts th{width:11rem;color:var(--quiet)}
footer{margin-top:3rem;padding-top:.9rem;border-top:1px solid var(--line)}
@media screen and (max-width:640px){body{font-size:16px}main{padding:1.8rem 1rem 3rem}h1{font-size:1.6rem}.findings h3{margin:0;color:var(--quiet)}
.findings p{font-size:1.1rem}.question{font-size:1.05rem}.answer{font-size:1.12rem}.wide{display:none!important}.narrow{display:block!important}.facts th{width:7.5rem}.legend{gap:.8rem}.estimates tbody th:not(.group){min-width:8rem}.scroll th:first-child:not(.group){position:sticky;left:0;background:var(--paper)}.scroll .truth th:first-child:not(.group){background:var(--tint)}}
@page{margin:18mm 16mm}
@media print{body{font-size:10.5pt}main{max-width:none;padding:0}h2{margin-top:2rem}h2,h3,caption,dt{break-after:avoid}.files{display:none}a[href^="http"]::after{content:" (" attr(href) ")"}figure,tr,.findings li,pre{break-inside:avoid}thead{display:table-header-group}.scroll{overflow:visible;background:none}.cue{display:none}table{font-size:8.5pt}th,td{padding:.25rem .3rem}.estimates tbody th:not(.group){min-width:0}.number{white-space:normal}.method{min-width:0}a{color:inherit;text-decoration:none}.network{max-width:112mm}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
