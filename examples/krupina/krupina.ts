// Effects out of logs: the Krupina experiment, seed 0, last period. Run with: npx tsx examples/krupina/krupina.ts
import {
  anyTreatedNeighbor,
  differenceInMeans,
  estimate,
  exposureProbabilities,
  hajek,
  horvitzThompson,
  ownArm,
  readNetwork,
} from "spillway";
import { bernoulli } from "spillway/designs";
import { panelToUnits, readText } from "spillway/log";

const here = (name: string): string => new URL(`./data/${name}`, import.meta.url).pathname;
const network = await readNetwork(here("network_edges.csv.gz"), {
  directed: true,
  influence: "target-to-source",
  agents: here("profiles.csv.gz"),
});
const units = panelToUnits({
  arms: await readText(here("seed0/assignment_experiment.csv.gz")),
  outcomes: await readText(here("seed0/outcome_experiment.csv.gz")),
  armNames: ["control", "treated"],
});

const last = new Map(units.filter((unit) => unit.round === 6).map((unit) => [unit.agent, unit]));
const outcomes = network.ids.map((id) => last.get(id)?.outcome);
const plan = {
  arms: ["control", "treated"],
  agents: network.ids,
  assignments: [network.ids.map((id) => (last.get(id)?.arm === "treated" ? 1 : 0))],
};
const design = bernoulli({ probability: 0.5 });

const own = estimate({
  plan,
  outcomes,
  probabilities: exposureProbabilities(network, design, ownArm()),
  contrasts: { own: ["treated", "control"] },
  estimators: [differenceInMeans(), horvitzThompson()],
});
const byNeighbors = estimate({
  plan,
  outcomes,
  probabilities: exposureProbabilities(network, design, anyTreatedNeighbor()),
  contrasts: { direct: ["direct", "none"], spillover: ["indirect", "none"], total: ["both", "none"] },
  estimators: [hajek()],
  // Of people who hardly ever have no treated acquaintance the experiment says nothing.
  population: { floor: 0.01 },
});
for (const row of [...own, ...byNeighbors]) {
  const found = "because" in row ? `no estimate, because ${row.because}` : `${row.estimate.toFixed(4)}`;
  const interval = "ci" in row && row.ci ? ` (${row.ci.map((end) => end.toFixed(4)).join(" to ")})` : "";
  console.log(`${row.contrast} ${row.estimator}: ${found}${interval}, about ${row.population} people`);
}
