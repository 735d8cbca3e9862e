// What running costs: turns a second with synthetic agents and the journal on, processor time for each call of agents that
// answer later with 2,000 calls open, and memory over a million turns. Times are of the processor (user and system), which
// other programs on the machine disturb less than the clock. Run with: npx tsx bench/runner.ts [synthetic] [threads] [later] [memory]
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TreatmentPlan } from "../designs/plan.ts";
import type { Agent } from "../src/agents/Agent.ts";
import { linearInMeans } from "../src/agents/synthetic/linearInMeans.ts";
import { threshold } from "../src/agents/synthetic/threshold.ts";
import { formatJson } from "../src/core/formatJson.ts";
import { rng } from "../src/core/rng.ts";
import { ringLattice } from "../src/network/generators/ringLattice.ts";
import type { Network } from "../src/network/Network.ts";
import { networkHash } from "../src/network/networkHash.ts";
import { playInThreads } from "../src/parallel/playInThreads.ts";
import { type RunPlanOptions, runPlan } from "../src/run/runPlan.ts";
import { systemClock } from "../src/run/systemClock.ts";
import { planStudy } from "../src/study/planStudy.ts";
import { prepareStudy } from "../src/study/prepareStudy.ts";
import { studyData } from "../src/study/studyData.ts";
import { parseStudy } from "../src/study-file/parseStudy.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-bench-"));
const wanted = new Set(process.argv.slice(2));
const asked = (name: string): boolean => wanted.size === 0 || wanted.has(name);

function planFor(network: Network, worlds: number): TreatmentPlan {
  return {
    format: 1,
    spillway: "bench",
    networkHash: networkHash(network),
    design: { name: "fixed", params: {} },
    seed: "1",
    arms: ["control", "treated"],
    agents: network.ids,
    assignments: Array.from({ length: worlds }, (_, w) => network.ids.map((_, i) => (i + w) % 2)),
    hash: "a".repeat(64),
  };
}

async function measure(
  name: string,
  options: Omit<RunPlanOptions, "clock" | "journalPath" | "rng"> & Partial<Pick<RunPlanOptions, "rng">>,
): Promise<void> {
  const journalPath = join(folder, "journal.jsonl");
  rmSync(journalPath, { force: true });
  const before = process.cpuUsage();
  const start = performance.now();
  const { turns } = await runPlan({ rng: rng(2), ...options, journalPath, clock: systemClock });
  const { user, system } = process.cpuUsage(before);
  const cpu = (user + system) / 1e6;
  const wall = (performance.now() - start) / 1000;
  console.log(
    `${name.padEnd(52)} ${turns} turns  ${cpu.toFixed(2)} s of processor (${((1e6 * cpu) / turns).toFixed(1)} µs a turn, ${Math.round(turns / cpu)} a second), ${wall.toFixed(2)} s; journal ${(statSync(journalPath).size / 2 ** 20).toFixed(0)} MiB`,
  );
}

if (asked("synthetic")) {
  const network = ringLattice({ n: 1000, k: 4 }).draw(rng(1));
  const plan = planFor(network, 10);
  for (const population of [threshold(), linearInMeans({ endogenous: 0.5 })]) {
    const agentOf = population.create({ network, arms: plan.arms, rng: rng(5) });
    for (let k = 0; k < 3; k++)
      await measure(`${population.name}, 1,000 agents, degree 4`, {
        plan,
        network,
        population,
        agentOf,
        rounds: 20,
      });
  }
}

if (asked("threads")) {
  const study = await parseStudy(
    JSON.stringify({
      seed: 1,
      model: { network: { kind: "ring-lattice", n: 1000, k: 4 }, agents: { kind: "threshold" } },
      inquiry: { spillover: ["indirect", "none"] },
      data: { assign: { kind: "complete", treated: 200 }, expose: "any-treated", rounds: 20, worlds: 100 },
      answer: ["hajek"],
    }),
  );
  const prepared = prepareStudy(study);
  const { network, setting, streams } = prepared;
  const plan = planStudy(study, prepared);
  const population = study.model.agents;
  const run = { plan, network, population, agentOf: population.create(setting), rounds: 20 };
  for (const workers of [1, 2])
    await measure(`threshold, 100 worlds, threads: ${workers}`, {
      ...run,
      rng: streams.run,
      ...(workers === 1
        ? {}
        : {
            playWorlds: await playInThreads(
              study,
              { study: formatJson(studyData(study, "n.json")) },
              plan,
              workers,
            ),
          }),
    });
}

if (asked("later")) {
  const network = ringLattice({ n: 500, k: 4 }).draw(rng(1));
  const plan = planFor(network, 8);
  const pace = rng("pace");
  let open = 0;
  let most = 0;
  const agent: Agent = async ({ heard }) => {
    most = Math.max(most, ++open);
    await new Promise((resolve) => setTimeout(resolve, 50 + 100 * pace.uniform()));
    open--;
    return {
      said: heard.length,
      outcome: 1,
      call: { model: "m", usage: { input: 400, output: 50 }, cost: 0.001, text: "yes" },
    };
  };
  const population = { name: "later", params: {}, synthetic: false };
  await measure("agents that answer after 0.1 s, 2,000 open", {
    plan,
    network,
    population,
    agentOf: () => agent,
    rounds: 10,
    settings: { open: 2000 },
  });
  console.log(`most calls open at a time: ${most}`);
}

if (asked("memory")) {
  const network = ringLattice({ n: 1000, k: 4 }).draw(rng(1));
  const plan = planFor(network, 1);
  const population = threshold();
  const agentOf = population.create({ network, arms: plan.arms, rng: rng(5) });
  const settled: number[] = [];
  await measure("memory over 1,000,000 turns of one world", {
    plan,
    network,
    population,
    agentOf,
    rounds: 1000,
    onProgress({ done }) {
      if (done % 200_000 === 0) {
        (globalThis as { gc?: () => void }).gc?.();
        settled.push(process.memoryUsage().heapUsed / 2 ** 20);
      }
    },
  });
  console.log(
    `heap after each 200,000 turns: ${settled.map((size) => size.toFixed(0)).join(", ")} MiB; process ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB`,
  );
}
rmSync(folder, { recursive: true });
