// What a baseline is worth: the total effect of four staggered experiments of known truth (CausalMP environments, MIT), from outcomes of the
// last period, from changes since the first, and from a regression on the first. Prints the rows of a table of docs/numbers.md. The data of
// three of them are not in the repository: npx tsx examples/baselines.ts ../shared/data/causalmp
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { anyTreatedNeighbor, exposureProbabilities, fromEdges, hajek, ownArm, readNetwork } from "spillway";
import { bernoulli, complete, type Design } from "spillway/designs";
import { changeFromBaseline, exposureRegression, type InquireRequest, inquire } from "spillway/estimators";
import { panelToUnits, readText } from "spillway/log";

/** Root mean squared errors over seeds, of outcomes, changes and the regression, and the mean standard error of the regression where it is given. */
export interface BaselineErrors {
  readonly environment: string;
  readonly plain: number;
  readonly change: number;
  readonly regression: number;
  /** Of the regression; undefined where none is given in any seed. */
  readonly se: number | undefined;
  /** Estimates of each kind: one for each seed. */
  readonly estimates: readonly number[];
  /** Of changes among agents with a probability of at least 0.01 of both conditions: agents, and in how many of the seeds an interval is given and holds the true effect. */
  readonly floored: { readonly agents: number; readonly given: number; readonly holding: number };
}

/** Environments, the design of the last period, and whether the network is known. */
const ENVIRONMENTS: readonly (readonly [name: string, design: Design, known: boolean])[] = [
  ["auction", bernoulli({ probability: 0.5 }), false],
  ["data_center", bernoulli({ probability: 0.5 }), false],
  ["llm_social_network", complete({ treated: 800 }), false],
  ["krupina", bernoulli({ probability: 0.5 }), true],
];

/** The errors in every environment whose data lie in the folder. */
export async function baselineErrors(folder: string): Promise<BaselineErrors[]> {
  const found: BaselineErrors[] = [];
  for (const [environment, design, known] of ENVIRONMENTS)
    if (existsSync(join(folder, environment)))
      found.push(await errorsIn(environment, join(folder, environment), design, known));
  return found;
}

async function errorsIn(
  environment: string,
  folder: string,
  design: Design,
  known: boolean,
): Promise<BaselineErrors> {
  const truths = readFileSync(join(folder, "ground_truth.csv"), "utf8").trim().split("\n").slice(1);
  const errors: number[][] = [[], [], []];
  const ses: number[] = [];
  const floored = { agents: 0, given: 0, holding: 0 };
  for (let seed = 0; seed < 5; seed++) {
    const units = panelToUnits({
      arms: await readText(join(folder, `seed${seed}/assignment_experiment.csv.gz`)),
      outcomes: await readText(join(folder, `seed${seed}/outcome_experiment.csv.gz`)),
      armNames: ["control", "treated"],
    });
    const rounds = units.map(({ round }) => round!);
    const [first, last] = [Math.min(...new Set(rounds)), Math.max(...new Set(rounds))];
    const truth = Number(
      truths
        .filter((line) => line.startsWith(`${seed},`))
        .at(-1)!
        .split(",")
        .at(-1),
    );
    const of = (round: number) =>
      new Map(units.filter((unit) => unit.round === round).map((unit) => [unit.agent, unit]));
    const [before, after] = [of(first), of(last)];
    const network = known
      ? await readNetwork(join(folder, "network_edges.csv.gz"), {
          directed: true,
          influence: "target-to-source",
          agents: join(folder, "profiles.csv.gz"),
        })
      : fromEdges([], { agents: [...after.keys()] });
    const arms = Uint8Array.from(network.ids, (id) => (after.get(id)!.arm === "treated" ? 1 : 0));
    const values = Float64Array.from(network.ids, (id) => before.get(id)!.outcome!);
    const measured = { values, observed: new Uint8Array(network.n).fill(1) };
    const exposure = known ? anyTreatedNeighbor() : ownArm();
    const [from, to] = known ? ["both", "none"] : ["treated", "control"];
    const probabilities = exposureProbabilities(network, design, exposure);
    const asked: Omit<InquireRequest, "estimators"> = {
      plan: { arms: ["control", "treated"], agents: network.ids, assignments: [[...arms]] },
      probabilities,
      outcomes: network.ids.map((id) => after.get(id)!.outcome),
      inquiries: [{ name: "total", first: from!, second: to! }],
      context: [
        {
          rounds: [
            {
              round: first,
              arms: new Uint8Array(network.n),
              condition: new Uint8Array(network.n),
              outcomes: new Map([["outcome", measured]]),
            },
          ],
        },
      ],
    };
    const change = changeFromBaseline({ baseline: [first] });
    const rows = inquire({
      ...asked,
      estimators: [hajek(), change, exposureRegression({ baseline: [first] })],
    });
    const [among] = inquire({
      ...asked,
      ...(known ? { population: { floor: 0.01 } } : {}),
      estimators: [change],
    });
    if (among && "estimate" in among) {
      floored.agents = among.population;
      if (among.ci) {
        floored.given++;
        if (among.ci[0] <= truth && truth <= among.ci[1]) floored.holding++;
      }
    }
    rows.forEach((row, k) => {
      if (!("estimate" in row)) return;
      errors[k]!.push((row.estimate - truth) / (known ? truth : 1));
      if (k === 2 && row.se !== undefined) ses.push(row.se);
    });
  }
  const root = (own: readonly number[]): number =>
    Math.sqrt(own.reduce((sum, error) => sum + error ** 2, 0) / own.length);
  const [plain, change, regression] = errors.map(root) as [number, number, number];
  const se = ses.length === 0 ? undefined : ses.reduce((sum, one) => sum + one, 0) / ses.length;
  const estimates = errors.map(({ length }) => length);
  return { environment, plain, change, regression, se, estimates, floored };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  for (const { environment, plain, change, regression, se } of await baselineErrors(
    process.argv[2] ?? "../shared/data/causalmp",
  ))
    console.log(
      `| ${[environment, ...[plain, change, regression].map((x) => x.toPrecision(3)), se?.toPrecision(3) ?? "withheld"].join(" | ")} |`,
    );
