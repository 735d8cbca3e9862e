/** A targeted mean: predictions moved until they fit the weighted outcomes. */
interface TargetedMean {
  /** The shift on the scale of logits. */
  readonly epsilon: number;
  readonly updated: Float64Array;
}

const STEPS = 200;
const CLOSE = 1e-14;

const expit = (x: number): number => 1 / (1 + Math.exp(-x));
const logit = (p: number): number => Math.log(p / (1 - p));

/**
 * The fluctuation of targeted maximum likelihood: ε with Σ w_i (Y_i − expit(logit m_i + ε)) = 0, by Newton's method within a bracket, and the predictions moved by it. van der Laan (2014), "Causal inference
 * for a population of causally connected units"; Sofrygin and van der Laan (2017).
 *
 * @param outcomes between 0 and 1
 * @param predictions above 0 and below 1
 * @param weights 1/π for those in the condition with an outcome, else 0
 * @returns undefined where all weighted outcomes are 0, or all are 1: no finite shift fits
 */
export function targetedMean(
  outcomes: ArrayLike<number>,
  predictions: Float64Array,
  weights: Float64Array,
): TargetedMean | undefined {
  const offsets = predictions.map(logit);
  const score = (epsilon: number): { value: number; slope: number } => {
    let [value, slope] = [0, 0];
    for (let i = 0; i < offsets.length; i++) {
      if (weights[i] === 0) continue;
      const p = expit(offsets[i]! + epsilon);
      value += weights[i]! * (outcomes[i]! - p);
      slope += weights[i]! * p * (1 - p);
    }
    return { value, slope };
  };
  let [low, high] = [-40, 40];
  if (!(score(low).value > 0 && score(high).value < 0)) return undefined;
  let epsilon = 0;
  for (let step = 0; step < STEPS; step++) {
    const { value, slope } = score(epsilon);
    if (value > 0) low = epsilon;
    else high = epsilon;
    const newton = epsilon + value / slope;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - epsilon) <= CLOSE * Math.max(1, Math.abs(next))) break;
    epsilon = next;
  }
  return { epsilon, updated: offsets.map((x) => expit(x + epsilon)) };
}
