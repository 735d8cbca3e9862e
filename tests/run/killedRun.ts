/**
 * A run as a process of its own, for the test that kills it at random moments: 200 agents that answer later and are asked
 * again now and then, 10 rounds. Arguments: the journal, the number of answers after which the process kills itself, and
 * the microseconds that it then waits.
 */
import { AgentFault } from "../../src/agents/AgentFault.ts";
import { rng } from "../../src/core/rng.ts";
import { runPlan } from "../../src/run/runPlan.ts";
import { systemClock } from "../../src/run/systemClock.ts";
import { planOf, ring } from "./ring.ts";

const [journalPath = "", answers = "Infinity", wait = "0"] = process.argv.slice(2);
const network = ring(200);
const plan = planOf(network, [network.ids.map((_, i) => i % 2)]);
const pace = rng(`pace ${answers} ${wait}`);
let answered = 0;

function die(): void {
  const until = performance.now() + Number(wait) / 1000;
  const spin = (): void => {
    if (performance.now() < until) setImmediate(spin);
    else process.kill(process.pid, "SIGKILL");
  };
  spin();
}

await runPlan({
  plan,
  network,
  population: { name: "later", params: {}, synthetic: false },
  agentOf: () => async (view) => {
    await new Promise((resolve) => setTimeout(resolve, 2 * pace.uniform()));
    if (++answered === Number(answers)) die();
    const draw = view.rng.uniform();
    if (draw < 0.1 && !view.retry) throw new AgentFault("invalid", `drew ${draw}`);
    const said = view.heard.reduce((total, one) => total + Number(one.said), draw) / 3;
    return {
      said,
      state: [view.round, draw],
      outcome: said,
      call: { text: `${draw}`, usage: { input: 3, output: 1 } },
    };
  },
  rounds: 10,
  rng: rng(plan.seed),
  journalPath,
  clock: systemClock,
  settings: { open: 32 },
});
