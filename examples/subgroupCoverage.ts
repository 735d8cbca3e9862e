/** The table of docs/estimators/best-subgroup.md: how often its guarantees hold over redraws of the design. `npx tsx examples/subgroupCoverage.ts` prints it. */
import type { Design } from "../designs/Design.ts";
import { bernoulli, blocked, complete, graphCluster } from "../designs/index.ts";
import { inquire } from "../estimators/inquire.ts";
import { bestSubgroup } from "../estimators/subgroups/bestSubgroup.ts";
import { rng } from "../src/core/rng.ts";
import { anyTreatedNeighbor } from "../src/exposure/anyTreatedNeighbor.ts";
import type { Exposure } from "../src/exposure/Exposure.ts";
import { ownArm } from "../src/exposure/ownArm.ts";
import { smallWorld } from "../src/network/generators/smallWorld.ts";
import { exposureProbabilities } from "../src/probability/exposureProbabilities.ts";

const REPEATS = Number(process.argv[2] ?? 400);
const n = 400;
const network = smallWorld({ n, k: 4, rewire: 0.1 }).draw(rng("network"));
const equal = network.ids.map((_, i) => Math.floor((4 * i) / n));
/** Groups of 160, 120, 80 and 40 agents. */
const unequal = network.ids.map((_, i) => (i < 160 ? 0 : i < 280 ? 1 : i < 360 ? 2 : 3));

const designs: Readonly<Record<string, readonly [Design, Exposure, string, string]>> = {
  "coins, friends": [bernoulli({ probability: 0.3 }), anyTreatedNeighbor(), "indirect", "none"],
  "fixed number, friends": [complete({ treated: 120 }), anyTreatedNeighbor(), "indirect", "none"],
  "blocks, own arm": [
    blocked({ blocks: equal, counts: Object.fromEntries([0, 1, 2, 3].map((b) => [b, [50, 50]])) }),
    ownArm(),
    "treated",
    "control",
  ],
  "clusters, own arm": [
    graphCluster({ method: "label-propagation", maxSize: 8 }),
    ownArm(),
    "treated",
    "control",
  ],
};
/** Noise of one agent, of standard deviation about 1. */
const noises: Readonly<Record<string, (u: number, v: number) => number>> = {
  normal: (u, v) => Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v),
  skewed: (u, v) => (Math.exp(Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v)) - 1.65) / 2.16,
};
/** Effects of the four groups by the noise: intervals do not depend on them, and a small lead is the hardest to see. */
const gaps: Readonly<Record<string, readonly number[]>> = {
  normal: [1, 1, 1, 1.3],
  skewed: [1, 1, 1, 2],
};

const share = (count: number, of: number): string => (count / of).toFixed(3);
console.log(
  "| design and contrast | groups | noise, lead | best is named | every interval holds | every lead holds | named, mean | no answer |\n|---|---|---|---|---|---|---|---|",
);
for (const [name, [design, exposure, first, second]] of Object.entries(designs)) {
  const law = design.law(network);
  const probabilities = exposureProbabilities(network, design, exposure, { law });
  const able = network.ids.map((_, i) => probabilities.of(i, first) > 0 && probabilities.of(i, second) > 0);
  for (const [groups, group] of Object.entries({ equal, unequal }))
    for (const [noise, drawn] of Object.entries(noises)) {
      const effects = gaps[noise]!;
      const stream = rng("outcomes").fork(noise);
      const level = network.ids.map((_, i) =>
        drawn(stream.fork(i).uniform(), stream.fork(i).fork(1).uniform()),
      );
      // Effects differ among the agents of a group, too.
      const own = network.ids.map(
        (_, i) => effects[group[i]!]! + 0.5 * (stream.fork(i).fork(2).uniform() - 0.5),
      );
      const truth = [0, 1, 2, 3].map((g) => {
        const members = own.filter((_, i) => able[i] && group[i] === g);
        return members.reduce((sum, one) => sum + one, 0) / members.length;
      });
      const best = truth.indexOf(Math.max(...truth));
      const covariates = new Map([
        ["village", { values: Float64Array.from(group), observed: new Uint8Array(n).fill(1) }],
      ]);
      let [answered, kept, all, leads, named] = [0, 0, 0, 0, 0];
      for (let r = 0; r < REPEATS; r++) {
        const arms = law.draw(rng("redraws").fork(name).fork(r));
        const condition = exposure.of(network, arms);
        const treated = exposure.conditions.indexOf(first);
        const row = inquire({
          plan: { arms: law.arms, agents: network.ids, assignments: [[...arms]] },
          probabilities,
          outcomes: network.ids.map((_, i) => level[i]! + (condition[i] === treated ? own[i]! : 0)),
          inquiries: [{ kind: "most", name: "who", first, second }],
          estimators: [bestSubgroup({ by: "village" })],
          context: [{ covariates }],
        })[0]!;
        if (!("subgroups" in row)) continue;
        answered++;
        // They come with the largest estimate first.
        const found = [0, 1, 2, 3].map((g) => row.subgroups!.find(({ name }) => name === `village = ${g}`)!);
        if (found[best]!.selected) kept++;
        named += found.filter(({ selected }) => selected).length;
        if (found.every(({ simultaneous: [low, high] }, g) => low <= truth[g]! && truth[g]! <= high)) all++;
        const leadOf = (g: number): number => truth[g]! - Math.max(...truth.filter((_, h) => h !== g));
        if (found.every(({ lead: [low, high] }, g) => low <= leadOf(g) && leadOf(g) <= high)) leads++;
      }
      console.log(
        `| ${name} | ${groups} | ${noise}, ${effects[3]! - effects[0]! < 0.5 ? 0.3 : 1} | ${answered === 0 ? "– | – | – | –" : [share(kept, answered), share(all, answered), share(leads, answered), (named / answered).toFixed(1)].join(" | ")} | ${REPEATS - answered} |`,
      );
    }
}
