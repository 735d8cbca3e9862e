import { leastSlack } from "./leastSlack.ts";
import { forEachUnobservable, type PairForm } from "./pairForm.ts";
import type { Slack } from "./quadraticForm.ts";
import { unobservableComponents } from "./unobservableComponents.ts";
import { youngSlack } from "./youngBound.ts";

/** Most potential outcomes (two for each agent) that are optimised together; 100 take up to six seconds, and the time grows with the cube of their number. */
export const MOST_OPTIMISED_NODES = 100;

/** What is expected of the outcomes before they are seen: their second moments are W = spread² I + m mᵀ. */
export interface PriorOutcomes {
  /** Mean outcome in the first and in the second condition, different from each other. */
  readonly means: readonly [number, number];
  /** Standard deviation of outcomes around them, above 0. */
  readonly spread: number;
}

/** The slack itself, and how many nodes are in components too large to optimise. */
export function optimisedSlack(
  form: PairForm,
  prior: PriorOutcomes,
): { readonly slack: Required<Slack>; readonly large: number } {
  const nodes = form.pi.length;
  const components =
    nodes <= MOST_OPTIMISED_NODES ? [Array.from(form.pi, (_, k) => k)] : unobservableComponents(form);
  const entries = Array.from({ length: nodes }, (): [number, number][] => []);
  forEachUnobservable(form, (k, l, a) => {
    entries[k]!.push([l, -a]);
    entries[l]!.push([k, -a]);
  });
  const diagonal = Float64Array.from(youngSlack(form).diagonal);
  const pairs: [number, number, number][] = [];
  const known = new Map<string, number[][]>();
  let large = 0;
  for (const component of components) {
    if (component.length > MOST_OPTIMISED_NODES) {
      large += component.length;
      continue;
    }
    const place = new Map(component.map((k, x) => [k, x]));
    const given = component.map((k) => {
      const row = component.map(() => Number.NaN);
      for (const [l, value] of entries[k]!) row[place.get(l)!] = value;
      return row;
    });
    const mean = component.map((k) => prior.means[(k & 1) as 0 | 1]);
    const moments = mean.map((x, i) => mean.map((y, j) => x * y + (i === j ? prior.spread ** 2 : 0)));
    // Many components look alike: most often two outcomes of one agent.
    const key = JSON.stringify([mean, given]);
    let found = known.get(key);
    if (found === undefined) {
      found = better(leastSlack(given, moments), given, moments);
      known.set(key, found);
    }
    component.forEach((k, x) => {
      diagonal[k] = found[x]![x]!;
      for (let y = x + 1; y < component.length; y++) pairs.push([k, component[y]!, found[x]![y]!]);
    });
  }
  return { slack: { diagonal, pairs }, large };
}

/** The matrix found, or Young's where the search stopped before it was better than that. */
function better(found: number[][], given: readonly number[][], moments: readonly number[][]): number[][] {
  const young = given.map((row) => row.map((value) => (Number.isNaN(value) ? 0 : value)));
  young.forEach((row, x) => {
    row[x] = row.reduce((total, value) => total + Math.abs(value), 0);
  });
  const objective = (s: readonly number[][]): number =>
    s.reduce((total, row, x) => total + row.reduce((sum, value, y) => sum + value * moments[x]![y]!, 0), 0);
  return objective(found) <= objective(young) ? found : young;
}
