import type { AnswerRow, EstimateRow } from "../../estimators/Estimator.ts";
import { version } from "../core/version.ts";
import { settingText } from "../diagnose/sweep.ts";
import type { FactorRun } from "./FactorRun.ts";
import type { FactorEffects } from "./factorEffects.ts";
import { plotter } from "./figures/plotter.ts";
import { formatCount, formatSignificant } from "./formatNumber.ts";
import { type Html, html } from "./html.ts";
import { factorsOpening } from "./opening/factorsOpening.ts";
import { page } from "./page.ts";
import type { FigureBook } from "./parts/figure.ts";
import { table } from "./parts/table.ts";
import { estimatesSection } from "./sections/estimatesSection.ts";

/**
 * The runs of a factorial study as one HTML file that opens without a network and without scripts: what each factor changes, and the estimates of all
 * runs, with a column for each factor. All text is escaped. Same input, same bytes.
 *
 * @param paths the settings that vary. @param runs all of them complete.
 */
export async function factorsReport(
  name: string,
  paths: readonly string[],
  runs: readonly FactorRun[],
  effects: FactorEffects,
  book: FigureBook = { all: [] },
): Promise<string> {
  const estimates = runs.flatMap(({ changes, folder, result }) => {
    const levels = changes.map(([, value]) => html`<td>${settingText(value)}</td>`);
    const number = folder.split(/[\\/]/).at(-1) ?? folder;
    return (result.complete ? result.rows : []).map(
      (row) => html`<tr><td>${number}</td>${levels}${cellsOf(row)}</tr>
`,
    );
  });
  const changed = effects.rows.map(
    (row) => html`<tr>${cellsOf(row)}</tr>
`,
  );
  const drawn = effects.rows.filter((row): row is EstimateRow => !("kind" in row));
  const picture =
    drawn.length === 0
      ? undefined
      : await estimatesSection({ estimates: drawn }, await plotter(), book, { id: "factors", bare: true });
  const head = {
    title: `Factors: ${name}`,
    heading: `${name}, with ${paths.join(", ")} varied`,
    opening: factorsOpening(paths, runs, effects),
    below: html`<p class="quiet">${formatCount(runs.length)} runs, one for each combination; each has its own report in its folder.</p>`,
  };
  return page(head, version, [
    html`<section aria-labelledby="effects"><h2 id="effects">Effects of the factors</h2>
${
  changed.length > 0
    ? html`<p>By how much a level changes a contrast, against the first level of its factor, on average over the other factors: on the differences of each agent's outcomes, with the errors of the design.</p>
${rowsTable("Table of effects of the factors", [], changed)}`
    : html`<p>None can be told: ${effects.because ?? "no factor has two levels"}.</p>`
}</section>
`,
    ...(picture === undefined ? [] : [picture]),
    html`<section aria-labelledby="runs"><h2 id="runs">Estimates of every run</h2>
${rowsTable("Table of estimates of every run", ["run", ...paths], estimates)}</section>
`,
  ]);
}

function rowsTable(label: string, first: readonly string[], body: readonly Html[]): Html {
  const named = [...first, "contrast", "estimator"].map((head) => html`<th scope="col">${head}</th>`);
  const numbered = ["estimate", "error", "from", "to", "p"].map(
    (head) => html`<th scope="col" class="number">${head}</th>`,
  );
  return html`${table({ label: label, head: [html`${named}${numbered}`], rows: body })}`;
}

function cellsOf(row: AnswerRow): Html[] {
  const { estimate, se, ci, p } = row as {
    readonly estimate?: number | undefined;
    readonly se?: number | undefined;
    readonly ci?: readonly [number, number] | undefined;
    readonly p?: number | undefined;
  };
  if ("because" in row)
    return [
      html`<td>${row.contrast}</td><td>${row.estimator}</td><td colspan="5">no answer: ${row.because}</td>`,
    ];
  const numbers = [estimate, se, ci?.[0], ci?.[1], p];
  return [
    html`<td>${row.contrast}</td><td>${row.estimator}</td>`,
    ...numbers.map(
      (value) => html`<td class="number">${value === undefined ? "–" : formatSignificant(value)}</td>`,
    ),
  ];
}
