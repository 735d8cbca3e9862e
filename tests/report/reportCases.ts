import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { bernoulli, blocked, complete } from "../../designs/index.ts";
import { differenceInMeans, hajek, horvitzThompson } from "../../estimators/index.ts";
import type { Agent } from "../../src/agents/Agent.ts";
import { exposureResponse } from "../../src/agents/index.ts";
import type { Population } from "../../src/agents/Population.ts";
import type { Json } from "../../src/core/canonicalJson.ts";
import { rng } from "../../src/core/rng.ts";
import { estimateData } from "../../src/experiment/estimates/estimateData.ts";
import { estimateFiles, type ReadFiles } from "../../src/experiment/estimates/estimateFiles.ts";
import { experimentScope } from "../../src/experiment/experimentScope.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { type Edge, fromEdges } from "../../src/network/fromEdges.ts";
import { networkModels } from "../../src/network/generators/networkModels.ts";
import { resultReport } from "../../src/report/results/resultReport.ts";
import { run } from "../../src/report/run.ts";
import { runFactors } from "../../src/report/runFactors.ts";
import { type StudyInput, study } from "../../src/study/study.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import { readStudy } from "../../src/study-file/readStudy.ts";

/** What would run, or leave its place, if a page let it; `window.ran` tells. */
export const HOSTILE: readonly string[] = [
  "<script>window.ran = 1</script>",
  "</style><script>window.ran = 2</script>",
  '"><img src=x onerror="window.ran = 3">',
  "'><svg onload='window.ran = 4'></svg>",
  "</title></svg></textarea><iframe srcdoc='<script>parent.ran = 5</script>'>",
];

/** Each kind of page: makes it in a new folder, and says where it is. */
export const reportCases: Readonly<Record<string, (folder: string) => Promise<string>>> = {
  demo: async (folder) => ofRun(await readStudy("examples/spillover/study.yaml"), folder),
  "naming-game": namingGame,
  classrooms: async (folder) => ofRun(study(classrooms()), folder),
  "5000-agents": async (folder) => ofRun(study(large(5000)), folder),
  "6000-agents": async (folder) => ofRun(study(large(6000)), folder),
  factorial,
  hostile: async (folder) => ofRun(study(hostile()), folder),
  empty: async (folder) => ofRun(study(empty()), folder),
};

async function ofRun(made: ReturnType<typeof study>, out: string): Promise<string> {
  await run(made, { out });
  return join(out, "report.html");
}

/** What hearing a word does, out of the log of language models that agree on one: the file of `spillway estimate`. */
async function namingGame(folder: string): Promise<string> {
  const data = "tests/cases/data/analyst-naming-game";
  const read: ReadFiles[] = [];
  const [block] = await estimateFiles({
    units: `${data}/claude-3.5-sonnet.csv.gz`,
    design: `${data}/claude-3.5-sonnet.design.json.gz`,
    exposure: "own-arm",
    contrasts: ["hearing=1:0"],
    estimators: ["hajek", "difference-in-means"],
    cluster: "run",
    onRead: (found) => void read.push(found),
  });
  const { assign, probabilities } = read[0]!;
  const file = join(folder, "estimates.json");
  const rows = block!.rows.map(estimateData);
  const experiment = experimentScope(assign.name, probabilities.law);
  writeFileSync(file, JSON.stringify({ rows, experiment, notes: block!.notes }));
  return page(folder, await resultReport(file));
}

function page(folder: string, text: string): string {
  const file = join(folder, "page.html");
  writeFileSync(file, text);
  return file;
}

/** Four winners in each of twelve classes of sixteen, who name friends in class: the shape of a lottery, with pupils that nobody knows. */
function classrooms(): StudyInput {
  const stream = rng("classrooms");
  const id = (room: number, pupil: number): string => `class ${room + 1}, pupil ${pupil + 1}`;
  const edges: Edge[] = [];
  const blocks: Record<string, string> = {};
  for (let room = 0; room < 12; room++)
    for (let a = 0; a < 16; a++) {
      blocks[id(room, a)] = `class ${room + 1}`;
      for (let friend = 0; friend < 3; friend++) {
        const b = stream.integer(16);
        if (b !== a) edges.push([id(room, b), id(room, a)]);
      }
    }
  return {
    name: "A lottery among friends",
    description:
      "Four of sixteen pupils of each class win a laptop to take home. Does it matter that a friend wins?",
    seed: 1,
    model: {
      network: fromEdges(edges, { agents: Object.keys(blocks), directed: true }),
      agents: exposureResponse({
        outcomes: { none: 20, indirect: 26, direct: 45, both: 50 },
        ...{ spread: 8, noise: 4, perNeighbor: 2 },
      }),
    },
    inquiry: { "friend won": ["indirect", "none"], "won oneself": ["direct", "none"] },
    data: {
      assign: blocked({ blocks, treated: 4, arms: ["lost", "won"] }),
      expose: anyTreatedNeighbor({ focal: "won" }),
      outcome: "minutes of use",
    },
    answer: [hajek(), horvitzThompson(), differenceInMeans()],
  };
}

