/** What a setting of a study belongs to in a preregistration. */
export type Topic =
  | "network"
  | "agents, prompts and models"
  | "questions"
  | "assignment"
  | "exposure"
  | "procedure"
  | "outcome and missing outcomes"
  | "exclusions"
  | "estimators"
  | "intervals, tests and probabilities"
  | "stopping"
  | "seed";

/** Agents, those that they are made of, and what differs in an arm. */
const AGENTS = "(?:model/agents|data/treat/[^/]+)(?:/agents)*";

/** Settings that change neither what is done nor what is computed: names for people, secrets' names, limits of speed. */
const HARMLESS: readonly string[] = [
  "name",
  "description",
  "notes(?:/.*)?",
  "preregistration",
  `${AGENTS}/(?:model/)?keyFrom`,
  `${AGENTS}/model/headers/[^/]+/from`,
  `${AGENTS}/(?:processes|atOnce)`,
  `${AGENTS}/tools/[^/]+/(?:keyFrom|processes)`,
  `${AGENTS}/price(?:/.*)?`,
  // Whether calls go alone or together: the answers are the same.
  `${AGENTS}/model/batch(?:/.*)?`,
  "run/(?:open|perMinute(?:/.*)?)",
];

/** The settings that are sealed, and what each belongs to. Of a catalogue, every setting is. */
const SEALED: readonly (readonly [path: string, topic: Topic])[] = [
  ["seed", "seed"],
  ["model", "agents, prompts and models"],
  ["model/network(?:/.*)?", "network"],
  ["model/agents(?:/.*)?", "agents, prompts and models"],
  ["inquiry(?:/.*)?", "questions"],
  ["data", "procedure"],
  ["data/assign(?:/.*)?", "assignment"],
  ["data/expose(?:/.*)?", "exposure"],
  ["data/treat(?:/.*)?", "agents, prompts and models"],
  ["data/interact(?:/.*)?", "procedure"],
  ["data/ask(?:/.*)?", "procedure"],
  ["data/(?:aa|rounds|worlds)", "procedure"],
  ["data/outcome", "outcome and missing outcomes"],
  ["data/outcomes(?:/.*)?", "outcome and missing outcomes"],
  ["population(?:/floor)?", "exclusions"],
  ["answer(?:/.*)?", "estimators"],
  ["simultaneous|adjust|confidence|draws", "intervals, tests and probabilities"],
  ["looks(?:/.*)?", "stopping"],
  ["secondWave(?:/.*)?", "procedure"],
  ["run", "stopping"],
  ["run/(?:budget(?:/(?:calls|tokens|money))?|tries|reasks|timeout|floor|patience)", "stopping"],
];

const NO_MATTER = HARMLESS.map((path) => new RegExp(`^(?:${path})$`));
const MATTER = SEALED.map(([path, topic]) => [new RegExp(`^(?:${path})$`), topic] as const);

/**
 * What a setting of a study file is to a preregistration: what it belongs to, or `harmless` when it may change freely. The one list
 * of them: a test walks the schema of study files and fails for a setting that is in neither list; until somebody decides, such a
 * setting is sealed.
 *
 * @param path keys from the top of the study file; `*` stands for any key, numbers for places in lists.
 * @returns undefined for a setting that nobody has classified.
 */
export function fieldUse(path: readonly string[]): Topic | "harmless" | undefined {
  const text = path.map((key) => key.replaceAll("/", "~")).join("/");
  if (NO_MATTER.some((match) => match.test(text))) return "harmless";
  return MATTER.find(([match]) => match.test(text))?.[1];
}
