import { csvText } from "../core/csvText.ts";
import { shareError } from "../core/numbers/shareError.ts";
import { version } from "../core/version.ts";
import { wantArgument } from "../core/wantArgument.ts";
import type { Diagnosis, DiagnosisRow } from "../diagnose/diagnose.ts";
import type { DiagnosedLooks } from "../diagnose/diagnoseLooks.ts";
import type { StudyCost } from "../experiment/studyCost.ts";
import type { Measured } from "../truth/Measured.ts";
import { diagnosisSvg } from "./figures/diagnosisSvg.ts";
import { type Draw, plotter } from "./figures/plotter.ts";
import { formatCount, formatNumber, formatPercent, formatSignificant } from "./formatNumber.ts";
import { type Html, html } from "./html.ts";
import { capital } from "./opening/clause.ts";
import { diagnosisOpening } from "./opening/diagnosisOpening.ts";
import { page } from "./page.ts";
import { type FigureBook, figure } from "./parts/figure.ts";
import { table } from "./parts/table.ts";
import { twoWidths } from "./parts/twoWidths.ts";

const USUAL = "the effect of its conditions";
const REDRAWN = {
  assignment: "assignments were drawn anew in each; network and agents are those of the study",
  agents: "assignments and the agents' traits were drawn anew in each; the network is that of the study",
  network: "networks, agents and assignments were drawn anew in each",
} as const;

/**
 * A diagnosis as one HTML file that opens without a network and without scripts: the sampling distributions with the truth, and
 * every diagnosand with its Monte Carlo error. All text is escaped. Same input, same bytes.
 *
 * @param cost what the study would cost, when that is known.
 */
export async function diagnosisReport(
  diagnosis: Diagnosis,
  cost?: StudyCost,
  book: FigureBook = { all: [] },
): Promise<string> {
  wantArgument("diagnosisReport", "a diagnosis", diagnosis, { fields: ["rows"] });
  const { name, redraw, confidence, truth } = diagnosis;
  const head = {
    title: `Diagnosis: ${name}`,
    heading: `Diagnosis of ${name}`,
    opening: diagnosisOpening(diagnosis),
    below: html`<p class="quiet">${capital(REDRAWN[redraw])}. ${formatPercent(confidence)} intervals. The truth is ${truth}.</p>
${costParagraph(cost)}`,
  };
  return page(head, version, await diagnosisSections(diagnosis, await plotter(), book));
}

/** The figure and the table of a diagnosis. @internal */
export async function diagnosisSections(diagnosis: Diagnosis, draw: Draw, book: FigureBook): Promise<Html[]> {
  const { studyHash, rows, simulated } = diagnosis;
  const known = simulated.some((some) => some.some(({ estimate }) => estimate !== undefined));
  const picture = async (): Promise<Html> => {
    return figure(book, {
      name: "diagnosis",
      shown: await twoWidths("diagnosis", (size) =>
        diagnosisSvg(diagnosis, { ...size, standalone: false, draw }),
      ),
      svg: await diagnosisSvg(diagnosis, { id: "diagnosis-file", draw }),
      csv: dataOf(diagnosis),
      sentence: sentenceOf(diagnosis),
      caption:
        "A tick is the estimate of one simulated experiment, the dot their mean, the line their central 95 %, and the green line the truth. Coverage and power with two Monte Carlo errors.",
    });
  };
  return [
    html`<section aria-labelledby="distributions"><h2 id="distributions">Estimates and the truth</h2>
${known ? await picture() : html`<p>The single estimates are not in this file: spillway diagnose with --out keeps them, and then their distribution is drawn. ${sentenceOf(diagnosis)}</p>`}</section>
`,
    html`<section aria-labelledby="diagnosands"><h2 id="diagnosands">Diagnosands</h2>
${rowsTable(rows)}
<p class="small">Below each number its Monte Carlo error. sd: standard deviation of estimate − truth, the true standard error; se/sd: mean estimated standard error over the true one; coverage: share of intervals that contain the true value; power: share of experiments whose interval excludes 0; type S: share of those with the wrong sign; type M: mean exaggeration of those, |estimate| over |truth|; none: share of experiments without an interval.</p>
</section>
`,
    ...(diagnosis.looks ?? []).map(looksSection),
    html`<p class="small">Study ${studyHash}.</p>`,
  ];
}

/** Planned looks at one hypothesis. */
function looksSection({ inquiry, looks, worlds, worldsWithout }: DiagnosedLooks, k: number): Html {
  const cell = (measured: Measured): Html =>
    html`<td class="number">${measured.value.toFixed(3)}<br><small>± ${formatSignificant(measured.mcse)}</small></td>`;
  const id = k === 0 ? "looks" : `looks-${k + 1}`;
  return html`<section aria-labelledby="${id}"><h2 id="${id}">Planned looks at ${inquiry}</h2>
${table({
  label: `Table of planned looks at ${inquiry}`,
  caption:
    "How often a look has stopped the experiment, and how often it would had nothing any effect: the error rate, at most the level so far but for Monte Carlo error.",
  head: [
    html`<th scope="col" class="number">Look</th><th scope="col" class="number">Worlds</th><th scope="col" class="number">Level so far</th><th scope="col" class="number">Stopped by then</th><th scope="col" class="number">Were there no effect</th>`,
  ],
  rows: looks.map(
    ({ look, worlds: at, level, rejected, error }) =>
      html`<tr><th scope="row" class="number">${look}</th><td class="number">${at}</td><td class="number">${formatSignificant(level)}</td>${cell(rejected)}${cell(error)}</tr>
`,
  ),
})}${
  worlds && worldsWithout
    ? html`<p class="small">Worlds played: ${formatSignificant(worlds.value)} on average, ${formatSignificant(worldsWithout.value)} were there no effect.</p>
`
    : undefined
}</section>
`;
}

