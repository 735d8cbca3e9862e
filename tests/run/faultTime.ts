import type { Agent } from "../../src/agents/Agent.ts";
import { AgentFault } from "../../src/agents/AgentFault.ts";
import { rng } from "../../src/core/rng.ts";
import { type RunResult, runPlan } from "../../src/run/runPlan.ts";
import { fakeTime } from "./fakeTime.ts";
import { planOf, ring } from "./ring.ts";

/** How a call can fail, with the milliseconds that it takes then. */
const FAULTS: Readonly<Record<string, (take: (ms: number) => Promise<void>) => Promise<never>>> = {
  "429, again at once": async (take) => {
    await take(100);
    throw new AgentFault("wait", "429", { busy: false, retryAfter: 0 });
  },
  "429 without a word": async (take) => {
    await take(100);
    throw new AgentFault("wait", "429", { busy: true });
  },
  "503, after a second": async (take) => {
    await take(100);
    throw new AgentFault("wait", "503", { busy: true, retryAfter: 1000 });
  },
  "500": async (take) => {
    await take(100);
    throw new AgentFault("wait", "500");
  },
  "a reset": async (take) => {
    await take(50);
    throw new AgentFault("wait", "reset", { unsure: true });
  },
  "a cut body": async (take) => {
    await take(100);
    throw new AgentFault("wait", "cut", { unsure: true });
  },
  "an answer of no use": async (take) => {
    await take(100);
    throw new AgentFault("invalid", "no number");
  },
  "no answer within 2 s": async (take) => {
    await take(2000);
    throw new AgentFault("timeout", "late");
  },
};

/** The names of the faults. */
export const FAULT_KINDS: readonly string[] = Object.keys(FAULTS);

/**
 * Plays worlds of agents whose calls take 100 ms, a share of them with a fault drawn from some kinds, in a time that passes when nothing else can happen: so what
 * is measured are the waits of the run, and not the machine.
 *
 * @returns how the run ended, the seconds that it took, and how often each turn was answered at most.
 */
export async function timeWithFaults(
  kinds: readonly string[],
  share: number,
  {
    agents,
    worlds,
    rounds,
    open,
    journalPath,
  }: { agents: number; worlds: number; rounds: number; open: number; journalPath: string },
): Promise<{ readonly result: RunResult; readonly seconds: number; readonly most: number }> {
  const network = ring(agents);
  const plan = planOf(
    network,
    Array.from({ length: worlds }, (_, w) => network.ids.map((__, i) => (i + w) % 2)),
  );
  const time = fakeTime();
  const chance = rng("faults");
  const tries = new Map<string, number>();
  const answered = new Map<string, number>();
  const take = (ms: number): Promise<void> => new Promise((resolve) => void time.alarm(ms, resolve));
  const agent: Agent = async ({ world, round, agent: id }) => {
    const key = `${world}:${round}:${id}`;
    const n = (tries.get(key) ?? 0) + 1;
    tries.set(key, n);
    // By the call and the attempt, so that the order in which calls end changes nothing.
    const stream = chance.fork(key).fork(n);
    if (stream.uniform() < share) await FAULTS[kinds[stream.integer(kinds.length)]!]!(take);
    await take(100);
    answered.set(key, (answered.get(key) ?? 0) + 1);
    return { outcome: 1 };
  };
  const result = await runPlan({
    ...{ plan, network, rounds, journalPath, rng: rng(8), ...time },
    population: { name: "faulty", params: {}, synthetic: false },
    agentOf: () => agent,
    settings: { open, tries: 12, reasks: 12, floor: 0 },
  });
  return { result, seconds: time.clock.elapsed() / 1000, most: Math.max(...answered.values()) };
}
