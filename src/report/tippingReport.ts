import { version } from "../core/version.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { tippingCsv } from "../specify/tipping/tippingCsv.ts";
import type { TippingPoint } from "../specify/tipping/tippingPoint.ts";
import { tippingWords } from "../specify/tipping/tippingWords.ts";
import { type Draw, plotter } from "./figures/plotter.ts";
import { tippingSvg } from "./figures/tippingSvg.ts";
import { formatCount, formatNumber, formatSignificant } from "./formatNumber.ts";
import { type Html, html } from "./html.ts";
import { tippingOpening } from "./opening/tippingOpening.ts";
import { page } from "./page.ts";
import { type FigureBook, figure } from "./parts/figure.ts";
import { table } from "./parts/table.ts";
import { twoWidths } from "./parts/twoWidths.ts";

/**
 * A tipping point as one HTML file that opens without a network and without scripts: what it says, the picture, and one table. All text is
 * escaped. Same input, same bytes.
 */
export async function tippingReport(found: TippingPoint, book: FigureBook = { all: [] }): Promise<string> {
  wantArgument("tippingReport", "a tipping point", found, { fields: ["contrast"] });
  const { contrast, errors, simulations } = found;
  const head = {
    title: `Tipping point: ${contrast.name}`,
    heading: `How many ${errors.kind} ties would change ${contrast.name}`,
    opening: tippingOpening(found),
    below: html`<p class="quiet">${formatCount(simulations)} networks for each number of ${errors.words}.</p>`,
  };
  return page(head, version, await tippingSections(found, await plotter(), book));
}

/** The figure and the table of a tipping point. @internal */
export async function tippingSections(found: TippingPoint, draw: Draw, book: FigureBook): Promise<Html[]> {
  const { rows, worst, notes } = found;
  return [
    html`<section aria-labelledby="says"><h2 id="says">What it says</h2>
${tippingWords(found).map((one) => html`<p>${one}</p>`)}${notes.map((one) => html`<p>${one}</p>`)}</section>
`,
    html`<section aria-labelledby="figure"><h2 id="figure">Estimates by number of ties</h2>
${await figure(book, {
  name: "tipping",
  shown: await twoWidths("tipping", (size) => tippingSvg(found, { ...size, draw })),
  svg: await tippingSvg(found, { id: "tipping-file", draw }),
  csv: tippingCsv(found),
  sentence: tippingWords(found)[0] ?? "No number of ties was tried.",
  caption:
    "Median of the estimates with two Monte Carlo errors of their mean, and the range of nine in ten, when so many ties are put right.",
})}</section>
`,
    html`<section aria-labelledby="numbers"><h2 id="numbers">Numbers</h2>
${rowsTable(rows)}</section>
`,
    ...(worst && "list" in worst
      ? [
          html`<section aria-labelledby="worst"><h2 id="worst">Ties that are enough</h2>
<p>${worst.list
            .slice(0, 50)
            .map(([source, target]) => `${source} – ${target}`)
            .join(", ")}${worst.list.length > 50 ? ` and ${worst.list.length - 50} more` : ""}</p></section>
`,
        ]
      : []),
  ];
}

function rowsTable(rows: TippingPoint["rows"]): Html {
  const heads = [
    "ties",
    "rate",
    "mean",
    "sd",
    "5 %",
    "median",
    "95 %",
    "crossed",
    "intervals changed",
    "none",
  ];
  const number = (value: number | undefined): string | undefined =>
    value === undefined ? undefined : formatSignificant(value);
  const share = (one: { readonly share: number; readonly mcse: number } | undefined): string | undefined =>
    one && `${formatNumber(one.share, 2)} ± ${formatNumber(one.mcse, 2)}`;
  const body = rows.map((row) => {
    const cells = [
      ...[formatCount(row.ties), formatSignificant(row.rate), number(row.mean), number(row.sd)],
      ...[number(row.low), number(row.median), number(row.high)],
      ...[row.estimated === 0 ? undefined : share(row.crossed), share(row.changed)],
      formatCount(row.draws - row.estimated),
    ];
    return html`<tr>${cells.map((text) => html`<td class="number">${text ?? "–"}</td>`)}</tr>
`;
  });
  return html`${table({ label: "Numbers of ties", head: [html`${heads.map((head) => html`<th scope="col" class="number">${head}</th>`)}`], rows: body })}`;
}
