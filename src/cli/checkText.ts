import type { StudyCheck } from "../study/check.ts";
import { short } from "./estimatesTable.ts";
import { colors } from "./output.ts";
import { textTable, wrapped } from "./textTable.ts";

/** A dry run for people. */
export function checkText(found: StudyCheck): string {
  const { network, design, exposure, conditions, contrasts, agents, rounds, worlds, calls, warnings } = found;
  const { degrees } = network;
  const facts: (readonly [string, string])[] = [
    ["study", `${found.name}, seed ${found.seed}, hash ${found.studyHash.slice(0, 12)}`],
    [
      "network",
      `${network.n} agents, ${network.edges} ${network.directed ? "arrows" : "edges"}; in-neighbours ${degrees.min} to ${degrees.max}, mean ${short(degrees.mean)}; ${degrees.isolates} without any edge`,
    ],
    [
      "",
      network.components === 1
        ? "all connected"
        : `${network.components} components, the largest of ${network.largest} agents`,
    ],
    ["design", `${design.name} (${design.arms.join(", ")}): ${design.structure}`],
    [
      "exposure",
      `${exposure.name}, probabilities ${found.method === "exact" ? "exact" : `simulated with ${found.draws} assignments`}`,
    ],
    ["agents", `${agents.name}${agents.synthetic ? ", synthetic: they cost nothing" : ""}`],
    [
      "calls",
      `${calls} agent calls: ${network.n} agents × ${rounds} rounds × ${worlds} world${worlds === 1 ? "" : "s"}`,
    ],
  ];
  const conditionRows = conditions.map((one) => [
    one.condition,
    short(one.expected),
    short(one.effective),
    short(one.min),
    short(one.median),
    short(one.max),
    String(one.impossible.length),
  ]);
  const contrastRows = contrasts.map(({ name, first, second, population, excluded, predicted }) => [
    name,
    `${first} − ${second}`,
    String(population),
    predicted ? short(predicted.se) : "",
    predicted ? short(predicted.detectable) : "",
    excluded.length === 0 ? "" : someOf(excluded),
  ]);
  return [
    ...facts.map(
      ([name, text]) => `${colors.bold(name.padEnd(10))}${wrapped(text, " ".repeat(10)).trimStart()}`,
    ),
    "",
    textTable(
      ["condition", "expected agents", "effective", "least probability", "median", "most", "impossible for"],
      conditionRows,
      [1, 2, 3, 4, 5, 6],
    ),
    "",
    textTable(
      ["contrast", "conditions", "agents", "predicted se", "detectable", "left out"],
      contrastRows,
      [2, 3, 4],
    ),
    wrapped(PREDICTED),
    ...(warnings.length === 0
      ? []
      : ["", ...warnings.map((warning) => colors.yellow(wrapped(`warning: ${warning}`)))]),
  ].join("\n");
}

const PREDICTED =
  "predicted se and the smallest effect found in 80 % of experiments are in units of the standard deviation of outcomes between agents, who vary independently; where clusters are treated and alike within, errors are larger.";

function someOf(ids: readonly string[]): string {
  const some = ids.slice(0, 5).join(", ");
  return ids.length > 5 ? `${some} and ${ids.length - 5} more` : some;
}
