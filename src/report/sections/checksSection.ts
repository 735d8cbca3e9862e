import type { StudyChecks } from "../../experiment/studyChecks.ts";
import { formatCount } from "../formatNumber.ts";
import { type Html, html } from "../html.ts";
import { heads, table } from "../parts/table.ts";
import { questionsTable } from "./questionsTable.ts";

/** How the run went: answers, durations and models by arm, and what to look at. Nothing when no journal is at hand. */
export function checksSection(checks: StudyChecks | undefined): Html {
  if (!checks) return html``;
  const { answers, latency, models, attrition, notes, messages, treatment } = checks;
  const arms = attrition.arms.map((one) => {
    const own = answers.filter(({ arm }) => arm === one.arm);
    const turns = own.reduce((total, cell) => total + cell.turns, 0);
    const ok = own.reduce((total, cell) => total + cell.statuses.ok, 0);
    const invalid = own.reduce((total, cell) => total + cell.statuses.invalid, 0);
    const time = latency.find(({ arm }) => arm === one.arm);
    const names = models.filter(({ arm }) => arm === one.arm).map(({ model }) => model);
    return html`<tr><th scope="row">${one.arm}</th><td>${formatCount(turns)}</td><td>${percent(ok, turns)}</td><td>${percent(ok, ok + invalid)}</td><td>${percent(one.answers, one.units)}</td><td>${time ? `${time.median}, ${time.p95}` : "–"}</td><td>${names.length > 0 ? names.join(", ") : "–"}</td></tr>
`;
  });
  const p = attrition.p === undefined ? "" : `: p = ${attrition.p.toPrecision(2)}`;
  return html`<section aria-labelledby="checks"><h2 id="checks">How the run went</h2>
${
  notes.length === 0
    ? html`<p>Every turn succeeded, every agent got its assigned arm, and every message came over a declared edge.</p>`
    : html`<ul>${notes.map((note) => html`<li>${note}</li>`)}</ul>`
}
${table({
  label: "How the run went, by arm",
  caption:
    "By arm. Valid: share of usable answers among those received. Time: median and 95 % quantile over successful calls.",
  head: heads(["arm", "turns", "answered", "valid", "with outcome", "time, ms", "models"]),
  rows: arms,
})}<p class="small">Missing outcomes by arm: ${attrition.method}${p}. ${formatCount(messages.heard)} messages heard, ${formatCount(messages.undeclared)} over no declared edge; ${formatCount(treatment.wrong)} of ${formatCount(treatment.turns)} turns with another arm than planned.</p>
${questionsTable(checks.questions ?? [])}</section>
`;
}

const percent = (part: number, whole: number): string =>
  whole === 0 ? "–" : `${Number(((100 * part) / whole).toFixed(1))}\u00A0%`;
