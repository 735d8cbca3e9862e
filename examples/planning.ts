// Planning a spillover experiment with 2,000 agents on a budget, from a first idea to a chosen design: the cheapest plan
// that finds the effect in 80 % of experiments. Run with: npx tsx examples/planning.ts
import {
  anyTreatedNeighbor,
  type Design,
  diagnose,
  exposureResponse,
  rng,
  type Study,
  smallWorld,
  study,
} from "spillway";
import { bernoulli, complete, ego, graphCluster, independentSetDesign } from "spillway/designs";
import { hajek } from "spillway/estimators";
import { studyCost } from "spillway/studies";

const BUDGET = 20;
const CALL = 0.002;
const simulations = Number(process.argv[2] ?? 200);
const network = smallWorld({ n: 2000, k: 6, rewire: 0.1 }).draw(rng("planning"));

// What we believe: a treated neighbour moves an agent by 0.15 of the standard deviation between agents.
const believed = exposureResponse({
  outcomes: { none: 0, indirect: 0.15, direct: 0.5, both: 0.7 },
  spread: 1,
});
const plan = (assign: Design, worlds: number): Study =>
  study({
    seed: "planning",
    model: { network, agents: believed },
    inquiry: { spillover: ["indirect", "none"] },
    data: { assign, expose: anyTreatedNeighbor(), worlds },
    answer: [hajek()],
  });

const candidates: readonly (readonly [string, Design])[] = [
  ["first idea, half of them", bernoulli({ probability: 0.5 })],
  ["one in eight", complete({ treated: 250 })],
  ["communities", graphCluster({ resolution: 10, probability: 0.5 })],
  ["egos and their neighbours", ego({})],
  ["independent set", independentSetDesign({ effect: "spillover" })],
];
let chosen: { name: string; money: number; power: number } | undefined;
for (const [design, assign] of candidates) {
  for (const worlds of [1, 2, 3]) {
    const name = `${design}, ${worlds === 1 ? "one world" : `${worlds} worlds`}`;
    const wanted = plan(assign, worlds);
    const { money = 0 } = studyCost(wanted, { callPrice: CALL });
    if (money > BUDGET) {
      console.log(`${name}: ${money.toFixed(2)} is over the budget`);
      continue;
    }
    const [row] = (await diagnose(wanted, { simulations })).rows;
    const { value: power, mcse } = row!.power;
    const known = `standard error ${row!.sd?.value.toFixed(3)}, coverage ${row!.coverage?.value.toFixed(2)}`;
    const worth = `${(power / money).toFixed(3)} for each unit of money`;
    console.log(
      `${name}: ${money.toFixed(2)}, power ${power.toFixed(2)} ± ${mcse.toFixed(2)}, ${worth}; ${known}`,
    );
    const better = money < (chosen?.money ?? Infinity) || (money === chosen?.money && power > chosen.power);
    if (power >= 0.8 && better) chosen = { name, money, power };
  }
}
console.log(
  chosen ? `chosen: ${chosen.name}, power ${chosen.power.toFixed(2)}` : "nothing within the budget will do",
);
