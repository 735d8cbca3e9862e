import { remember } from "../../src/core/remember.ts";
import { furtherBound } from "../misspecified/furtherBound.ts";
import { aronowSamii } from "./aronowSamii.ts";
import { chooseVariance, type VarianceName } from "./chooseVariance.ts";
import { collapsedBound } from "./collapsedBound.ts";
import { constantEffects } from "./constantEffects.ts";
import { dependencyBound } from "./dependencyBound.ts";
import { eigenvalueBound } from "./eigenvalueBound.ts";
import { groupedBound } from "./groupedBound.ts";
import { keptAronowSamii } from "./keptAronowSamii.ts";
import { optimisedBound } from "./optimisedBound.ts";
import type { PreparedVariance, RowVariance, VarianceSetting } from "./PreparedVariance.ts";
import { formPairs, MOST_KEPT_PAIRS } from "./pairForm.ts";
import type { VarianceSettingName } from "./varianceSetting.ts";
import { youngBound } from "./youngBound.ts";

/** A variance formula made ready for a contrast, with the bound that takes its place where it comes out negative. */
interface VarianceRecipe {
  readonly name: VarianceName;
  readonly formula: RowVariance;
  /** The dependency bound, chosen here before the data: never negative. */
  readonly bound: PreparedVariance;
  /** Why it is this formula, where the setting was `auto`. */
  readonly reason?: string;
  /** What there is to say about the formula itself. */
  readonly note?: string;
}

/** Contrasts of more agents are not remembered. */
const MOST_KEPT_AGENTS = 20_000;
/** Recipes that are remembered for one set of probabilities, the last ones used. */
const MOST_REMEMBERED = 12;
const remembered = new WeakMap<object, Map<string, VarianceRecipe>>();

/**
 * The variance formula of a setting, after its work on the design. With `auto` the design decides which. The result is remembered
 * for other estimators, worlds and redraws of the same contrast.
 *
 * @param centred whether the estimator is Hájek, of which residuals make the variance.
 * @throws SpillwayError when a formula is asked for that the size of the contrast does not allow.
 */
export function varianceMethod(
  setting: VarianceSetting,
  wanted: VarianceSettingName,
  centred: boolean,
): VarianceRecipe {
  const large = formPairs(setting) > MOST_KEPT_PAIRS || setting.population.length > MOST_KEPT_AGENTS;
  if (large && setting.manyDataSets !== true) return make(setting, wanted, centred);
  // Of all formulas only constant effects ask whose means they are for.
  const kind = wanted === "constant-effects" ? `${wanted} ${centred}` : wanted;
  const key = `${kind} ${setting.levels.join()} ${setting.population.join()}`;
  const known = remembered.get(setting.probabilities) ?? new Map<string, VarianceRecipe>();
  remembered.set(setting.probabilities, known);
  return remember(known, key, () => make(setting, wanted, centred), MOST_REMEMBERED);
}

function make(setting: VarianceSetting, wanted: VarianceSettingName, centred: boolean): VarianceRecipe {
  const auto = wanted === "auto" ? chooseVariance(setting) : undefined;
  const name = auto?.name ?? wanted;
  const soft = auto?.soft === true ? { soft: {} } : {};
  // Made at the first negative estimate: it costs a visit of all pairs.
  let made: PreparedVariance | undefined;
  const bound: PreparedVariance = (seen) => {
    made ??= dependencyBound(setting);
    return made(seen);
  };
  const recipe = { bound, ...(auto === undefined ? {} : { reason: auto.reason }) };
  switch (name) {
    case "grouped":
      return { ...recipe, name, formula: groupedBound(setting, soft) };
    case "cluster-collapsed":
      return { ...recipe, name, formula: collapsedBound(setting) };
    case "dependency-bound":
      return { ...recipe, name, formula: bound };
    case "dependency-eigenvalue":
      return { ...recipe, name, formula: eigenvalueBound(setting) };
    case "one-hop-further": {
      const { formula, factor, reach, everybody } = furtherBound(setting);
      const note = `the variance allows outcomes to depend on arms up to ${reach} ${reach === 1 ? "step" : "steps"} away, one more than the exposure mapping looks: that of independent agents is multiplied by ${Number(factor.toPrecision(4))}${everybody ? ", the size of the population, because this design does not assign agents independently, or it is not known how far the mapping looks: otherwise errors are far smaller" : ""}`;
      return { ...recipe, name, formula, note };
    }
    case "constant-effects": {
      const prepared = constantEffects(setting, { centred });
      const formula: RowVariance = ({ condition }, outcome) => prepared({ condition, outcome }) ?? 0;
      return { ...recipe, name, formula };
    }
    case "optimised": {
      const formula = optimisedBound(setting, soft);
      return { ...recipe, name, formula, ...(formula.note === undefined ? {} : { note: formula.note }) };
    }
    default:
      return { ...recipe, name: "aronow-samii", formula: young(setting, auto?.soft === true) };
  }
}

/** Aronow and Samii's formula, prepared for many evaluations where its pairs can be kept. */
function young(setting: VarianceSetting, soft: boolean): PreparedVariance {
  const settings = soft ? { soft: {} } : {};
  if (formPairs(setting) <= MOST_KEPT_PAIRS) return youngBound(setting, settings);
  const kept = setting.manyDataSets === true ? keptAronowSamii(setting, settings) : undefined;
  if (kept) return kept;
  const formula = aronowSamii(setting, settings);
  return (seen) => formula(seen).total;
}
