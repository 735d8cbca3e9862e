// Long because it is the one list of what a report can be made of.
import { CLAIMS, type Claim } from "../../../estimators/Claim.ts";
import { csvText } from "../../core/csvText.ts";
import type { Diagnosis } from "../../diagnose/diagnose.ts";
import type { Sweep } from "../../diagnose/sweep.ts";
import type { PersonSituation } from "../../measures/variance/personSituation.ts";
import type { TippingPoint } from "../../specify/tipping/tippingPoint.ts";
import { diagnosisSections } from "../diagnosisReport.ts";
import { flowSvg } from "../figures/flowSvg.ts";
import type { Draw } from "../figures/plotter.ts";
import { seriesSvg } from "../figures/seriesSvg.ts";
import { variancesSvg } from "../figures/variancesSvg.ts";
import { formatCount, formatPercent, formatSignificant } from "../formatNumber.ts";
import { type Html, html, trusted } from "../html.ts";
import { type FigureBook, figure } from "../parts/figure.ts";
import type { ReportRow, ReportTruth } from "../ReportInput.ts";
import { estimatesSection } from "../sections/estimatesSection.ts";
import { sweepSections } from "../sweepReport.ts";
import { tippingSections } from "../tippingReport.ts";
import { fields, interval, number, objects, text, texts } from "./fields.ts";
import type { ResultData, ResultKind } from "./ResultKind.ts";
import { type ResultColumn, rowsTable } from "./rowsTable.ts";

const has = (data: ResultData, ...fields: readonly string[]): boolean =>
  fields.every((field) => data[field] !== undefined);
const rowsHave = (data: ResultData, ...fields: readonly string[]): boolean => {
  const rows = objects(data.rows);
  return rows.length > 0 && rows.every((row) => has(row, ...fields));
};

/** Every kind of file that a report can be made of. A file is of the first kind that it fits. */
export const resultKinds: readonly ResultKind[] = [
  {
    kind: "diagnosis",
    made: "spillway diagnose … --out folder (diagnosis.json)",
    title: "Diagnosis",
    is: (data) => has(data, "redraw", "simulations", "studyHash", "rows"),
    says: (data) => [
      `How do the estimators of ${text(data.name)} do in ${formatCount(number(data.simulations) ?? 0)} simulated experiments?`,
    ],
    sections: (data, draw, book) => diagnosisSections(diagnosisOf(data), draw, book),
  },
  {
    kind: "sweep",
    made: "spillway diagnose … --vary … --out folder (sweep.json)",
    title: "Sweep",
    is: (data) => Array.isArray(data.paths) && Array.isArray(data.cells),
    says: (data) => [`What changes with ${texts(data.paths).join(", ")}?`],
    sections: (data, draw, book) => sweepSections(data as unknown as Sweep, draw, book),
  },
  {
    kind: "tipping point",
    made: "spillway tipping … --out file.json",
    title: "Tipping point",
    is: (data) => has(data, "tips", "observed", "errors", "rows"),
    says: (data) => [`How many wrong ties would change ${text(fields(data.contrast).name)}?`],
    sections: (data, draw, book) => tippingSections(data as unknown as TippingPoint, draw, book),
  },
  {
    kind: "variance shares",
    made: "spillway decompose … --out file.json",
    title: "Person and situation",
    is: (data) => has(data, "factors", "replicates", "means", "rows"),
    says: (data) => [variancesSentence(data)],
    sections: variancesSections,
  },
  {
    kind: "interaction",
    made: "spillway interaction … --out file.json",
    title: "Isolated and interacting",
    is: (data) => rowsHave(data, "isolated", "interacting", "worlds"),
    says: (data) => [
      `What does interaction do to the ${text(data.quantity) || "mean"} of a world? ${objects(data.rows).map(interactionSentence).join(" ")}`,
    ],
    sections: interactionSections,
  },
  {
    kind: "comparison of systems",
    made: "spillway compare … --out file.json",
    title: "Comparison of systems",
    is: (data) => rowsHave(data, "score", "first", "second"),
    says: (data) => [
      `Which system does better? ${foundOf(objects(data.rows), "difference")}`,
      ...claimsOf(objects(data.rows)),
    ],
    sections: forest(
      "difference",
      (row) => [text(row.contrast), text(row.score)],
      [
        { head: "contrast", field: "contrast" },
        { head: "score", field: "score" },
        { head: "difference", field: "difference", numeric: true },
        { head: "error", field: "se", numeric: true },
        { head: "interval", field: "ci", numeric: true },
        { head: "p", field: "p", numeric: true },
        { head: "adjusted p", field: "adjusted", numeric: true },
        { head: "units", field: "units", numeric: true },
        { head: "claim", field: "claim" },
      ],
      "rows",
    ),
  },
  {
    kind: "panel",
    made: "spillway panel … --out file.json",
    title: "Panel",
    is: (data) => has(data, "rule", "gate", "estimators"),
    says: (data) => [
      `What does the roll-out change? ${texts(fields(data.gate).why).join(" ") || foundOf(objects(data.estimators), "estimate")}`,
    ],
    sections: forest(
      "estimate",
      (row) => [text(row.about), text(row.estimator)],
      [
        { head: "estimator", field: "estimator" },
        { head: "about", field: "about" },
        { head: "estimate", field: "estimate", numeric: true },
        { head: "error", field: "se", numeric: true },
        { head: "interval", field: "ci", numeric: true },
      ],
      "estimators",
    ),
  },
  {
    kind: "measure",
    made: "spillway measure … --out file.json",
    title: "Information",
    is: (data) => rowsHave(data, "measure", "variables", "claim"),
    says: (data) => [measureSentence(objects(data.rows))],
    sections: measureSections,
  },
  {
    kind: "trust checks",
    made: "spillway trust … --out file.json",
    title: "Trust checks",
    is: (data) => Array.isArray(data.findings) && !has(data, "rows"),
    says: (data) => [trustSentence(objects(data.findings))],
    sections: async (data) => [
      section(
        "trust-checks",
        "Trust checks",
        rowsTable("Trust checks", objects(data.findings), [
          { head: "check", field: "check" },
          { head: "where", field: "where" },
          { head: "verdict", field: "verdict" },
          { head: "what was found", field: "says" },
          { head: "p", field: "p", numeric: true },
          { head: "rows", field: "rows", numeric: true },
        ]),
      ),
    ],
  },
  {
    kind: "estimates",
    made: "spillway estimate … --out file.json",
    title: "Estimates",
    is: (data) => rowsHave(data, "contrast", "estimator"),
    says: (data) => [
      `What changes between the conditions? ${foundOf(objects(data.rows), "estimate")}`,
      ...claimsOf(objects(data.rows)),
    ],
    sections: estimatesSections,
  },
];

