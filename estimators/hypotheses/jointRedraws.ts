import { rng } from "../../src/core/rng.ts";
import { contrastData } from "../contrast/contrastData.ts";
import type { WeightedMeans } from "../contrast/WeightedMeans.ts";
import type { ExperimentData, Observed } from "../ExperimentData.ts";
import type { Contrast } from "../Inquiry.ts";
import { imputeOutcomes } from "../interval/imputeOutcomes.ts";
import { DEFAULT_DRAWS, type RedrawOptions, type Redraws, redraws } from "../interval/redraws.ts";

/** One contrast of one outcome, estimated by weighted means. */
export interface JointContrast {
  readonly data: ExperimentData;
  readonly contrast: Contrast;
  readonly means: WeightedMeans;
}

/** What contrasts would have been in redraws of the design, the same redraws for all of them. */
interface JointRedraws {
  /** Estimates if nobody's outcome depended on anything: of contrast j in redraw r at r × contrasts + j. */
  readonly unaffected: Float64Array;
  /** Errors of estimates, estimate minus effect, if conditions had constant effects. */
  readonly errors: Float64Array;
  /** Probability of each redraw, when all are listed. */
  readonly weights?: Float64Array;
  /** Redraws in which some contrast has no estimate; they are left out. */
  readonly leftOut: number;
}

/**
 * Estimates of several contrasts, of one outcome or several, in the same redraws of the design (those of the intervals: same draws, same seed). With several worlds each redraw draws all of them.
 * Contrasts must be about the same design and the same number of worlds. Cost: O(redraws × agents) for each outcome, population and world, and the redraws once.
 */
export function jointRedraws(contrasts: readonly JointContrast[], options: RedrawOptions): JointRedraws {
  const size = contrasts.length;
  const first = contrasts[0]!;
  const worlds = first.data.worlds.length;
  const drawn = redraws(first.data.probabilities, options);
  // Listed assignments of several worlds are too many together: some are drawn from the list.
  const sampled = worlds > 1 && drawn.weights !== undefined;
  const count = sampled ? (options.draws ?? DEFAULT_DRAWS) : drawn.count;
  const at = sampled ? picks(drawn, count, worlds, options.seed ?? 1) : shifted(drawn.count, worlds);
  const unaffected = new Float64Array(count * size);
  const errors = new Float64Array(count * size);
  const known = new Map<Observed, PopulationSums[]>();
  contrasts.forEach(({ data, contrast, means }, j) => {
    const own =
      data.probabilities === first.data.probabilities ? drawn : redraws(data.probabilities, options);
    data.worlds.forEach((world, w) => {
      const found = redrawnOnce(world, contrast, means, own, known);
      for (let r = 0; r < count; r++) {
        const k = at(r, w);
        unaffected[r * size + j]! += found.unaffected[k]! / worlds;
        errors[r * size + j]! += found.errors[k]! / worlds;
      }
    });
  });
  const weights = sampled ? undefined : drawn.weights;
  return kept(unaffected, errors, size, weights);
}

/** Which redraw world w takes in joint redraw r: another one for each world, as they are independent. */
function shifted(count: number, worlds: number): (r: number, w: number) => number {
  const step = Math.max(1, Math.floor(count / worlds));
  return (r, w) => (r + w * step) % count;
}

function picks(
  { weights, count }: Redraws,
  draws: number,
  worlds: number,
  seed: string | number,
): (r: number, w: number) => number {
  const below = new Float64Array(count);
  let sum = 0;
  for (let k = 0; k < count; k++) {
    sum += weights![k]!;
    below[k] = sum;
  }
  const uniform = new Float64Array(draws * worlds);
  rng(seed).fork("joint").uniforms(uniform);
  const chosen = uniform.map((u) => {
    const k = below.findIndex((reached) => u * sum < reached);
    return k < 0 ? count - 1 : k;
  });
  return (r, w) => chosen[r * worlds + w]!;
}

/** Sums over a population in every redraw, by condition: of condition c in redraw r at r × conditions + c. */
interface PopulationSums {
  readonly population: readonly number[];
  /** Outcomes in some condition, up to a constant, if all conditions had constant effects. */
  readonly base: Float64Array;
  readonly seen: Uint32Array;
  /** Σ 1/π, Σ Y/π and Σ base/π. */
  readonly weight: Float64Array;
  readonly outcome: Float64Array;
  readonly imputed: Float64Array;
}

