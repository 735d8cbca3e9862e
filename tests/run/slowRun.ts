/**
 * A run as a process of its own, for the test that kills it: six agents with noise, three rounds, four worlds. Arguments: the
 * journal, and the number of turns after which the next one hangs, as an agent does whose model never answers.
 */
import { linearInMeans } from "../../src/agents/synthetic/linearInMeans.ts";
import { rng } from "../../src/core/rng.ts";
import { runPlan } from "../../src/run/runPlan.ts";
import { systemClock } from "../../src/run/systemClock.ts";
import { planOf, ring } from "./ring.ts";

const [journalPath = "", hangAfter = "Infinity"] = process.argv.slice(2);
const network = ring(6);
const plan = planOf(
  network,
  [0, 1, 2, 3].map((world) => network.ids.map((_, i) => (i + world) % 2)),
);
const population = linearInMeans({ endogenous: 0.5, spread: 1, noise: 1 });
const agentOf = population.create({ network, arms: plan.arms, rng: rng(plan.seed).fork("agents") });
let asked = 0;

await runPlan({
  plan,
  network,
  population,
  agentOf: (i) => async (view) => {
    if (asked++ >= Number(hangAfter)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    return agentOf(i)(view);
  },
  settings: { open: 1 },
  rounds: 3,
  rng: rng(plan.seed),
  journalPath,
  clock: systemClock,
});