function section(id: string, title: string, ...body: readonly Html[]): Html {
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${body}</section>
`;
}

/** A diagnosis of a file, with the simulations that it may hold. */
function diagnosisOf(data: ResultData): Diagnosis {
  const lists = Array.isArray(data.estimates) ? data.estimates : [];
  const simulated = objects(data.rows).map((_, k) =>
    (Array.isArray(lists[k]) ? (lists[k] as unknown[]) : []).map((one) => {
      const estimate = number(one);
      return estimate === undefined ? {} : { estimate };
    }),
  );
  return { ...data, simulated } as unknown as Diagnosis;
}

/** Estimates with intervals as a figure, and all rows as a table. */
function forest(
  value: string,
  nameOf: (row: ResultData) => readonly [string, string],
  columns: readonly ResultColumn[],
  field: string,
): ResultKind["sections"] {
  return async (data, draw, book) => {
    const rows = objects(data[field]);
    const drawn = rows.map((row): ReportRow => {
      const [contrast, estimator] = nameOf(row);
      return bareRow({ ...row, contrast, estimator, estimate: row[value] });
    });
    return [
      await estimatesSection({ estimates: drawn }, draw, book, { bare: true }),
      section("rows", "Every number", rowsTable("Every number", rows, columns), notesOf(data)),
    ];
  };
}

/** A row of a file as the figure takes it. */
function bareRow(row: ResultData): ReportRow {
  const [estimate, se, ci, confidence] = [
    number(row.estimate),
    number(row.se),
    interval(row.ci),
    number(row.confidence),
  ];
  const n = interval(row.n);
  const claim =
    typeof row.claim === "string" && Object.hasOwn(CLAIMS, row.claim) ? (row.claim as Claim) : undefined;
  const rest = {
    ...(typeof row.varianceMethod === "string" ? { varianceMethod: row.varianceMethod } : {}),
    ...(typeof row.interval === "string" ? { interval: row.interval } : {}),
    ...(typeof row.because === "string" ? { because: row.because } : {}),
    ...(typeof row.withheld === "string" ? { withheld: row.withheld } : {}),
    ...(typeof row.estimand === "string" ? { estimand: row.estimand } : {}),
    ...(claim === undefined ? {} : { claim }),
  };
  return {
    contrast:
      row.round === undefined ? text(row.contrast) : `${text(row.contrast)}, round ${text(row.round)}`,
    first: text(row.first) || "first",
    second: text(row.second) || "second",
    estimator: text(row.estimator),
    n: n ?? [0, 0],
    population: number(row.population) ?? 0,
    excluded: texts(row.excluded),
    notes: texts(row.notes),
    warnings: texts(row.warnings),
    naive: row.naive === true,
    ...(estimate === undefined ? {} : { estimate }),
    ...(se === undefined ? {} : { se }),
    ...(ci === undefined ? {} : { ci, confidence: confidence ?? 0.95 }),
    ...rest,
  };
}

async function estimatesSections(data: ResultData, draw: Draw, book: FigureBook): Promise<readonly Html[]> {
  const rows = objects(data.rows);
  const estimates = rows.filter((row) => typeof row.kind !== "string").map(bareRow);
  const further = rows.filter((row) => typeof row.kind === "string");
  const truths = objects(data.truths).flatMap((one): ReportTruth[] => {
    const value = number(one.value);
    return value === undefined ? [] : [{ contrast: text(one.contrast), value, how: text(one.how) }];
  });
  const adherence = fields(data.preregistration);
  const deviations = objects(adherence.deviations);
  return [
    await estimatesSection({ estimates, truths }, draw, book),
    ...(further.length === 0
      ? []
      : [
          section(
            "further",
            "Other questions",
            rowsTable("Other questions", further, [
              { head: "question", field: "contrast" },
              { head: "estimator", field: "estimator" },
              { head: "answer", field: "estimate", numeric: true },
              { head: "statistic", field: "statistic", numeric: true },
              { head: "interval", field: "ci", numeric: true },
              { head: "p", field: "p", numeric: true },
              { head: "claim", field: "claim" },
            ]),
          ),
        ]),
    ...(data.preregistration === undefined
      ? []
      : [
          section(
            "preregistration",
            "Deviations from the preregistration",
            deviations.length === 0
              ? html`<p>There is no deviation.</p>`
              : html`<ul>${deviations.map(({ words }) => html`<li>${text(words)}</li>`)}</ul>`,
          ),
        ]),
    section("claims", "What the numbers rest on", claimsList(rows), notesOf(data)),
  ];
}

function claimsOf(rows: readonly ResultData[]): string[] {
  const names = [...new Set(rows.flatMap(({ claim }) => (typeof claim === "string" ? [claim] : [])))];
  return names.length === 0 ? [] : [`Kind of claim: ${names.join(", ")}.`];
}

function claimsList(rows: readonly ResultData[]): Html {
  const names = [...new Set(rows.flatMap(({ claim }) => (typeof claim === "string" ? [claim] : [])))];
  return names.length === 0
    ? html`<p>The file does not say.</p>`
    : html`<dl>${names.map((name) => html`<dt>${name}</dt><dd>${Object.hasOwn(CLAIMS, name) ? CLAIMS[name as Claim] : ""}</dd>`)}</dl>`;
}

function notesOf({ notes }: ResultData): Html {
  const said = texts(notes);
  return said.length === 0
    ? html``
    : html`<h3>Notes</h3><ul class="plain">${said.map((one) => html`<li>${one}</li>`)}</ul>`;
}

/** The first answer that is not naive, in words; why there is none where no row has one. */
function foundOf(rows: readonly ResultData[], value: string): string {
  const shown = rows.filter((row) => number(row[value]) !== undefined);
  const row = shown.find((one) => one.naive !== true) ?? shown[0];
  if (row === undefined) {
    const because = [
      ...new Set(rows.flatMap((one) => (typeof one.because === "string" ? [one.because] : []))),
    ];
    return `There is no estimate${because.length === 0 ? "" : `: ${because.slice(0, 3).join("; ")}`}.`;
  }
  const ci = interval(row.ci);
  const range = ci === undefined ? "" : ` (${formatSignificant(ci[0])} to ${formatSignificant(ci[1])})`;
  const first = text(row.first);
  const pair = first === "" ? "" : `, ${first} less ${text(row.second)}`;
  const rest = shown.length - 1;
  return `${text(row.contrast) || text(row.about)}${pair}, by ${text(row.estimator) || text(row.score)}: ${formatSignificant(number(row[value])!)}${range}${rest > 0 ? `, the first of ${formatCount(rest + 1)} estimates` : ""}.`;
}

function interactionSentence(row: ResultData): string {
  const ci = interval(row.ci);
  const range = ci === undefined ? "" : ` (${formatSignificant(ci[0])} to ${formatSignificant(ci[1])})`;
  const estimate = number(row.estimate);
  return `${text(row.name)} changes it by ${estimate === undefined ? "an unknown amount" : formatSignificant(estimate)}${range}, over ${text(row.worlds)} worlds.`;
}

async function interactionSections(data: ResultData, draw: Draw, book: FigureBook): Promise<readonly Html[]> {
  const rows = objects(data.rows);
  const estimates = rows.map((row) =>
    bareRow({
      ...row,
      contrast: text(row.name),
      first: "interacting",
      second: "isolated",
      estimator: "world",
    }),
  );
  const points = rows.flatMap((row, k) =>
    objects(row.byRound).flatMap((one) => {
      const at = number(one.round);
      if (at === undefined) return [];
      const of = (field: string, series: string) => {
        const y = number(one[field]);
        return y === undefined ? [] : [{ x: at, y, series }];
      };
      return [
        ...(k === 0 ? of("isolated", "isolated") : []),
        ...of("interacting", text(row.name) || "interacting"),
      ];
    }),
  );
  const path = (id: string): Promise<string> =>
    seriesSvg(
      {
        id,
        title: "Isolated and interacting by round",
        x: { label: "round" },
        y: { label: "mean of worlds" },
        points,
      },
      draw,
    );
  const ends = [...new Set(points.map(({ series }) => series))].map((name) => {
    const own = points.filter(({ series }) => series === name);
    return `${name} from ${formatSignificant(own[0]!.y)} to ${formatSignificant(own.at(-1)!.y)}`;
  });
  return [
    await estimatesSection({ estimates }, draw, book, { id: "interaction", bare: true }),
    ...(points.length === 0
      ? []
      : [
          section(
            "by-round",
            "Isolated against interacting, round by round",
            await figure(book, {
              name: "isolated-interacting",
              shown: html`<div>${trusted(await path("by-round-picture"))}</div>`,
              svg: await path("by-round-file"),
              csv: csvText(
                ["series", "round", "mean"],
                points.map(({ series, x, y }) => [series, x, y]),
              ),
              sentence: `Means over worlds went: ${ends.join("; ")}.`,
              caption:
                "Means over worlds of what agents did in each round, cut off from each other and interacting.",
            }),
          ),
        ]),
    section(
      "interaction-rows",
      "Every number",
      rowsTable("Every number", rows, [
        { head: "interaction", field: "name" },
        { head: "worlds", field: "worlds", numeric: true },
        { head: "isolated", field: "isolated", numeric: true },
        { head: "interacting", field: "interacting", numeric: true },
        { head: "effect", field: "estimate", numeric: true },
        { head: "error", field: "se", numeric: true },
        { head: "interval", field: "ci", numeric: true },
        { head: "p", field: "p", numeric: true },
        { head: "p, sign-flip", field: "pSignFlip", numeric: true },
      ]),
    ),
  ];
}

function variancesSentence(data: ResultData): string {
  const parts = objects(data.rows).filter(
    (row) => row.kind === "component" && number(row.variance) !== undefined,
  );
  if (parts.length === 0)
    return "How much is due to each factor? No variance can be told; the table says why.";
  const most = parts.reduce((top, row) => (number(row.variance)! > number(top.variance)! ? row : top));
  const share = number(most.share);
  return `How much of what agents do is due to each factor? Most to ${texts(most.of).join(" × ")}: variance ${formatSignificant(number(most.variance)!)}${share === undefined ? "" : `, ${formatPercent(Number(share.toFixed(3)))} of the total`}.`;
}

async function variancesSections(data: ResultData, draw: Draw, book: FigureBook): Promise<readonly Html[]> {
  const found = data as unknown as PersonSituation;
  const rows = objects(data.rows).map((row) => ({ ...row, of: texts(row.of).join(" × ") }));
  return [
    section(
      "variances",
      "Variance shares",
      await figure(book, {
        name: "variances",
        shown: html`<div>${trusted(await variancesSvg(found, { id: "variances-picture", draw }))}</div>`,
        svg: await variancesSvg(found, { id: "variances-file", draw }),
        csv: csvText(
          ["kind", "of", "variance", "low", "high", "share"],
          objects(data.rows).map((row) => [
            ...[text(row.kind), texts(row.of).join(" × "), number(row.variance)],
            ...[interval(row.ci)?.[0], interval(row.ci)?.[1], number(row.share)],
          ]),
        ),
        sentence: variancesSentence(data),
        caption: "Components of variance with their intervals, then (hollow) Shapley values and sums.",
      }),
      rowsTable("Variances", rows, [
        { head: "of", field: "of" },
        { head: "kind", field: "kind" },
        { head: "variance", field: "variance", numeric: true },
        { head: "interval", field: "ci", numeric: true },
        { head: "share", field: "share", numeric: true },
        { head: "p", field: "p", numeric: true },
      ]),
      notesOf(data),
    ),
  ];
}

function measureSentence(rows: readonly ResultData[]): string {
  const shown = rows.filter((row) => number(row.value) !== undefined);
  const first = shown[0];
  if (first === undefined) return "How much information is there? No value can be told; the table says why.";
  const p = number(first.p);
  return `How much information is there? ${text(first.measure)} of ${texts(first.variables).join(", ")}${text(first.of) === "" ? "" : ` (${text(first.of)})`}: ${formatSignificant(number(first.value)!)} ${text(first.unit)}${p === undefined ? "" : `, p = ${formatSignificant(p)}`}.`;
}

/** Ties that are drawn at most: the strongest. */
const TIES = 300;

async function measureSections(data: ResultData, _draw: Draw, book: FigureBook): Promise<readonly Html[]> {
  const rows = objects(data.rows);
  const flows = rows.flatMap((row) => {
    const [from, to, ...more] = text(row.of).split(" → ");
    const value = number(row.effective) ?? number(row.value);
    return from === undefined || to === undefined || more.length > 0 || value === undefined
      ? []
      : [{ from, to, value }];
  });
  const drawn = flows.toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, TIES);
  const [top] = drawn;
  return [
    ...(top === undefined
      ? []
      : [
          section(
            "information",
            "Information along ties",
            await figure(book, {
              name: "information",
              shown: html`<div class="network">${trusted(flowSvg(drawn, "information-picture"))}</div>`,
              svg: flowSvg(drawn, "information-file"),
              csv: csvText(
                ["from", "to", "value"],
                flows.map(({ from, to, value }) => [from, to, value]),
              ),
              sentence: `Most passes from ${top.from} to ${top.to}: ${formatSignificant(top.value)}; ${formatCount(flows.length)} ties were measured.`,
              caption: `The wider and darker an arrow, the more passes, less what chance gives where that is known; dashed: below 0.${flows.length > drawn.length ? ` The ${formatCount(drawn.length)} strongest ties are drawn.` : ""}`,
            }),
          ),
        ]),
    section(
      "measure-rows",
      "Every number",
      rowsTable("Every number", rows, [
        { head: "measure", field: "measure" },
        { head: "variables", field: "variables" },
        { head: "of", field: "of" },
        { head: "value", field: "value", numeric: true },
        { head: "unit", field: "unit" },
        { head: "by chance", field: "nullMean", numeric: true },
        { head: "p", field: "p", numeric: true },
        { head: "n", field: "n", numeric: true },
        { head: "claim", field: "claim" },
      ]),
    ),
  ];
}

function trustSentence(findings: readonly ResultData[]): string {
  const of = (verdict: string): readonly ResultData[] => findings.filter((one) => one.verdict === verdict);
  const flagged = of("flagged");
  return `Can the log be trusted? ${formatCount(flagged.length)} of ${formatCount(findings.length)} checks flag something${flagged.length === 0 ? "" : `: ${[...new Set(flagged.map((one) => text(one.check)))].join(", ")}`}; ${formatCount(of("cannot tell").length)} cannot tell.`;
}