/** The estimates of one world in every redraw; NaN where there is none. Contrasts about the same agents share their sums. */
function redrawnOnce(
  world: Observed,
  contrast: Contrast,
  means: WeightedMeans,
  drawn: Redraws,
  known: Map<Observed, PopulationSums[]>,
): { readonly unaffected: Float64Array; readonly errors: Float64Array } {
  const { probabilities } = world;
  const { levels, population } = contrastData(world, contrast);
  const schedule = imputeOutcomes({ probabilities, levels, population }, world);
  const same = (one: PopulationSums): boolean =>
    one.population.length === population.length && one.population.every((i, k) => i === population[k]);
  const before = known.get(world) ?? [];
  const sums = before.find(same) ?? populationSums(world, population, schedule.second, drawn);
  if (!before.includes(sums)) known.set(world, [...before, sums]);
  const some = population[0]!;
  const effect = schedule.first[some]! - schedule.second[some]!;
  // What each condition adds to the base, the same for everybody.
  const added = [schedule.first[some]! - sums.base[some]!, schedule.second[some]! - sums.base[some]!];
  const width = probabilities.conditions.length;
  const unaffected = new Float64Array(drawn.count);
  const errors = new Float64Array(drawn.count);
  for (let r = 0; r < drawn.count; r++) {
    for (const side of [0, 1] as const) {
      const c = r * width + levels[side];
      const sign = side === 0 ? 1 : -1;
      if (sums.seen[c] === 0 && !means.emptyIsZero) {
        unaffected[r] = Number.NaN;
        errors[r] = Number.NaN;
        continue;
      }
      const weight = sums.weight[c]!;
      const total = means.total({ outcome: sums.outcome[c]!, weight }, population.length);
      unaffected[r]! += (sign * sums.outcome[c]!) / total;
      errors[r]! += (sign * (sums.imputed[c]! + added[side]! * weight)) / total;
    }
    errors[r]! -= effect;
  }
  return { unaffected, errors };
}

function populationSums(
  { probabilities, outcome }: Observed,
  population: readonly number[],
  base: Float64Array,
  { count, conditions }: Redraws,
): PopulationSums {
  const n = probabilities.network.n;
  const width = probabilities.conditions.length;
  const agent = Uint32Array.from(population);
  const size = agent.length;
  const inverse = new Float64Array(size * width);
  const own = new Float64Array(size * width);
  const made = new Float64Array(size * width);
  for (let p = 0; p < size; p++) {
    for (let c = 0; c < width; c++) {
      const chance = probabilities.marginals[agent[p]! * width + c]!;
      if (chance <= 0) continue;
      inverse[p * width + c] = 1 / chance;
      own[p * width + c] = outcome[agent[p]!]! / chance;
      made[p * width + c] = base[agent[p]!]! / chance;
    }
  }
  const seen = new Uint32Array(count * width);
  const weight = new Float64Array(count * width);
  const sum = new Float64Array(count * width);
  const imputed = new Float64Array(count * width);
  for (let r = 0; r < count; r++) {
    for (let p = 0; p < size; p++) {
      const c = conditions[r * n + agent[p]!]!;
      const to = r * width + c;
      const from = p * width + c;
      seen[to]!++;
      weight[to]! += inverse[from]!;
      sum[to]! += own[from]!;
      imputed[to]! += made[from]!;
    }
  }
  return { population, base, seen, weight, outcome: sum, imputed };
}

function kept(
  unaffected: Float64Array,
  errors: Float64Array,
  size: number,
  weights: Float64Array | undefined,
): JointRedraws {
  const count = errors.length / size;
  const whole: number[] = [];
  for (let r = 0; r < count; r++) {
    let known = true;
    for (let j = 0; j < size; j++) if (Number.isNaN(errors[r * size + j]!)) known = false;
    if (known) whole.push(r);
  }
  const take = (values: Float64Array): Float64Array => {
    const taken = new Float64Array(whole.length * size);
    whole.forEach((r, k) => {
      taken.set(values.subarray(r * size, (r + 1) * size), k * size);
    });
    return taken;
  };
  return {
    unaffected: take(unaffected),
    errors: take(errors),
    leftOut: count - whole.length,
    ...(weights ? { weights: Float64Array.from(whole, (r) => weights[r]!) } : {}),
  };
}
