import type { TippingPoint } from "../../specify/tipping/tippingPoint.ts";
import { tippingWords } from "../../specify/tipping/tippingWords.ts";
import { short } from "./estimatesTable.ts";
import { textTable, wrapped } from "./textTable.ts";

/** A tipping point for people. */
export function tippingText(found: TippingPoint): string {
  const { contrast, estimator, errors, network, observed, rows, simulations } = found;
  const interval = observed.ci ? `, interval ${short(observed.ci[0])} to ${short(observed.ci[1])}` : "";
  const number = (value: number | undefined): string => (value === undefined ? "" : short(value));
  const share = (one: { readonly share: number; readonly mcse: number } | undefined): string =>
    one === undefined ? "" : `${one.share.toFixed(2)} ± ${one.mcse.toFixed(2)}`;
  const table = textTable(
    ["ties", "rate", "mean", "sd", "5 %", "median", "95 %", "crossed", "intervals changed", "none"],
    rows.map((row) => [
      String(row.ties),
      short(row.rate),
      number(row.mean),
      number(row.sd),
      number(row.low),
      number(row.median),
      number(row.high),
      row.estimated === 0 ? "" : share(row.crossed),
      share(row.changed),
      String(row.draws - row.estimated),
    ]),
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  );
  return [
    wrapped(
      `${contrast.name} (${contrast.first} − ${contrast.second}), ${estimator}: ${short(observed.estimate)}${interval}, on a network of ${network.edges} ties.`,
    ),
    wrapped(`${simulations} networks for each number of ${errors.words}, put right:`),
    "",
    table,
    "",
    wrapped(
      "rate: share of the observed ties of the kind; crossed: share of the estimates on the other side of 0, or at it; intervals changed: share of the intervals that hold 0 where the observed one does not, or the reverse; none: networks without an estimate. ±: Monte Carlo error.",
    ),
    "",
    ...tippingWords(found).map((one) => wrapped(one)),
  ].join("\n");
}
