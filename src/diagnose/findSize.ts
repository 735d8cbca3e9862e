import type { Json } from "../core/canonicalJson.ts";
import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { changedStudy } from "../study-file/changedStudy.ts";
import { parseStudy } from "../study-file/parseStudy.ts";
import type { Measured } from "../truth/Measured.ts";
import { type DiagnosisRow, diagnose } from "./diagnose.ts";
import type { SweepOptions } from "./sweep.ts";

export interface SizeWanted extends Omit<SweepOptions, "onCell"> {
  /** The setting that is searched, a whole number, such as `model.network.n`. */
  readonly path: string;
  /** The least and the greatest value to look at. */
  readonly between: readonly [low: number, high: number];
  /** The power that is wanted, between 0 and 1. Default 0.8. */
  readonly power?: number;
  /** The contrast whose power it is. Default: the first of the inquiry. */
  readonly contrast?: string;
  /** The estimator. Default: the first of the answer. */
  readonly estimator?: string;
  /** Told of each value tried. */
  readonly onStep?: (step: SizeStep) => void;
}

/** A value that was tried. */
export interface SizeStep extends Measured {
  readonly size: number;
}

export interface FoundSize {
  readonly path: string;
  readonly contrast: string;
  readonly estimator: string;
  /** The power that was wanted. */
  readonly target: number;
  /** The least value tried whose power reaches the target; absent when none does. */
  readonly size?: number;
  /** Values that simulation cannot tell from it: their power is within two Monte Carlo errors of the target. */
  readonly unclear: readonly number[];
  /** All values tried, in order of size. */
  readonly steps: readonly SizeStep[];
  readonly simulations: number;
}

const POWER = 0.8;
/** The search ends when neighbouring values differ by less than this share. */
const FINE = 0.02;

/**
 * How large a setting must be for an effect to be found: the least value with the wanted power, by bisection with common random
 * numbers. It takes power to rise with the setting; where it does not, the steps show. The answer is known to 2 % of itself (or 1), and to what the
 * Monte Carlo errors of the steps leave open.
 *
 * @throws SpillwayError for a range or a power out of range, unknown contrasts and estimators, and values that the study refuses.
 */
export async function findSize(data: Json, wanted: SizeWanted): Promise<FoundSize> {
  wantArgument("findSize", "what is wanted", wanted, { fields: ["path"] });
  const { path, between, power = POWER, contrast, estimator, onStep, studyOf, ...options } = wanted;
  const [low, high] = between;
  if (!Number.isInteger(low) || !Number.isInteger(high) || low >= high)
    throw new SpillwayError(
      `findSize: wanted a range of whole numbers, the first below the second, got ${low} to ${high}`,
    );
  if (!(power > 0 && power < 1))
    throw new SpillwayError(`findSize: power must be a number between 0 and 1, got ${shown(power)}`);
  const make = studyOf ?? ((changed: Json) => parseStudy(JSON.stringify(changed), { file: "study" }));
  const { experimentPool } = await import("../parallel/simulateExperiments.ts");
  const pool = (options.workers ?? 1) > 1 ? experimentPool(options.workers!) : undefined;
  const steps = new Map<number, SizeStep>();
  let about: DiagnosisRow | undefined;
  let simulations = 0;
  const reaches = async (size: number): Promise<boolean> => {
    const study = await make(changedStudy(data, [[path, size]]));
    const found = await diagnose(study, { ...options, ...(pool ? { pool } : {}) });
    if (!found.complete) throw new SpillwayError("findSize: stopped before the end", { kind: "failure" });
    about = rowOf(found.rows, contrast, estimator);
    simulations = found.simulations;
    const step = { size, ...about.power };
    steps.set(size, step);
    onStep?.(step);
    return step.value >= power;
  };
  let size: number | undefined;
  try {
    if (await reaches(low)) size = low;
    else if (await reaches(high)) {
      let below = low;
      size = high;
      while (size - below > Math.max(1, FINE * size)) {
        const middle = Math.floor((below + size) / 2);
        if (await reaches(middle)) size = middle;
        else below = middle;
      }
    }
  } finally {
    await pool?.destroy();
  }
  const list = [...steps.values()].sort((a, b) => a.size - b.size);
  return {
    path,
    contrast: about!.contrast,
    estimator: about!.estimator,
    target: power,
    ...present({ size }),
    unclear: list.filter(({ value, mcse }) => Math.abs(value - power) <= 2 * mcse).map((step) => step.size),
    steps: list,
    simulations,
  };
}

function rowOf(
  rows: readonly DiagnosisRow[],
  contrast = rows[0]!.contrast,
  estimator?: string,
): DiagnosisRow {
  const some = rows.filter((row) => row.contrast === contrast);
  if (some.length === 0) {
    const names = [...new Set(rows.map((row) => row.contrast))].join(", ");
    throw new SpillwayError(`findSize: wanted a contrast of the study (${names}), got ${shown(contrast)}`);
  }
  const row = estimator === undefined ? some[0] : some.find((one) => one.estimator === estimator);
  if (row === undefined)
    throw new SpillwayError(
      `findSize: wanted an estimator of the study (${some.map((one) => one.estimator).join(", ")}), got ${shown(estimator)}`,
    );
  return row;
}