/** What the experiment would cost, in a sentence. */
function costParagraph(cost: StudyCost | undefined): Html {
  if (!cost) return html``;
  const tokens = cost.tokens
    ? `, at most about ${formatCount(cost.tokens.input)} tokens in and ${formatCount(cost.tokens.output)} out`
    : "";
  const money = cost.money === undefined ? "" : `, money ${formatSignificant(cost.money)}`;
  return html`<p>The experiment itself takes ${formatCount(cost.calls)} agent calls${tokens}${money}.</p>`;
}

function rowsTable(rows: readonly DiagnosisRow[]): Html {
  const heads = [
    "truth",
    "bias",
    "rmse",
    "sd",
    "se/sd",
    "coverage",
    "power",
    "type S",
    "type M",
    "none",
  ] as const;
  // Mostly every row is judged by the effect of its conditions: then no column says so.
  const judged = rows.some(({ estimand }) => estimand !== USUAL);
  const own = [...new Set(rows.flatMap((row) => row.own.map(({ name }) => name)))];
  return html`${table({
    label: "Table of diagnosands",
    head: [
      html`<th scope="col">contrast</th><th scope="col">estimator</th>${judged ? html`<th scope="col">judged by</th>` : undefined}${[...heads, ...own].map((head) => html`<th scope="col" class="number">${head}</th>`)}`,
    ],
    rows: rows.map((row) => {
      const { truth, bias, rmse, sd, ratio, coverage, power, typeS, typeM, noEstimate, noInterval } = row;
      const none = noEstimate.value + noInterval.value;
      const cells = [
        ...[truth, bias, rmse, sd, ratio].map((one) => cell(one, false)),
        ...[coverage, power, typeS].map((one) => cell(one, true)),
        cell(typeM, false),
        cell({ value: none, mcse: shareError(none, row.simulations) }, true),
        ...own.map((name) =>
          cell(
            row.own.find((one) => one.name === name),
            false,
          ),
        ),
      ];
      return html`<tr><th scope="row">${row.contrast}</th><td>${row.estimator}${row.naive ? " (naive)" : ""}</td>${judged ? html`<td>${row.estimand}</td>` : undefined}${cells}</tr>
`;
    }),
  })}`;
}

/** A number with its Monte Carlo error below. */
function cell(measured: Measured | undefined, share: boolean): Html {
  if (measured === undefined) return html`<td class="number">–</td>`;
  const { value, mcse } = measured;
  const shown = share ? formatNumber(value, 3) : formatSignificant(value, 4);
  const error = mcse === 0 ? html`` : html`<br><small>± ${formatSignificant(mcse, 1)}</small>`;
  return html`<td class="number">${shown}${error}</td>`;
}

/** What the figure says: the most biased estimator, the one with the least error, and intervals that cover too seldom. */
function sentenceOf({ rows, confidence }: Diagnosis): string {
  const judged = rows.filter(({ bias, rmse }) => bias !== undefined && rmse !== undefined);
  if (judged.length === 0) return "No estimator gave an estimate in any simulation.";
  const name = (row: DiagnosisRow): string => `${row.contrast} by ${row.estimator}`;
  const biased = judged.reduce((most, row) =>
    Math.abs(row.bias!.value) > Math.abs(most.bias!.value) ? row : most,
  );
  const best = judged.reduce((least, row) => (row.rmse!.value < least.rmse!.value ? row : least));
  const short = rows.filter(
    ({ coverage, naive }) =>
      !naive && coverage !== undefined && coverage.value + 2 * coverage.mcse < confidence,
  );
  const covering =
    short.length === 0
      ? `No interval of an estimator that is not naive covers less often than ${formatPercent(confidence)} beyond Monte Carlo error.`
      : `Intervals cover too seldom: ${short.map((row) => `${name(row)} (${formatPercent(Number(row.coverage!.value.toFixed(3)))})`).join(", ")}.`;
  return `The largest bias is ${formatSignificant(biased.bias!.value)}, of ${name(biased)}; the smallest root mean squared error is ${formatSignificant(best.rmse!.value)}, of ${name(best)}. ${covering}`;
}

/** Every estimate of every simulation. */
function dataOf({ rows, simulated }: Diagnosis): string {
  return csvText(
    ["contrast", "estimator", "simulation", "estimate", "truth"],
    rows.flatMap(({ contrast, estimator, truth }, k) =>
      (simulated[k] ?? []).map(({ estimate }, s) => [contrast, estimator, s + 1, estimate, truth?.value]),
    ),
  );
}
