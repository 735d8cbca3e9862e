/** Sums over one model's published runs of the naming game, of which both comparisons are made. */
interface Sums {
  readonly runs: number;
  /** Moments in which the partner said M, and in which it said Q. */
  readonly heard: readonly [number, number];
  /** Of these, how many were followed by M. */
  readonly said: readonly [number, number];
  /** Σ wY and Σ w after M and after Q, each moment weighted by one over the chance of what was heard. */
  readonly weighted: readonly [readonly [number, number], readonly [number, number]];
  /** Of the effect, leaving out one run after another. */
  readonly se: number;
}

/**
 * Eighty runs of 24 agents each, those with an even index of Ashery, Aiello and Baronchelli (2025), "Emergent social conventions and
 * collective bias in LLM populations", Science Advances 11; github.com/Ariel-Flint-Ashery/AI-norms, MIT. The sums are those of
 * examples/naming-game-logs/data/expected.json.
 */
const MODELS: Readonly<Record<string, Sums>> = {
  "llama-3-70b": {
    ...{ runs: 20, heard: [4335, 1319], said: [4197, 358], se: 0.021449 },
    weighted: [
      [5893.796911808522, 6157.0839771382725],
      [1265.4449342324342, 4287.370615495615],
    ],
  },
  "llama-3.1-70b": {
    ...{ runs: 20, heard: [5574, 2080], said: [5242, 555], se: 0.016736 },
    weighted: [
      [7515.776447623584, 8157.721692647738],
      [2345.664505373368, 6669.100752249127],
    ],
  },
  "claude-3.5-sonnet": {
    ...{ runs: 20, heard: [2358, 1511], said: [2088, 352], se: 0.014873 },
    weighted: [
      [3233.19343155984, 3957.6747893274596],
      [1133.6594829920682, 3322.5448307626325],
    ],
  },
  "llama-2-70b": {
    ...{ runs: 20, heard: [8629, 6098], said: [5958, 2863], se: 0.011608 },
    weighted: [
      [9251.999669353694, 14906.934310520921],
      [7890.644448817437, 14058.433130642148],
    ],
  },
};
/** Names of the models, the one that agrees most first. */
export const MODEL_NAMES: readonly string[] = Object.keys(MODELS);

interface LogAnswer {
  readonly runs: number;
  readonly moments: number;
  readonly naive: number;
  readonly effect: number;
  readonly se: number;
}

/** What hearing M does to the next word: the correlation in the log, and the effect from chances of being paired. */
export function logs(model: string): LogAnswer {
  const { runs, heard, said, weighted, se } = MODELS[model]!;
  const [[oneY, one], [zeroY, zero]] = weighted;
  return {
    runs,
    moments: heard[0] + heard[1],
    naive: said[0] / heard[0] - said[1] / heard[1],
    effect: oneY / one - zeroY / zero,
    se,
  };
}
