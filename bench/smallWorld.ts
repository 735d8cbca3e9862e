// How long probabilities, three contrasts, two estimators and their variances take on a small world of degree 4, treated
// by a complete design, exactly and by simulation. Run with: npx tsx bench/smallWorld.ts [sizes…]
import type { Design } from "../designs/Design.ts";
import { complete, draw } from "../designs/index.ts";
import { estimate, hajek, horvitzThompson } from "../estimators/index.ts";
import { rng } from "../src/core/rng.ts";
import { anyTreatedNeighbor } from "../src/exposure/anyTreatedNeighbor.ts";
import { smallWorld } from "../src/network/generators/smallWorld.ts";
import type { Network } from "../src/network/Network.ts";
import { exposureProbabilities } from "../src/probability/exposureProbabilities.ts";

const contrasts = {
  direct: ["direct", "none"],
  spillover: ["indirect", "none"],
  total: ["both", "none"],
} as const;
const sizes = process.argv.slice(2).map(Number);

/** The same design with everything hidden but its sampler, so that probabilities must be simulated. */
function opaque(design: Design): Design {
  return {
    ...design,
    law: (network) => {
      const { n, arms, draw: sample } = design.law(network);
      return { n, arms, draw: sample, structure: { kind: "sampler-only" }, marginal: () => undefined };
    },
  };
}

function seconds(network: Network, design: Design, draws: number): number {
  const plan = draw(design, network, { seed: 1 });
  const outcomes = plan.assignments[0]!.map((arm, i) => arm + (i % 5));
  const start = process.hrtime.bigint();
  const probabilities = exposureProbabilities(network, design, anyTreatedNeighbor(), { draws });
  const estimators = [hajek(), horvitzThompson()];
  const rows = estimate({ plan, probabilities, outcomes, contrasts, estimators });
  if (rows.length !== 6 || rows.some((row) => "because" in row)) throw new Error("an estimate is missing");
  return Number(process.hrtime.bigint() - start) / 1e9;
}

const median = (times: number[]): number => times.sort((a, b) => a - b)[times.length >> 1]!;

console.log("agents  exact, first run  exact, median of 5  1,000 draws  draws / exact  peak memory");
for (const n of sizes.length > 0 ? sizes : [800, 1600, 3200, 100_000]) {
  const network = smallWorld({ n, k: 4, rewire: 0.1 }).draw(rng(1));
  const design = complete({ treated: n / 4 });
  const first = seconds(network, design, 0);
  const exact = median(Array.from({ length: 5 }, () => seconds(network, design, 0)));
  // Simulation needs every pair of agents: too many beyond some thousands.
  const simulated = n <= 3200 ? seconds(network, opaque(design), 1000) : undefined;
  const cells = [
    String(n).padStart(6),
    `${first.toFixed(3)} s`.padStart(16),
    `${exact.toFixed(3)} s`.padStart(18),
    (simulated === undefined ? "–" : `${simulated.toFixed(2)} s`).padStart(11),
    (simulated === undefined ? "–" : (simulated / exact).toFixed(0)).padStart(13),
    `${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB`.padStart(11),
  ];
  console.log(cells.join("  "));
}
