import { lessRounding } from "../../core/numbers/lessRounding.ts";
import { signFlips } from "../../core/numbers/signFlips.ts";
import { studentTQuantile } from "../../core/numbers/studentT.ts";
import { rng } from "../../core/rng.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { fisherCdf } from "./fisher.ts";

/** A world played twice, with the same draws: once in isolation, once with interaction. */
export interface PairedWorld {
  readonly world?: string | number;
  /** What is measured of the world, such as a share, where agents heard nothing. Absent when it was not observed. */
  readonly isolated?: number;
  readonly interacting?: number;
}

/** What {@link interactionEffect} may be told. */
export interface InteractionEffectOptions {
  /** Of intervals, between 0 and 1. Default 0.95. */
  readonly confidence?: number;
  /** What would be no bias, such as 0.5 for a share of two options: gives the bias of isolated and of interacting agents beside each other. */
  readonly reference?: number;
  /** Draws of signs where there are more than 34 pairs that differ. Default 9,999. */
  readonly draws?: number;
  /** Seed of those draws. Default 1. */
  readonly seed?: string | number;
}

/** A mean over worlds, with the world as the unit. */
export interface WorldMean {
  readonly estimate: number;
  /** Absent with one world; 0 where all worlds have the same value but for rounding, and then there is no interval, no t and no `p`. */
  readonly se?: number;
  readonly df?: number;
  readonly ci?: readonly [number, number];
  /** Of Student's t, two-sided. */
  readonly p?: number;
  /** Of the sign-flip test, two-sided. */
  readonly pSignFlip: number;
  /** The smallest p that so many worlds can reach. */
  readonly least: number;
  /** Signs that were tried, all of them where the test is exact. */
  readonly signs: number;
  readonly exact: boolean;
}

/** What interaction does to a quantity of whole worlds. */
export interface InteractionEffect extends WorldMean {
  readonly worlds: number;
  readonly confidence: number;
  /** Means over worlds. */
  readonly isolated: number;
  readonly interacting: number;
  /** Both against the reference: what agents bring along, and what they end in together. */
  readonly bias?: {
    readonly reference: number;
    readonly isolated: WorldMean;
    readonly interacting: WorldMean;
  };
  readonly notes: readonly string[];
}

const SAME_AMOUNT = "the two halves differ by the same amount in every world";

/**
 * The effect of interaction on a quantity of whole worlds (a share, polarization, the time to consensus): the mean over paired worlds of interacting less isolated. The unit is the
 * world, so agents never count as a sample size: R worlds have R − 1 degrees of freedom. The sign-flip test holds exactly where swapping the two
 * halves of a world changes nothing; with up to 34 worlds that differ all 2^R signs are tried, so 5 worlds reach p = 0.0625 at best and 6 reach 0.03125.
 *
 * @throws SpillwayError without a complete pair, and for numbers that are not finite.
 */
export function interactionEffect(
  pairs: readonly PairedWorld[],
  options: InteractionEffectOptions = {},
): InteractionEffect {
  wantArgument("interactionEffect", "a list of pairs of worlds", pairs, { fields: ["map"] });
  wantArgument("interactionEffect", "options", options);
  const { confidence = 0.95, reference, draws = 9999, seed = 1 } = options;
  if (!(confidence > 0 && confidence < 1))
    throw new SpillwayError(
      `interactionEffect: confidence must be between 0 and 1, got ${shown(confidence)}`,
    );
  if (!(Number.isInteger(draws) && draws >= 1))
    throw new SpillwayError(
      `interactionEffect: draws must be a whole number of at least 1, got ${shown(draws)}`,
    );
  for (const value of [reference, ...pairs.flatMap((pair) => [pair.isolated, pair.interacting])])
    if (value !== undefined && !Number.isFinite(value))
      throw new SpillwayError(`interactionEffect: wanted finite numbers, got ${shown(value)}`);
  const whole = pairs.flatMap(({ isolated, interacting }) =>
    isolated === undefined || interacting === undefined ? [] : [{ isolated, interacting }],
  );
  if (whole.length === 0)
    throw new SpillwayError(
      `interactionEffect: wanted a world that was seen both isolated and interacting, got ${pairs.length} pairs of which none is complete`,
    );
  const of = (pairs: readonly (readonly [number, number])[]): WorldMean => {
    const scale = pairs.reduce((most, [a, b]) => Math.max(most, Math.abs(a), Math.abs(b)), 0);
    const values = pairs.map(([a, b]) => lessRounding(a - b, Math.max(Math.abs(a), Math.abs(b))));
    return worldMean(values, scale, { confidence, draws, seed });
  };
  const effect = of(whole.map(({ isolated, interacting }) => [interacting, isolated]));
  const lost = pairs.length - whole.length;
  return {
    ...effect,
    worlds: whole.length,
    confidence,
    isolated: mean(whole.map(({ isolated }) => isolated)),
    interacting: mean(whole.map(({ interacting }) => interacting)),
    ...(reference === undefined
      ? {}
      : {
          bias: {
            reference,
            isolated: of(whole.map(({ isolated }) => [isolated, reference])),
            interacting: of(whole.map(({ interacting }) => [interacting, reference])),
          },
        }),
    notes: [
      ...(lost > 0 ? [`${lost} worlds were not seen in both halves and are left out`] : []),
      ...(whole.length === 1 ? ["one world has no standard error: play several"] : []),
      ...(effect.se === 0 ? [`${SAME_AMOUNT}: there is no error to estimate, no interval and no t`] : []),
      ...(effect.least > 1 - confidence && !(effect.se === 0 && effect.estimate === 0)
        ? [
            `${Math.log2(effect.signs)} of ${whole.length} worlds differ, which reach p = ${effect.least} at best: the sign-flip test cannot reject at ${Number((1 - confidence).toPrecision(3))}; ${worldsForTest(1 - confidence)} worlds that all differ could`,
          ]
        : []),
    ],
  };
}

/** Worlds from which on a two-sided sign-flip test can reject at a level. */
export function worldsForTest(level: number): number {
  if (!(level > 0 && level < 1))
    throw new SpillwayError(`worldsForTest: the level must be between 0 and 1, got ${shown(level)}`);
  return Math.max(1, Math.ceil(1 - Math.log2(level) - 1e-9));
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

/** @param scale the largest of the numbers of which the values are differences: a spread within its rounding is none. */
function worldMean(
  values: readonly number[],
  scale: number,
  { confidence, draws, seed }: Required<Pick<InteractionEffectOptions, "confidence" | "draws" | "seed">>,
): WorldMean {
  const estimate = mean(values);
  const test = signFlip(values, draws, seed);
  if (values.length < 2) return { estimate, ...test };
  const df = values.length - 1;
  const spread = Math.sqrt(values.reduce((all, v) => all + (v - estimate) ** 2, 0) / df / values.length);
  const se = lessRounding(spread, scale);
  const reach = studentTQuantile((1 + confidence) / 2, df) * se;
  return {
    estimate,
    se,
    df,
    // Worlds that are all the same tell nothing of how much others differ: an interval without length would claim certainty.
    ...(se > 0
      ? { ci: [estimate - reach, estimate + reach] as const, p: fisherCdf((se / estimate) ** 2, df, 1) }
      : {}),
    ...test,
  };
}

/** The sign-flip test in the words of this module. */
function signFlip(
  values: readonly number[],
  draws: number,
  seed: string | number,
): Pick<WorldMean, "pSignFlip" | "signs" | "exact" | "least"> {
  const { p, least, listed, count } = signFlips(values, rng(seed).fork("signs"), draws);
  return { pSignFlip: p, signs: count, exact: listed, least };
}
