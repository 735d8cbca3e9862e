import type { PersonSituation } from "../../measures/variance/personSituation.ts";
import { short } from "./estimatesTable.ts";
import { textTable, wrapped } from "./textTable.ts";

/** Variances among factors for people. */
export function decomposeText(found: PersonSituation): string {
  const { factors, levels, cells, replicates, rows, error, confidence } = found;
  const number = (value: number | undefined): string => (value === undefined ? "" : short(value));
  const worlds = replicates[0] === replicates[1] ? replicates[0] : `${replicates[0]} to ${replicates[1]}`;
  const table = textTable(
    ["variance of", "", "variance", `${Number((100 * confidence).toPrecision(4))} % interval`, "share", "p"],
    [
      ...rows.map(({ kind, of, variance, ci, share, p, because }) => [
        kind === "total" ? "all factors" : of.join(" × "),
        kind === "component" || kind === "total" ? "" : kind,
        number(variance),
        because !== undefined ? "none" : ci ? `${short(ci[0])} to ${short(ci[1])}` : "",
        share === undefined ? "" : share.toFixed(3),
        number(p),
      ]),
      ...(error ? [["worlds of a cell", "", short(error.variance), "", "", ""]] : []),
    ],
    [2, 4, 5],
  );
  const reasons = new Set(rows.flatMap(({ because }) => (because === undefined ? [] : [because])));
  return [
    wrapped(
      `${factors.map(({ name, levels: all }) => `${name} (${all.length})`).join(" × ")}: ${cells} cells of ${worlds} worlds.`,
    ),
    "",
    table,
    "",
    ...[...reasons].map((reason) => wrapped(`none: ${reason}`)),
    wrapped(
      levels === "fixed"
        ? "levels: fixed; variances among the true means of these levels, and of no others. shapley: a factor with its equal part of each interaction."
        : "levels: random; components of variance of the many levels of which these are a sample. shapley: a factor with its equal part of each interaction.",
    ),
  ].join("\n");
}
