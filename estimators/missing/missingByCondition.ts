import { chiSquareCdf } from "../../src/core/numbers/chiSquare.ts";
import { rng } from "../../src/core/rng.ts";
import type { ExposureProbabilities } from "../../src/probability/PairProbabilities.ts";

/** Below this p outcomes are said to be missing by condition: so often, at most, where they are not. */
const CLEAR = 0.01;
/** Redraws of the design behind the test. */
const DRAWS = 999;
/** Draws × (agents + edges) up to this number are made; above it the χ² test takes their place. */
const MOST_WORK = 4e7;

interface Task {
  readonly probabilities: ExposureProbabilities;
  readonly condition: Uint8Array;
  readonly observed: Uint8Array;
  readonly levels: readonly [number, number];
  readonly names: readonly [string, string];
  /** Agents that can be in both conditions, with an outcome or without. */
  readonly agents: readonly number[];
}

/**
 * Whether outcomes are missing more often in one condition than in the other: a warning with both rates and p, or nothing. The test is a randomization
 * test of the sharp hypothesis that nobody's answering depends on the assignment (the difference of the rates against 999 redraws of the design), exact under every design;
 * where redraws would take long, Pearson's χ² test of independent agents. Warned where p < 0.01.
 */
export function missingByCondition(task: Task): string | undefined {
  const kept = answers.get(task.observed) ?? new Map<string, string | undefined>();
  answers.set(task.observed, kept);
  const key = `${task.levels.join()} ${task.names.join()}`;
  if (!kept.has(key)) kept.set(key, warningOf(task));
  return kept.get(key);
}

/** Answers for a world, which every estimator asks for. */
const answers = new WeakMap<Uint8Array, Map<string, string | undefined>>();

function warningOf(task: Task): string | undefined {
  const { names, condition } = task;
  const seen = ratesOf(task, condition);
  if (seen.count[0] === 0 || seen.count[1] === 0) return undefined;
  const { p, by } = testOf(task, seen);
  if (!(p < CLEAR)) return undefined;
  const part = (a: 0 | 1): string =>
    `${seen.missing[a]} of ${seen.count[a]} (${percent(seen.missing[a] / seen.count[a])}) in ${names[a]}`;
  return `outcomes are missing by condition: ${part(0)}, ${part(1)} (p ${p < 0.0015 ? "< 0.002" : `= ${p.toPrecision(2)}`} by ${by}): means of those who answered compare different agents, so look at the bounds`;
}

interface Rates {
  readonly count: readonly [number, number];
  readonly missing: readonly [number, number];
}

function ratesOf({ observed, levels, agents }: Task, condition: ArrayLike<number>): Rates {
  const count: [number, number] = [0, 0];
  const missing: [number, number] = [0, 0];
  for (const i of agents) {
    const a = condition[i] === levels[0] ? 0 : condition[i] === levels[1] ? 1 : undefined;
    if (a === undefined) continue;
    count[a]++;
    if (observed[i] === 0) missing[a]++;
  }
  return { count, missing };
}

const difference = ({ count, missing }: Rates): number =>
  count[0] === 0 || count[1] === 0 ? 0 : Math.abs(missing[0] / count[0] - missing[1] / count[1]);

function testOf(task: Task, seen: Rates): { p: number; by: string } {
  const { probabilities } = task;
  const { network } = probabilities;
  if (DRAWS * (network.n + network.edges) > MOST_WORK)
    return { p: chiSquare(seen), by: "a χ² test of independent agents" };
  const least = difference(seen) * (1 - 1e-12);
  let asFar = 1;
  for (const condition of conditionsOf(probabilities))
    if (difference(ratesOf(task, condition)) >= least) asFar++;
  return { p: asFar / (DRAWS + 1), by: `${DRAWS} redraws of the design` };
}

const known = new WeakMap<ExposureProbabilities, Uint8Array[]>();

/** Conditions in redraws of the design, made once for all contrasts. */
function conditionsOf(probabilities: ExposureProbabilities): Uint8Array[] {
  const kept = known.get(probabilities);
  if (kept) return kept;
  const { law, exposure, network } = probabilities;
  const stream = rng("missing outcomes");
  const made = Array.from({ length: DRAWS }, (_, r) => exposure.of(network, law.draw(stream.fork(r))));
  known.set(probabilities, made);
  return made;
}

function chiSquare({ count, missing }: Rates): number {
  const all = count[0] + count[1];
  const share = (missing[0] + missing[1]) / all;
  if (share === 0 || share === 1) return 1;
  const statistic = ([0, 1] as const)
    .map((a) => (missing[a] - count[a] * share) ** 2 / (count[a] * share * (1 - share)))
    .reduce((x, y) => x + y, 0);
  return 1 - chiSquareCdf(statistic, 1);
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;
