import type { SpecificationStep } from "../../../estimators/specification/Specification.ts";
import type { RoundSpecification } from "../../specify/specifyStudy.ts";
import { formatCount, formatSignificant } from "../formatNumber.ts";
import { type Html, html } from "../html.ts";
import { table } from "../parts/table.ts";
import type { ReportInput } from "../ReportInput.ts";

/** Whether the exposure mapping is right: a row for each hypothesis of the chain, and what follows. Nothing where it was not asked. */
export function specificationSection({ specification, estimates }: ReportInput): Html | undefined {
  if (specification === undefined) return undefined;
  return html`<section aria-labelledby="specification"><h2 id="specification">Is the exposure mapping right?</h2>
${specification.map((chain) => chainOf(chain, estimatesOf(chain, specification, estimates)))}</section>
`;
}

/** The estimates about one of several outcomes: those of a further one are named after it. */
function estimatesOf(
  { outcome }: RoundSpecification,
  all: readonly RoundSpecification[],
  estimates: ReportInput["estimates"],
): ReportInput["estimates"] {
  if (all.length === 1) return estimates;
  const about = (name: string | undefined, contrast: string): boolean =>
    name !== undefined && contrast.startsWith(`${name}: `);
  const own = estimates.filter(({ contrast }) => about(outcome, contrast));
  return own.length > 0
    ? own
    : estimates.filter(({ contrast }) => !all.some((one) => about(one.outcome, contrast)));
}

/** One outcome. */
function chainOf(chain: RoundSpecification, estimates: ReportInput["estimates"]): Html {
  const { steps, study, verdict, notes, comparison, outcome } = chain;
  const rows = [...steps, ...(study ? [study] : [])];
  const said = [...notes, ...rows.flatMap(({ map, warnings }) => warnings.map((one) => `${map}: ${one}`))];
  const of = outcome === undefined ? "" : `, ${outcome}`;
  return html`${
    outcome === undefined
      ? undefined
      : html`<h3><bdi>${outcome}</bdi></h3>
`
  }${verdict.map(
    (sentence) => html`<p>${sentence}</p>
`,
  )}
${meaningOf(estimates, study?.rejected)}${table({ label: `Table of nested hypotheses${of}`, caption: "Nested hypotheses from the coarsest to the finest, each tested by randomization under the design. Closed p: the largest of this and all coarser ones, so that any false rejection is at most as likely as the level.", head: [html`<th scope="col">Hypothesis</th><th scope="col" class="number">p</th><th scope="col" class="number">Closed p</th><th scope="col">Result</th><th scope="col" class="number">Agents</th><th scope="col" class="number">Assignments</th>`], rows: rows.map(rowOf) })}${comparedTable(comparison, of)}${
  said.length === 0
    ? undefined
    : html`<ul>${said.map((note) => html`<li>${note}</li>`)}</ul>
`
}`;
}

function rowOf(step: SpecificationStep): Html {
  const { map, hypothesis, p, closed, rejected, because, agents, assignments } = step;
  const result = because !== undefined ? "no answer" : rejected === true ? "refuted" : "not refuted";
  const number = (value: number | undefined, text: (value: number) => string): Html =>
    html`<td class="number">${value === undefined ? "–" : text(value)}</td>`;
  return html`<tr><th scope="row">${map === "study" ? "the study\u2019s mapping" : map}<br><small>${hypothesis}</small></th>${number(p, formatSignificant)}${number(closed, formatSignificant)}<td>${result}</td>${number(agents, formatCount)}${number(assignments, formatCount)}</tr>
`;
}

/** The same contrasts under finer and finer maps. */
function comparedTable(rows: RoundSpecification["comparison"], of: string): Html | undefined {
  if (rows.length === 0) return undefined;
  const range = (ci: readonly [number, number] | undefined): Html =>
    html`<td class="number">${ci === undefined ? "–" : `${formatSignificant(ci[0])} to ${formatSignificant(ci[1])}`}</td>`;
  return html`${table({
    label: `Table of contrasts under finer maps${of}`,
    caption:
      "The same contrast under finer maps, over the same agents. Change: this estimate minus that under the map before, about 0 where the coarser map is right. Errors allow for dependence one step farther than the map looks.",
    head: [
      html`<th scope="col">Contrast</th><th scope="col">Map</th><th scope="col" class="number">Estimate</th><th scope="col" class="number">Interval</th><th scope="col" class="number">Change</th><th scope="col" class="number">Interval</th>`,
    ],
    rows: rows.map(
      ({ contrast, map, first, second, found, change, because }) =>
        html`<tr><th scope="row">${contrast}<br><small>${first} − ${second}</small></th><td>${map}</td>${
          found === undefined
            ? html`<td colspan="4">No answer, because ${because ?? "there is no estimate"}</td>`
            : html`<td class="number">${formatSignificant(found.estimate)}</td>${range(found.ci)}<td class="number">${change === undefined ? "–" : formatSignificant(change.estimate)}</td>${range(change?.ci)}`
        }</tr>
`,
    ),
  })}`;
}

/** What each estimate means, by what is known of the study's mapping. */
function meaningOf(rows: ReportInput["estimates"], rejected: boolean | undefined): Html | undefined {
  const asked = new Map(rows.filter(({ naive }) => naive !== true).map((row) => [row.contrast, row]));
  if (asked.size === 0) return undefined;
  const known =
    rejected === true
      ? "not the effect of the condition itself, but"
      : rejected === false
        ? "the effect of the condition itself if the mapping is right, which is not refuted; if not,"
        : "the effect of the condition itself if the mapping is right, of which nothing is known; if not,";
  return html`<ul>${[...asked.values()].map(
    ({ contrast, first, second }) =>
      html`<li><bdi>${contrast}</bdi>: ${known} the expected exposure effect, the mean outcome given ${first} minus that given ${second}, averaged over everything else that this design draws.</li>`,
  )}</ul>
`;
}
