import { shown } from "../../core/shown.ts";
import type { StudyCheck } from "../../experiment/check.ts";
import { PURPOSE_WORDS } from "../../experiment/survey/describeQuestion.ts";
import { ruleWords } from "../../network/changes/ruleWords.ts";
import { colors } from "../output.ts";
import { errorOf, short } from "./estimatesTable.ts";
import { probabilitiesInWords } from "./probabilitiesInWords.ts";
import { textTable, wrapped } from "./textTable.ts";

/** How agents interact, and how many worlds it takes to say what that does. */
function interactFacts({ interact, worlds }: StudyCheck): (readonly [string, string])[] {
  if (!interact) return [];
  const { at05, at01 } = interact.worldsForEffect;
  const enough = `the world is the unit of an effect of interaction: ${at05} worlds that all differ can show it at 0.05, ${at01} at 0.01; there ${worlds === 1 ? "is 1" : `are ${worlds}`}`;
  return [...interact.words, enough].map((words, k) => [k === 0 ? "interact" : "", words] as const);
}

/** How the network changes over rounds, and over which edges the exposure goes. */
function changeFacts(changes: StudyCheck["network"]["changes"]): (readonly [string, string])[] {
  if (!changes) return [];
  const { rule, rounds, edges, undeclared, exposure } = changes;
  const range = (numbers: readonly number[]): string => {
    const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
    return least === most ? String(least) : `${least} to ${most}`;
  };
  const shown = rounds.length <= 12 ? rounds : [];
  const each = shown.map((one) => `${one.edges} (${one.silent})`).join(", ");
  const [first, last] = [rounds[0]!.round, rounds.at(-1)!.round];
  const counts =
    shown.length > 0
      ? each
      : `${range(rounds.map((one) => one.edges))} (${range(rounds.map(({ silent }) => silent))})`;
  return [
    ["", `changes over rounds: ${ruleWords(rule)}`],
    [
      "",
      `edges heard in ${first === last ? `round ${first}` : `rounds ${first} to ${last}`} (agents who hear nobody): ${counts}; ${edges} in all, ${undeclared} of them not declared`,
    ],
    ["", `exposure: ${exposure}`],
  ];
}

/** A dry run for people. */
export function checkText(found: StudyCheck): string {
  const { network, design, exposure, conditions, contrasts, agents, rounds, worlds, calls, warnings } = found;
  const { degrees } = network;
  const acts = calls - answersIn(found);
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
    ...changeFacts(network.changes),
    ["design", `${design.name} (${design.arms.join(", ")}): ${design.structure}`],
    ...clusterFacts(design.clusters),
    ["exposure", `${exposure.name}, probabilities ${probabilitiesInWords(found)}`],
    ["agents", `${agents.name}${agents.synthetic ? ", synthetic: they cost nothing" : ""}`],
    ...treatFacts(agents.treat),
    ...toolFacts(agents.tools),
    ...interactFacts(found),
    ...askFacts(found),
    [
      "calls",
      `${agents.tools ? "at most " : ""}${calls} agent calls: ${agents.tools ? `${network.n} agents, ` : ""}${acts === network.n * rounds * worlds ? `${network.n} agents × ` : ""}${rounds} rounds × ${worlds} world${worlds === 1 ? "" : "s"}${calls === acts ? "" : `, and ${calls - acts} answers to questions`}`,
    ],
    ...costFacts(found),
    ...reachFacts(found.reach),
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
    ...(found.aa === undefined ? [] : [colors.yellow(colors.bold(wrapped(found.aa))), ""]),
    ...facts.map(
      ([name, text]) => `${colors.bold(name.padEnd(10))}${wrapped(text, " ".repeat(10)).trimStart()}`,
    ),
    "",
    textTable(
      ["condition", "expected n", "eff. n", "min. probability", "median", "max.", "impossible for"],
      conditionRows,
      [1, 2, 3, 4, 5, 6],
    ),
    wrapped(CONDITIONS),
    "",
    textTable(
      ["contrast", "conditions", "population", "predicted se", "MDE", "left out"],
      contrastRows,
      [2, 3, 4],
    ),
    wrapped(PREDICTED),
    ...candidateLines(found),
    ...furtherLines(found),
    ...(warnings.length === 0
      ? []
      : ["", ...warnings.map((warning) => colors.yellow(wrapped(`warning: ${warning}`)))]),
  ].join("\n");
}

/** What asking several networks costs each contrast. */
function candidateLines({ contrasts }: StudyCheck): string[] {
  const rows = contrasts.flatMap(({ name, candidates = [] }) =>
    candidates.map(({ network, alone, population, expected }, m) => [
      m === 0 ? name : "",
      `${m === 0 ? "" : "and "}${network}`,
      String(alone),
      String(population),
      short(expected[0]),
      short(expected[1]),
    ]),
  );
  if (rows.length === 0) return [];
  const header = ["contrast", "network", "alone", "all so far", "expected first", "expected second"];
  return ["", textTable(header, rows, [2, 3, 4, 5]), wrapped(CANDIDATES)];
}

