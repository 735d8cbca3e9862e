import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { shown } from "../../src/core/shown.ts";
import { wantArgument } from "../../src/core/wantArgument.ts";

/** A latent factor that would explain a spillover: how much it moves the outcome, and how unequally it is spread. */
export interface FrontierPoint {
  /** Difference of the factor's mean between the two conditions, in its standard deviations: Δ. */
  readonly imbalance: number;
  /** Change of the outcome for one standard deviation of the factor that explains the whole estimate: γ = estimate/Δ. */
  readonly effect: number;
  /** The same for the end of the interval that is nearer to 0; 0 when the interval contains 0. Absent without an interval. */
  readonly effectForLimit?: number;
}

/** Imbalances at which the frontier is told unless others are named, in standard deviations. */
const IMBALANCES: readonly number[] = [0.1, 0.2, 0.5, 1, 2];

/**
 * The frontier of latent homophily: agents who are alike choose each other, and an unmeasured trait in which exposed and unexposed agents differ by Δ and that moves outcomes by γ
 * biases a spillover by γ Δ. The pairs (Δ, γ) on the frontier explain it away altogether. Shalizi and Thomas (2011), "Homophily and contagion are generically confounded in
 * observational social network studies", Sociological Methods and Research 40.
 *
 * @param imbalances values of Δ, above 0. Default 0.1, 0.2, 0.5, 1, 2.
 * @throws SpillwayError for numbers that are not finite, and imbalances that are not above 0.
 */
export function homophilyFrontier(
  given: { readonly estimate: number; readonly ci?: readonly [low: number, high: number] },
  imbalances: readonly number[] = IMBALANCES,
): FrontierPoint[] {
  wantArgument("homophilyFrontier", "an estimate", given);
  const { estimate, ci } = given;
  if (![estimate, ...(ci ?? [])].every(Number.isFinite))
    throw new SpillwayError(
      `homophily frontier: wanted a finite estimate and interval, got ${shown({ estimate, ci })}`,
    );
  return imbalances.map((imbalance) => {
    if (!(imbalance > 0 && Number.isFinite(imbalance)))
      throw new SpillwayError(
        `homophily frontier: imbalances must be finite numbers above 0, got ${shown(imbalance)}`,
      );
    const nearer = ci === undefined ? undefined : ci[0] <= 0 && ci[1] >= 0 ? 0 : ci[0] > 0 ? ci[0] : ci[1];
    return {
      imbalance,
      effect: estimate / imbalance,
      ...(nearer === undefined ? {} : { effectForLimit: nearer / imbalance }),
    };
  });
}
