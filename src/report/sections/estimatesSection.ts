import { csvText } from "../../core/csvText.ts";
import { estimatesSvg } from "../figures/estimatesSvg.ts";
import type { Draw } from "../figures/plotter.ts";
import { formatNumber } from "../formatNumber.ts";
import { type Html, html, trusted } from "../html.ts";
import { type FigureBook, figure } from "../parts/figure.ts";
import type { ReportInput } from "../ReportInput.ts";
import { byContrast, type ContrastRows } from "./byContrast.ts";
import { estimatesTable } from "./estimatesTable.ts";

interface EstimatesOptions {
  /** Of the heading and the pictures, where a page has several. Default `estimates`. */
  readonly id?: string;
  /** Whether the table is left out, because another stands beside. Default false. */
  readonly bare?: boolean;
}

/** The figure of all estimates (once for wide and once for narrow pages) and the table with its footnotes. */
export async function estimatesSection(
  input: Pick<ReportInput, "estimates" | "truths">,
  draw: Draw,
  book: FigureBook,
  { id = "estimates", bare = false }: EstimatesOptions = {},
): Promise<Html> {
  const heading = html`<h2 id="${id}">Estimates</h2>`;
  if (input.estimates.length === 0) {
    return html`<section aria-labelledby="${id}">${heading}<p>There are no estimates.</p></section>
`;
  }
  const [wide, narrow] = [
    await estimatesSvg(input, { id: `${id}-wide`, width: 852, standalone: false, draw }),
    await estimatesSvg(input, { id: `${id}-narrow`, width: 368, standalone: false, draw }),
  ];
  const groups = byContrast(input);
  const naive = input.estimates.some((row) => row.naive === true);
  const truths = groups.some(({ truth }) => truth !== undefined);
  const caption = [
    "Each dot is an estimate, the line through it its confidence interval.",
    truths
      ? "The green vertical line is the truth, known because the agents are synthetic."
      : "The truth is not known.",
    naive
      ? "Hollow orange dots are naive estimators, shown for comparison: they ignore each agent’s probability of its condition."
      : "",
  ];
  return html`<section aria-labelledby="${id}">${heading}
${await figure(book, {
  name: id,
  shown: html`<div class="wide">${trusted(wide)}</div><div class="narrow">${trusted(narrow)}</div>`,
  svg: await estimatesSvg(input, { id: `${id}-file`, draw }),
  csv: dataOf(groups),
  sentence: sentenceOf(groups),
  caption: caption.filter((sentence) => sentence !== "").join(" "),
})}${bare ? undefined : estimatesTable(groups)}
</section>
`;
}

/** What the figure says: intervals that exclude 0, the largest estimate, and the farthest naive one. */
function sentenceOf(groups: readonly ContrastRows[]): string {
  const found = groups.flatMap(({ preferred, contrast, decimals }) =>
    preferred.estimate === undefined
      ? []
      : [{ ...preferred, contrast, decimals, estimate: preferred.estimate }],
  );
  if (found.length === 0) return "No contrast has an estimate; the table says why.";
  const bounded = found.filter(({ ci }) => ci !== undefined);
  const beyond = bounded.filter(({ ci }) => ci![0] > 0 || ci![1] < 0);
  const largest = found.reduce((most, row) =>
    Math.abs(row.estimate) > Math.abs(most.estimate) ? row : most,
  );
  const apart = groups.flatMap(({ rows, preferred, contrast, decimals }) =>
    rows.flatMap(({ naive, estimate }) =>
      naive === true && preferred.naive !== true && estimate !== undefined && preferred.estimate !== undefined
        ? [{ contrast, decimals, by: estimate - preferred.estimate }]
        : [],
    ),
  );
  const far = apart.reduce<(typeof apart)[number] | undefined>(
    (most, one) => (most === undefined || Math.abs(one.by) > Math.abs(most.by) ? one : most),
    undefined,
  );
  return [
    bounded.length === 0
      ? found.length === 1
        ? "The 1 estimate has no interval."
        : `None of ${found.length} estimates has an interval.`
      : `Of ${bounded.length} ${bounded.length === 1 ? "contrast" : "contrasts"} with an interval, ${beyond.length} ${beyond.length === 1 ? "has" : "have"} one that excludes 0.`,
    `The largest estimate in size is ${formatNumber(largest.estimate, largest.decimals)}, of ${largest.contrast}.`,
    ...(far === undefined || Number(formatNumber(Math.abs(far.by), far.decimals)) === 0
      ? []
      : [
          `The naive estimate that lies farthest from the one beside it is ${formatNumber(Math.abs(far.by), far.decimals)} ${far.by < 0 ? "below" : "above"}, of ${far.contrast}.`,
        ]),
  ].join(" ");
}

function dataOf(groups: readonly ContrastRows[]): string {
  return csvText(
    [
      "contrast",
      "first",
      "second",
      "estimator",
      "naive",
      "estimate",
      "se",
      "low",
      "high",
      "confidence",
      "truth",
    ],
    groups.flatMap(({ contrast, first, second, rows, truth }) =>
      rows.map(({ estimator, naive, estimate, se, ci, confidence }) => [
        ...[contrast, first, second, estimator, naive === true ? "true" : "false"],
        ...[estimate, se, ci?.[0], ci?.[1], confidence, truth?.value],
      ]),
    ),
  );
}
