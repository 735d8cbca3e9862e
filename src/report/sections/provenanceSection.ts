import { canonicalJson } from "../../core/canonicalJson.ts";
import { formatCount } from "../formatNumber.ts";
import { type Html, html } from "../html.ts";
import { table } from "../parts/table.ts";
import type { ReportInput } from "../ReportInput.ts";

/** Where the numbers come from (hashes, seeds, design, turns), and the command lines that make them again. */
export function provenanceSection({ spillway, provenance, exposure, commands }: ReportInput): Html {
  const { planHash, networkHash, studyHash, seeds, design, rounds, worlds, turns } = provenance;
  const kind = ({ name, params }: { name: string; params: Readonly<Record<string, unknown>> }): Html =>
    html`${name} <code>${canonicalJson(params)}</code>`;
  const facts: (readonly [string, Html])[] = [
    ["Spillway", html`version ${spillway}`],
    ["Plan", html`<code>${planHash}</code>`],
    ["Network", html`<code>${networkHash}</code>`],
    ...(studyHash === undefined ? [] : [["Study", html`<code>${studyHash}</code>`] as const]),
    ["Design", kind(design)],
    ...(exposure === undefined ? [] : [["Exposure", kind(exposure)] as const]),
    ...seeds.map(({ name, seed }) => [`Seed: ${name}`, html`<code>${seed}</code>`] as const),
    ["Rounds, worlds", html`${formatCount(rounds)}, ${formatCount(worlds)}`],
    [
      "Turns",
      turns.length === 0
        ? html`none recorded`
        : html`${turns.map(({ status, count }) => `${formatCount(count)} ${status}`).join(", ")}`,
    ],
  ];
  return html`<section aria-labelledby="provenance"><h2 id="provenance">Where the numbers come from</h2>
${table({
  label: "Hashes, seeds and settings",
  caption:
    "Plan, network and study are named by the SHA-256 of their canonical form: equal hashes mean equal content.",
  className: "facts",
  rows: facts.map(
    ([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>
`,
  ),
})}</section>
<section aria-labelledby="reproduce"><h2 id="reproduce">How to reproduce this</h2>
${
  commands.length === 0
    ? html`<p>No commands were recorded.</p>`
    : commands.map(
        ({ does, command }) => html`<p class="small" style="margin:0">${does}</p><pre>${command}</pre>
`,
      )
}
</section>
`;
}
