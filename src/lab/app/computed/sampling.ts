import { bernoulli } from "../../../../designs/bernoulli.ts";
import { draw } from "../../../../designs/draw.ts";
import { rng } from "../../../core/rng.ts";
import { anyTreatedNeighbor } from "../../../exposure/anyTreatedNeighbor.ts";
import { smallWorld } from "../../../network/generators/smallWorld.ts";
import { degree } from "../../../network/Network.ts";
import { exposureProbabilities } from "../../../probability/exposureProbabilities.ts";
import { weightedGap } from "./weightedGap.ts";

interface Sampling {
  /** One estimate for each assignment, in the order of drawing. */
  readonly naive: readonly number[];
  readonly weighted: readonly number[];
  readonly truth: number;
}

/** What a treated friend does to everybody: the truth of {@link sampling}. */
const SPILLOVER = 1;

/** Estimates of the spillover under so many assignments of one experiment: without weights, and weighted by Hájek's ratio. */
export function sampling(draws: number, seed: string): Sampling {
  const network = smallWorld({ n: 100, k: 4, rewire: 0.5 }).draw(rng(seed).fork("network"));
  const exposure = anyTreatedNeighbor();
  const design = bernoulli({ probability: 0.2 });
  const law = design.law(network);
  const probabilities = exposureProbabilities(network, design, exposure, { law });
  const [none, indirect, both] = ["none", "indirect", "both"].map((name) =>
    exposure.conditions.indexOf(name),
  );
  const plan = draw(design, network, { seed, law, worlds: draws });
  const naive: number[] = [];
  const weighted: number[] = [];
  for (const arms of plan.assignments) {
    const condition = exposure.of(network, Uint8Array.from(arms));
    const outcomes = network.ids.map(
      (_, i) => degree(network, i) + (condition[i] === indirect || condition[i] === both ? SPILLOVER : 0),
    );
    const gap = (chance: (i: number, c: number) => number): number =>
      weightedGap({ outcomes, condition, pair: [indirect!, none!], chance });
    naive.push(gap(() => 1));
    weighted.push(gap((i, c) => probabilities.of(i, exposure.conditions[c]!)));
  }
  return { naive, weighted, truth: SPILLOVER };
}
