import { bernoulli } from "../../../../designs/bernoulli.ts";
import { draw } from "../../../../designs/draw.ts";
import { estimate } from "../../../../estimators/estimate.ts";
import { hajek } from "../../../../estimators/hajek.ts";
import { horvitzThompson } from "../../../../estimators/horvitzThompson.ts";
import { rng } from "../../../core/rng.ts";
import { anyTreatedNeighbor } from "../../../exposure/anyTreatedNeighbor.ts";
import { preferentialAttachment } from "../../../network/generators/preferentialAttachment.ts";
import { degree } from "../../../network/Network.ts";
import { exposureProbabilities } from "../../../probability/exposureProbabilities.ts";
import type { DrawnNetwork } from "./drawnNetwork.ts";
import { placed } from "./placed.ts";

interface Weights {
  readonly network: DrawnNetwork;
  readonly arms: readonly number[];
  readonly degrees: readonly number[];
  /** Chance of each agent to be untreated beside nobody treated. */
  readonly none: readonly number[];
  /** Whether this assignment put it there. */
  readonly seen: readonly boolean[];
  /** Estimates of the spillover, whose truth is 1, by the weights and without them. */
  readonly estimates: Readonly<Record<"naive" | "horvitz-thompson" | "hajek", number | string>>;
}

/** Why probabilities of exposure differ, and what the two weighted estimators make of them: coins of one chance on a network with hubs. */
export function weights(chance: number, seed: string): Weights {
  const network = preferentialAttachment({ n: 30, m: 2 }).draw(rng(seed).fork("network"));
  const exposure = anyTreatedNeighbor();
  const design = bernoulli({ probability: chance });
  const probabilities = exposureProbabilities(network, design, exposure);
  const plan = draw(design, network, { seed });
  const arms = plan.assignments[0]!;
  const condition = exposure.of(network, Uint8Array.from(arms));
  const degrees = network.ids.map((_, i) => degree(network, i));
  const [none, indirect] = ["none", "indirect"].map((name) => exposure.conditions.indexOf(name));
  // Popular agents do more anyway; a treated friend adds 1.
  const outcomes = degrees.map(
    (friends, i) =>
      friends + (condition[i] === indirect || condition[i] === exposure.conditions.indexOf("both") ? 1 : 0),
  );
  const rows = estimate({
    ...{ plan, probabilities, outcomes },
    contrasts: { spillover: ["indirect", "none"] },
    estimators: [hajek(), horvitzThompson()],
  });
  const told = (name: string): number | string => {
    const row = rows.find(({ estimator }) => estimator === name)!;
    return "because" in row ? row.because : row.estimate;
  };
  const meanOf = (which: number): number | undefined => {
    const seen = outcomes.filter((_, i) => condition[i] === which);
    return seen.length === 0 ? undefined : seen.reduce((sum, one) => sum + one, 0) / seen.length;
  };
  const [first, second] = [meanOf(indirect!), meanOf(none!)];
  return {
    network: placed(network, seed),
    arms,
    degrees,
    none: degrees.map((_, i) => probabilities.of(i, "none")),
    seen: degrees.map((_, i) => condition[i] === none),
    estimates: {
      naive:
        first === undefined || second === undefined ? "nobody is in one of the conditions" : first - second,
      "horvitz-thompson": told("horvitz-thompson"),
      hajek: told("hajek"),
    },
  };
}
