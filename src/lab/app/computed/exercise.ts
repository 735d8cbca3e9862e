import { bernoulli } from "../../../../designs/bernoulli.ts";
import { draw } from "../../../../designs/draw.ts";
import { estimate } from "../../../../estimators/estimate.ts";
import { hajek } from "../../../../estimators/hajek.ts";
import { normalDraw } from "../../../core/numbers/normalDraw.ts";
import { rng } from "../../../core/rng.ts";
import { SpillwayError } from "../../../core/SpillwayError.ts";
import { anyTreatedNeighbor } from "../../../exposure/anyTreatedNeighbor.ts";
import { formatEdges } from "../../../network/files/formatEdges.ts";
import { smallWorld } from "../../../network/generators/smallWorld.ts";
import { degree } from "../../../network/Network.ts";
import { exposureProbabilities } from "../../../probability/exposureProbabilities.ts";

interface Exercise {
  readonly edges: string;
  readonly units: string;
  /** Hájek's estimate of the spillover, to three decimals as it is to be handed in. */
  readonly answer: string;
  readonly naive: string;
}

/** Chance of treatment in every exercise. */
const CHANCE = 0.3;

/** The data set of one student: everything follows from the seed, and there is one right answer. */
export function exercise(seed: string): Exercise {
  const root = rng(seed).fork("exercise");
  const network = smallWorld({ n: 60, k: 4, rewire: 0.4 }).draw(root.fork("network"));
  const design = bernoulli({ probability: CHANCE });
  const exposure = anyTreatedNeighbor();
  const plan = draw(design, network, { seed: `exercise ${seed}` });
  const arms = plan.assignments[0]!;
  const condition = exposure.of(network, Uint8Array.from(arms));
  const noise = root.fork("noise");
  const size = root.fork("effect").uniform() * 3;
  const outcomes = network.ids.map((_, i) => {
    const near = exposure.conditions[condition[i]!]!;
    const effect = (near === "indirect" || near === "both" ? size : 0) + arms[i]! * 2;
    return Math.round(10 * (5 + degree(network, i) + effect + normalDraw(noise))) / 10;
  });
  const probabilities = exposureProbabilities(network, design, exposure);
  const [row] = estimate({
    ...{ plan, probabilities, outcomes, estimators: [hajek()] },
    contrasts: { spillover: ["indirect", "none"] },
  });
  if (!row || "because" in row)
    throw new SpillwayError("this seed has nobody in one of the conditions: take another");
  const mean = (name: string): number => {
    const seen = outcomes.filter((_, i) => exposure.conditions[condition[i]!] === name);
    return seen.reduce((sum, one) => sum + one, 0) / seen.length;
  };
  return {
    edges: formatEdges(network),
    units: [
      "agent,arm,outcome",
      ...network.ids.map((id, i) => `${id},${plan.arms[arms[i]!]},${outcomes[i]}`),
      "",
    ].join("\n"),
    answer: row.estimate.toFixed(3),
    naive: (mean("indirect") - mean("none")).toFixed(3),
  };
}
