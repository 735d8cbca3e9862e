import { shareError } from "../../core/numbers/shareError.ts";
import type { Diagnosis, DiagnosisRow } from "../../diagnose/diagnose.ts";
import type { StudyCost } from "../../experiment/studyCost.ts";
import type { Measured } from "../../truth/Measured.ts";
import { colors } from "../output.ts";
import { short } from "./estimatesTable.ts";
import { textTable, wrapped } from "./textTable.ts";

const REDRAWN = {
  assignment: "assignments are drawn anew; network and agents are those of the study",
  agents: "assignments and the agents' traits are drawn anew; the network is that of the study",
  network: "networks, agents and assignments are drawn anew",
} as const;

const MEANING =
  "Below each number its Monte Carlo error. truth: mean true value; sd: standard deviation of estimate − truth, the true " +
  "standard error; se/sd: mean estimated standard error over the true one; coverage: share of intervals that contain the true value; power: " +
  "share of experiments whose interval excludes 0; type S: share of those with the wrong sign; type M: mean exaggeration of " +
  "those, |estimate| over |truth|; none: share of experiments without an interval.";

/** A diagnosis for people: one table, with Monte Carlo errors below the numbers, then what they mean. */
export function diagnoseText(diagnosis: Diagnosis, cost?: StudyCost): string {
  const { rows, simulations, redraw, confidence, truth, complete } = diagnosis;
  const header = [
    "contrast",
    "estimator",
    "truth",
    "bias",
    "rmse",
    "sd",
    "se/sd",
    "coverage",
    "length",
    "power",
    "type S",
    "type M",
    "none",
  ];
  const body = rows.flatMap((row, k) => {
    const name = rows[k - 1]?.contrast === row.contrast ? "" : row.contrast;
    const cells = cellsOf(row);
    return [
      [name, row.naive ? `${row.estimator} (naive)` : row.estimator, ...cells.map(([value]) => value)],
      ["", "", ...cells.map(([, error]) => error)],
    ];
  });
  const own = rows.flatMap((row) =>
    row.own.map(
      ({ name, value, mcse, count }) =>
        `${row.contrast}/${row.estimator}: ${name} ${short(value)} ± ${mcse.toPrecision(1)} (${count} simulations)`,
    ),
  );
  const judged = [...new Map(rows.map((row) => [row.contrast, row.estimand]))].map(
    ([contrast, estimand]) => `${contrast}: judged by ${estimand}`,
  );
  const plain = rows.every((row) => row.estimand === "the effect of its conditions");
  return [
    `${simulations} simulated experiments${complete ? "" : ", stopped before the end"}: ${REDRAWN[redraw]}`,
    `${Number((100 * confidence).toPrecision(6))} % intervals; truth: ${truth}`,
    ...(plain ? [] : judged),
    "",
    textTable(header, body, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
    ...(own.length > 0 ? ["", ...own] : []),
    ...looksLines(diagnosis),
    ...costLines(diagnosis, cost),
    "",
    colors.dim(wrapped(MEANING)),
  ].join("\n");
}

/** Planned looks: how often each has stopped the experiment, and how often it would had nothing any effect. */
function looksLines({ looks = [] }: Diagnosis): string[] {
  const number = ({ value, mcse }: Measured): string => `${short(value)} ${errorText(mcse)}`.trim();
  const share = ({ value, mcse }: Measured): string => `${value.toFixed(3)} ${errorText(mcse)}`.trim();
  return looks.flatMap(({ inquiry, looks: all, worlds, worldsWithout }) => [
    "",
    `Planned looks at ${inquiry}:`,
    "",
    textTable(
      ["look", "worlds", "level so far", "stopped by then", "were there no effect"],
      all.map(({ look, worlds: at, level, rejected, error }) => [
        ...[String(look), String(at), short(level)],
        ...[share(rejected), share(error)],
      ]),
      [0, 1, 2, 3, 4],
    ),
    ...(worlds && worldsWithout
      ? [
          wrapped(
            `Worlds played: ${number(worlds)} on average, ${number(worldsWithout)} were there no effect. Without effect means: outcomes as they came about, and an assignment drawn anew.`,
          ),
        ]
      : []),
  ]);
}

/** What the experiment itself would cost, and the power that a unit of money buys. */
function costLines({ rows }: Diagnosis, cost: StudyCost | undefined): string[] {
  if (!cost) return [];
  const { calls, tokens, money } = cost;
  const taken = tokens ? `, at most about ${tokens.input} tokens in and ${tokens.output} out` : "";
  const price = money === undefined ? "" : `, money ${short(money)}`;
  const bought = rows.map(
    ({ contrast, estimator, power }) => `${contrast}/${estimator} ${short(power.value / money!)}`,
  );
  return [
    "",
    `the experiment itself: ${calls} agent calls${taken}${price}`,
    ...(money ? [wrapped(`power for a unit of money: ${bought.join(", ")}`)] : []),
  ];
}

/** Each number and its error. */
function cellsOf(row: DiagnosisRow): (readonly [value: string, error: string])[] {
  const none = row.noEstimate.value + row.noInterval.value;
  const number = (measured: Measured | undefined): readonly [string, string] =>
    measured === undefined ? ["", ""] : [short(measured.value), errorText(measured.mcse)];
  const share = (measured: Measured | undefined): readonly [string, string] =>
    measured === undefined ? ["", ""] : [measured.value.toFixed(3), errorText(measured.mcse)];
  return [
    number(row.truth),
    number(row.bias),
    number(row.rmse),
    number(row.sd),
    number(row.ratio),
    share(row.coverage),
    number(row.length),
    share(row.power),
    share(row.typeS),
    number(row.typeM),
    share({ value: none, mcse: shareError(none, row.simulations) }),
  ];
}

function errorText(mcse: number): string {
  return mcse === 0 ? "" : `± ${short(Number(mcse.toPrecision(1))).replace(/(\.\d*?[1-9])0+$/, "$1")}`;
}