/** What is asked beside contrasts. */
function furtherLines({ further = [] }: StudyCheck): string[] {
  if (further.length === 0) return [];
  const rows = further.flatMap(({ name, words, answers }) =>
    answers.map(({ estimator, claim, se, level }, k) => [
      k === 0 ? name : "",
      k === 0 ? words : "",
      estimator,
      se === undefined ? "" : errorOf(se, level),
      claim,
    ]),
  );
  return ["", textTable(["question", "what is asked", "estimator", "predicted se", "claim"], rows, [3])];
}

/** What the study reaches outside its own file. */
function reachFacts({
  addresses,
  variables,
  files,
  programs,
  services,
}: StudyCheck["reach"] = {}): (readonly [string, string])[] {
  const listed = (name: string, all: readonly string[] = []): (readonly [string, string])[] =>
    all.length === 0 ? [] : [[name, someOf(all, 20)]];
  return [
    ...listed("sends to", addresses),
    ...listed(
      "variables",
      variables?.map(({ name, usual }) => (usual ? name : `${name} (not the usual key of where it goes)`)),
    ),
    ...listed(
      "files",
      files?.map(({ name, outside }) => (outside ? `${name} (outside the study's folder)` : name)),
    ),
    ...listed(
      "programs",
      programs?.map((words) => words.join(" ")),
    ),
    ...listed("services", services),
  ];
}

/** What the calls take at most, where that is known. */
function costFacts({ tokens, money }: StudyCheck): (readonly [string, string])[] {
  if (!tokens) return [];
  const most = `at most about ${tokens.input} in and ${tokens.output} out, if every answer has its maximum length and no call is repeated`;
  return [
    ["tokens", most],
    ...(money === undefined ? [] : [["cost", `at most about ${short(money)} at the prices given`] as const]),
  ];
}

const answersIn = ({ ask = [], worlds }: StudyCheck): number =>
  worlds * ask.reduce((total, { asked, after }) => total + asked * after.length, 0);

/** What agents are asked outside their turns. */
function askFacts({ ask = [], network }: StudyCheck): (readonly [string, string])[] {
  return ask.map(({ name, purpose, after, asked }, k) => {
    const what = purpose === "other" ? name : `${name}, a ${PURPOSE_WORDS[purpose]}`;
    const who = asked === network.n ? "all" : `${asked} of ${network.n}`;
    const rounds = `round${after.length === 1 ? "" : "s"} ${after.join(", ")}`;
    return [k === 0 ? "ask" : "", `${what}: ${who} agents, after ${rounds}`];
  });
}

/** What is different in each arm, the first behind the word treat. */
function treatFacts(treat: StudyCheck["agents"]["treat"]): (readonly [string, string])[] {
  return Object.entries(treat ?? {}).map(([arm, override], k) => {
    const settings = Object.entries(override).map(([name, value]) => `${name} ${shown(value)}`);
    return [k === 0 ? "treat" : "", `${arm}: ${settings.join(", ")}`];
  });
}

/** What agents may call within a turn, and what that bounds. */
function toolFacts(tools: StudyCheck["agents"]["tools"]): (readonly [string, string])[] {
  return (tools ?? []).map(({ arm, tools: names, steps }, k) => {
    const whose = arm === undefined ? "" : `${arm}: `;
    const words =
      names.length === 0
        ? "none"
        : `${names.join(", ")}; at most ${steps} call${steps === 1 ? "" : "s"} of tools in a turn, so at most ${steps + 1} calls of the model`;
    return [k === 0 ? "tools" : "", `${whose}${words}`];
  });
}

const CONDITIONS =
  "expected n: agents that the design puts in the condition on average; eff. n: the effective sample size, which is smaller where probabilities are unequal or clusters are treated whole; impossible for: agents whose probability is 0 (no positivity), so no contrast with this condition includes them.";

const CANDIDATES =
  "alone: agents that can be in both conditions on this network; all so far: on it and on those above. Every further network makes an estimate safer, and leaves fewer agents.";

const PREDICTED =
  "MDE: minimum detectable effect, found in 80 % of experiments by a two-sided test at 5 %. The predicted se and the MDE are in standard deviations of the outcome between agents, for independent outcomes; where clusters are treated and outcomes are alike within them, both are larger.";

function someOf(ids: readonly string[], most = 5): string {
  const some = ids.slice(0, most).join(", ");
  return ids.length > most ? `${some} and ${ids.length - most} more` : some;
}

/** What the clusters of a design are like. */
function clusterFacts(found: StudyCheck["design"]["clusters"]): (readonly [string, string])[] {
  if (!found) return [];
  const { clusters, sizes, cutShare, meanInside, modularity } = found;
  const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;
  const words = [
    `${clusters} clusters of ${sizes.min} to ${sizes.max} agents, median ${sizes.median}`,
    `${percent(cutShare)} of edges cut`,
    ...(meanInside === undefined
      ? []
      : [`an agent has ${percent(meanInside)} of its neighbours in its cluster`]),
    ...(modularity === undefined ? [] : [`modularity ${short(modularity)}`]),
  ];
  return [["", words.join("; ")]];
}
