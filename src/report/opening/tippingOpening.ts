import type { TippingPoint } from "../../specify/tipping/tippingPoint.ts";
import { tippingWords } from "../../specify/tipping/tippingWords.ts";
import { formatCount, formatPercent, formatSignificant } from "../formatNumber.ts";
import { capital, clause, named } from "./clause.ts";
import type { Opening } from "./Opening.ts";
import { scopeClause } from "./scopeClause.ts";

/** The question of a tipping point and its answer. */
export function tippingOpening(found: TippingPoint): Opening {
  const { contrast, estimator, errors, network, observed, experiment, confidence } = found;
  const interval = observed.ci
    ? `${confidence === undefined ? "" : `${formatPercent(confidence)} `}interval ${formatSignificant(observed.ci[0])} to ${formatSignificant(observed.ci[1])}`
    : "no interval";
  const said = clause(tippingWords(found).slice(0, 2).join(" ")) || "no number of ties was tried";
  return {
    question: `How many ${errors.kind} ties would move ${named(contrast.name)} (${named(contrast.first)} − ${named(contrast.second)}), estimated by ${named(estimator)} as ${formatSignificant(observed.estimate)} (${interval}) on a network of ${formatCount(network.edges)} ties, across 0 ${scopeClause(experiment ?? {})}?`,
    answer: `${capital(said)}; kind of claim: modelled (${clause(errors.words)} are drawn at random, and the design stays as it was).`,
  };
}