function large(n: number): StudyInput {
  const model = networkModels.find(({ kind }) => kind === "stochastic-block")!;
  const sizes = Array.from({ length: 20 }, () => n / 20);
  return {
    name: `${n} agents in twenty towns`,
    seed: 5,
    model: {
      network: model.from({ sizes, within: 1000 / (n * 20), between: 4 / (n * 20) }),
      agents: exposureResponse({ outcomes: { none: 0, indirect: 0.5, direct: 1, both: 1.5 }, noise: 1 }),
    },
    inquiry: { spillover: ["indirect", "none"] },
    data: { assign: bernoulli({ probability: 0.1 }), expose: anyTreatedNeighbor() },
    answer: [hajek(), differenceInMeans()],
  };
}

/** Influence that is passed on or not, in few and in more rounds. */
async function factorial(out: string): Promise<string> {
  const data: Json = {
    name: "How far influence travels",
    seed: 3,
    model: {
      network: { kind: "small-world", n: 60, k: 4, rewire: 0.1 },
      agents: { kind: "linear-in-means", endogenous: 0.3, spread: 0.5, noise: 0.5 },
    },
    inquiry: { spillover: ["indirect", "none"] },
    data: { assign: { kind: "complete", treated: 15 }, expose: "any-treated", rounds: 3, worlds: 4 },
    answer: ["hajek", "difference-in-means"],
  };
  const studyOf = (changed: Json) => parseStudy(JSON.stringify(changed));
  await runFactors(data, { "model.agents.endogenous": [0, 0.8], "data.rounds": [2, 5] }, { studyOf, out });
  return join(out, "factors.html");
}

/** Agents that say, and names that are, what would run. */
function hostile(): StudyInput {
  const ids = Array.from({ length: 40 }, (_, i) => `${HOSTILE[i % HOSTILE.length]} ${i}`);
  const agent: Agent = ({ agent: id, arm }) => ({
    said: `${HOSTILE.join(" ")} ${"word".repeat(80)}`,
    outcome: ids.indexOf(id) % 2,
    state: arm,
  });
  const agents: Population = {
    ...{ name: HOSTILE[2]!, params: { said: HOSTILE }, synthetic: true, chance: false },
    create: () => () => agent,
  };
  return {
    name: HOSTILE.join(" "),
    description: `${HOSTILE.join("\n")} ${"long".repeat(120)}`,
    seed: HOSTILE[0]!,
    model: {
      network: fromEdges(ids.map((id, i) => [id, ids[(i + 1) % ids.length]!] as const)),
      agents,
    },
    inquiry: {
      [HOSTILE[0]!]: ["indirect", "none"],
      [`${HOSTILE[2]} ${"x".repeat(300)}`]: ["direct", "none"],
    },
    data: {
      assign: complete({ treated: 10, arms: [HOSTILE[1]!, HOSTILE[2]!] }),
      expose: anyTreatedNeighbor({ focal: HOSTILE[2]! }),
      rounds: 2,
      outcome: HOSTILE[3]!,
    },
    answer: [hajek(), differenceInMeans()],
  };
}

/** Two who know each other, one of whom is treated: nobody can be untreated beside nobody treated, and there is nothing to estimate. */
function empty(): StudyInput {
  return {
    name: "A question that nothing can answer",
    seed: 1,
    model: {
      network: fromEdges([["ann", "bob"]]),
      agents: exposureResponse({ outcomes: { none: 0, indirect: 1, direct: 2, both: 3 } }),
    },
    inquiry: { spillover: ["indirect", "none"], both: ["both", "none"] },
    data: { assign: complete({ treated: 1 }), expose: anyTreatedNeighbor() },
    answer: [hajek(), horvitzThompson()],
  };
}
