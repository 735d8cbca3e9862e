import { csvText } from "../core/csvText.ts";
import { version } from "../core/version.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { type Sweep, settingText } from "../diagnose/sweep.ts";
import { type Draw, plotter } from "./figures/plotter.ts";
import { sweepSvg } from "./figures/sweepSvg.ts";
import { formatNumber, formatSignificant } from "./formatNumber.ts";
import { type Html, html } from "./html.ts";
import { capital } from "./opening/clause.ts";
import { sweepOpening } from "./opening/sweepOpening.ts";
import { sweepRange, sweptDiagnosands, sweptValues } from "./opening/sweepRange.ts";
import { page } from "./page.ts";
import { type FigureBook, figure } from "./parts/figure.ts";
import { table } from "./parts/table.ts";
import { twoWidths } from "./parts/twoWidths.ts";

const WORDS = {
  power: "Power: share of experiments whose interval excludes 0",
  coverage: "Coverage: share of intervals that contain the true value",
  rmse: "Root mean squared error",
} as const;

/**
 * A sweep as one HTML file that opens without a network and without scripts: power, coverage and error against the first setting
 * that varies, with two Monte Carlo errors, and one table. All text is escaped. Same input, same bytes.
 */
export async function sweepReport(
  name: string,
  sweep: Sweep,
  book: FigureBook = { all: [] },
): Promise<string> {
  wantArgument("sweepReport", "a sweep", sweep, { fields: ["paths", "cells"] });
  const head = {
    title: `Sweep: ${name}`,
    heading: `${name}, with ${sweep.paths.join(", ")} varied`,
    opening: sweepOpening(name, sweep),
    below: html`<p class="quiet">All cells have common random numbers.</p>`,
  };
  return page(head, version, await sweepSections(sweep, await plotter(), book));
}

/** The figures and the table of a sweep. @internal */
export async function sweepSections(sweep: Sweep, draw: Draw, book: FigureBook): Promise<Html[]> {
  const figures: Html[] = [];
  for (const diagnosand of sweptDiagnosands) {
    if (!sweep.cells.some((cell) => "rows" in cell && cell.rows.some((row) => row[diagnosand] && !row.naive)))
      continue;
    figures.push(
      await figure(book, {
        name: diagnosand,
        shown: await twoWidths(diagnosand, (size) => sweepSvg(sweep, { ...size, diagnosand, draw })),
        svg: await sweepSvg(sweep, { diagnosand, id: `${diagnosand}-file`, draw }),
        csv: dataOf(sweep, diagnosand),
        sentence: `${capital(sweepRange(sweep, diagnosand) ?? "")}.`,
        caption: `${WORDS[diagnosand]}, with two Monte Carlo errors.`,
      }),
    );
  }
  return [
    html`<section aria-labelledby="figures"><h2 id="figures">By setting</h2>
${figures.length > 0 ? figures : html`<p>No cell gives an estimate.</p>`}</section>
`,
    html`<section aria-labelledby="cells"><h2 id="cells">Cells</h2>
${cellsTable(sweep)}
</section>
`,
  ];
}

function cellsTable({ paths, cells }: Sweep): Html {
  const priced = cells.some(({ cost }) => cost?.money !== undefined);
  const heads = ["truth", "bias", "rmse", "se/sd", "coverage", "power", "none"];
  const money = priced ? ["money", "power / money"] : [];
  const columns = paths.length + 2 + heads.length + money.length;
  const named = [...paths, "contrast", "estimator"].map((head) => html`<th scope="col">${head}</th>`);
  const numbered = [...heads, ...money].map((head) => html`<th scope="col" class="number">${head}</th>`);
  const body = cells.flatMap((cell): Html[] => {
    const values = cell.changes.map(([, value]) => html`<td>${settingText(value)}</td>`);
    if ("cannot" in cell)
      return [
        html`<tr>${values}<td colspan="${columns - values.length}">not possible: ${cell.cannot}</td></tr>
`,
      ];
    const cost = cell.cost?.money;
    return cell.rows.map((row) => {
      const none = row.noEstimate.value + row.noInterval.value;
      const numbers = [
        row.truth && formatSignificant(row.truth.value),
        row.bias && `${formatSignificant(row.bias.value)} ± ${formatSignificant(row.bias.mcse, 1)}`,
        row.rmse && formatSignificant(row.rmse.value),
        row.ratio && formatNumber(row.ratio.value, 2),
        row.coverage && formatNumber(row.coverage.value, 3),
        `${formatNumber(row.power.value, 3)} ± ${formatNumber(row.power.mcse, 3)}`,
        formatNumber(none, 3),
        ...(priced
          ? [
              cost === undefined ? undefined : formatSignificant(cost),
              cost ? formatSignificant(row.power.value / cost) : undefined,
            ]
          : []),
      ];
      return html`<tr>${values}<td>${row.contrast}</td><td>${row.estimator}${row.naive ? " (naive)" : ""}</td>${numbers.map((text) => html`<td class="number">${text ?? "–"}</td>`)}</tr>
`;
    });
  });
  return html`${table({ label: "Table of cells", head: [html`${named}${numbered}`], rows: body })}`;
}

function dataOf(sweep: Sweep, diagnosand: (typeof sweptDiagnosands)[number]): string {
  return csvText(
    [...sweep.paths, "contrast", "estimator", diagnosand, "mcse"],
    sweptValues(sweep, diagnosand).map(({ settings, contrast, estimator, value, mcse }) => [
      ...settings,
      ...[contrast, estimator, value, mcse],
    ]),
  );
}
