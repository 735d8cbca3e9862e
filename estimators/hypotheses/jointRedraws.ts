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
export interface JointRedraws {
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
 * Contrasts must be about the same design and the same number of worlds. Cost: O(redraws × agents) for each contrast and world, and the redraws once.
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
  contrasts.forEach(({ data, contrast, means }, j) => {
    const own =
      data.probabilities === first.data.probabilities ? drawn : redraws(data.probabilities, options);
    data.worlds.forEach((world, w) => {
      const found = redrawnOnce(world, contrast, means, own);
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

/** The estimates of one world in every redraw; NaN where there is none. */
function redrawnOnce(
  world: Observed,
  contrast: Contrast,
  means: WeightedMeans,
  { count, conditions }: Redraws,
): { readonly unaffected: Float64Array; readonly errors: Float64Array } {
  const { probabilities } = world;
  const { levels, population } = contrastData(world, contrast);
  const setting = { probabilities, levels, population };
  const schedule = imputeOutcomes(setting, world);
  const n = probabilities.network.n;
  const width = probabilities.conditions.length;
  const agent = Uint32Array.from(population);
  const inverse = levels.map((level) =>
    Float64Array.from(agent, (i) => 1 / probabilities.marginals[i * width + level]!),
  );
  const effect =
    population.reduce((sum, i) => sum + schedule.first[i]! - schedule.second[i]!, 0) / population.length;
  const outcomes = Float64Array.from(agent, (i) => world.outcome[i]!);
  const imputed = [schedule.first, schedule.second].map((side) => Float64Array.from(agent, (i) => side[i]!));
  const unaffected = new Float64Array(count);
  const errors = new Float64Array(count);
  const [one, two] = levels;
  for (let r = 0; r < count; r++) {
    const from = r * n;
    let [seenA, seenB, weightA, weightB, ownA, ownB, madeA, madeB] = [0, 0, 0, 0, 0, 0, 0, 0];
    for (let p = 0; p < agent.length; p++) {
      const c = conditions[from + agent[p]!]!;
      if (c === one) {
        const w = inverse[0]![p]!;
        seenA++;
        weightA += w;
        ownA += w * outcomes[p]!;
        madeA += w * imputed[0]![p]!;
      } else if (c === two) {
        const w = inverse[1]![p]!;
        seenB++;
        weightB += w;
        ownB += w * outcomes[p]!;
        madeB += w * imputed[1]![p]!;
      }
    }
    if ((seenA === 0 || seenB === 0) && !means.emptyIsZero) {
      unaffected[r] = Number.NaN;
      errors[r] = Number.NaN;
      continue;
    }
    const a = means.total({ outcome: ownA, weight: weightA }, agent.length);
    const b = means.total({ outcome: ownB, weight: weightB }, agent.length);
    unaffected[r] = ownA / a - ownB / b;
    errors[r] = madeA / a - madeB / b - effect;
  }
  return { unaffected, errors };
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
