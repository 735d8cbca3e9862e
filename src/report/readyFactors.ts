import { canonicalJson, type Json } from "../core/canonicalJson.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import type { Grid, GridCell } from "../diagnose/gridCells.ts";
import type { Change } from "../study-file/changedStudy.ts";

type Fields = Readonly<Record<string, Json>>;

/** A level of a ready factor: how it is called in tables, and what it changes in the study. */
interface Level {
  readonly label: string;
  readonly changes: readonly Change[];
}

/** The agents of a study, and all of it. */
interface Asked {
  readonly data: Fields;
  readonly agents: Fields;
  /** Levels that were asked for; absent where the factor's own are to be taken. */
  readonly values: readonly Json[] | undefined;
}

interface ReadyFactor {
  /** The setting of language agents that it changes. */
  readonly setting: string;
  /** The study as it is, and then its other levels. @throws SpillwayError where there are none. */
  levels(asked: Asked): readonly Level[];
}

/** The factors of which a robustness battery is made, by their names. */
const FACTORS: ReadonlyMap<string, ReadyFactor> = new Map([
  ["paraphrase", { setting: "prompt", levels: wordings }],
  ["option-order", { setting: "answer", levels: orders }],
  ["temperature", { setting: "temperature", levels: temperatures }],
  ["model", { setting: "model", levels: models }],
]);
const BATTERY = "robustness";

/** What is asked to vary, by name: `robustness` for the whole battery, or one factor, with levels of its own or without. */
export interface NamedFactor {
  readonly name: string;
  readonly values?: readonly Json[];
}

/** Factors by name, as a grid of the names of their levels. */
interface ReadyGrid {
  readonly grid: Grid;
  /** What a cell changes in the study. */
  readonly changesOf: (cell: GridCell) => readonly Change[];
  /** What of the battery is left out, and why, one sentence each. */
  readonly left: readonly string[];
}

/** Whether a name stands for a ready factor, or for all of them. */
export function isReadyFactor(name: string): boolean {
  return name === BATTERY || FACTORS.has(name);
}

/**
 * The factors of a robustness battery by name, for studies whose agents are language models: another wording (`paraphrase`), the order in which options are shown
 * (`option-order`), `temperature` and `model`. The first level of each is the study as it is. `robustness` takes all whose levels are known, and says which it leaves out.
 *
 * @param data the study as data.
 * @throws SpillwayError for agents that are no language models, a setting that arms have of their own, levels that do not fit, and a factor that has none.
 */
export function readyFactors(data: Json, named: readonly NamedFactor[]): ReadyGrid {
  const battery = named.some(({ name }) => name === BATTERY);
  const all = named.find(({ name, values }) => name === BATTERY && values !== undefined);
  if (all)
    throw new SpillwayError(
      `vary: ${BATTERY} takes no levels: give them to its factors, as in temperature=0,1`,
    );
  const own = named.filter(({ name }) => name !== BATTERY);
  const values = new Map(own.map((one) => [one.name, one.values]));
  const twice = own.find((one, k) => own.findIndex(({ name }) => name === one.name) < k);
  if (twice) throw new SpillwayError(`vary: ${twice.name} is named twice: put all its levels into one`);
  const study = fieldsOf(data);
  const agents = fieldsOf(fieldsOf(study.model).agents);
  if (agents.kind !== "language")
    throw new SpillwayError(
      `vary: ${named.map(({ name }) => name).join(", ")} ${named.length === 1 ? "is" : "are"} for agents of kind language, got ${shown(agents.kind ?? fieldsOf(study.model).agents)}: vary the path of a setting, as in model.agents.noise=0,1`,
    );
  const levels = new Map<string, ReadonlyMap<string, Level>>();
  const left: string[] = [];
  for (const [name, factor] of FACTORS) {
    if (!battery && !values.has(name)) continue;
    try {
      levels.set(name, levelsOf(data, name, factor, values.get(name)));
    } catch (cause) {
      // What was named must be there; what the battery has besides is left out with the reason.
      if (values.has(name) || !(cause instanceof SpillwayError)) throw cause;
      left.push(`${BATTERY} leaves out ${name}: ${cause.message.replace(/^vary: /, "")}`);
    }
  }
  if (levels.size === 0) throw new SpillwayError(`vary: ${left.join("; ")}`);
  return {
    grid: Object.fromEntries([...levels].map(([name, of]) => [name, [...of.keys()]])),
    changesOf: (cell) =>
      cell.flatMap(([name, label]) => levels.get(name)?.get(String(label))?.changes ?? [[name, label]]),
    left,
  };
}

function levelsOf(
  data: Json,
  name: string,
  { setting, levels }: ReadyFactor,
  values: readonly Json[] | undefined,
): ReadonlyMap<string, Level> {
  const study = fieldsOf(data);
  const agents = fieldsOf(fieldsOf(study.model).agents);
  // A level that reaches some arms and not others would change the treatment, and not the setting.
  for (const [arm, changed] of Object.entries(fieldsOf(fieldsOf(study.data).treat)))
    if (Object.hasOwn(fieldsOf(changed), setting))
      throw new SpillwayError(
        `vary: data.treat gives the arm ${shown(arm)} a setting ${setting} of its own, which the factor ${name} would not change: vary paths, of the agents and of the arm`,
      );
  const found = levels({ data: study, agents, values });
  const byLabel = new Map<string, Level>();
  for (const level of found) {
    if (byLabel.has(level.label))
      throw new SpillwayError(
        `vary: ${name} has the level ${shown(level.label)} twice; the first is the study as it is, and need not be given`,
      );
    byLabel.set(level.label, level);
  }
  if (byLabel.size < 2) throw new SpillwayError(`vary: ${name} has no other level than the study as it is`);
  return byLabel;
}

/** A sentence before the prompt that asks for nothing else. */
const FRAME = "Please read the following, and then answer.";
const AS_IT_IS = "as it is";

function wordings({ agents, values }: Asked): Level[] {
  const { prompt } = agents;
  const given = values ?? (typeof prompt === "string" ? [{ framed: `${FRAME}\n\n${prompt}` }] : []);
  if (given.length === 0)
    throw new SpillwayError(
      "vary: paraphrase needs other wordings of the prompt, which is in a file: give files beside the study, as in paraphrase=other.txt, or texts as a JSON list",
    );
  return [
    { label: AS_IT_IS, changes: [] },
    ...given.map((one, k): Level => {
      const [label, text] = wordingOf(one, k);
      return { label, changes: [["model.agents.prompt", text]] };
    }),
  ];
}

function wordingOf(given: Json, k: number): [label: string, prompt: Json] {
  const { framed, file } = fieldsOf(given);
  if (typeof framed === "string") return ["framed", framed];
  if (typeof file === "string") return [file, { file }];
  if (typeof given !== "string" || given.trim() === "")
    throw new SpillwayError(`vary: paraphrase wants texts, or names of files, got ${shown(given)}`);
  // A prompt has words; a name of a file has none beside it.
  return /\s|\{\{/.test(given) ? [`wording ${k + 2}`, given] : [given, { file: given }];
}

function temperatures({ agents, values = [0, 1] }: Asked): Level[] {
  const { temperature = null } = agents;
  const own = temperature === null ? "the model's own" : String(temperature);
  const wrong = values.find((value) => typeof value !== "number" || !(value >= 0));
  if (wrong !== undefined)
    throw new SpillwayError(`vary: temperature wants numbers from 0, got ${shown(wrong)}`);
  return [
    { label: own, changes: [] },
    ...values.flatMap((value): Level[] =>
      String(value) === own ? [] : [{ label: String(value), changes: [["model.agents.temperature", value]] }],
    ),
  ];
}

function models({ agents, values }: Asked): Level[] {
  const { model = null } = agents;
  if (values === undefined)
    throw new SpillwayError(
      "vary: model needs other models: give their names, as in model=openai/gpt-5-mini,openai/gpt-5",
    );
  const here = fieldsOf(model);
  const endpoint = Object.keys(here).length > 0;
  const nameOf = (given: Json): string => {
    const name = typeof given === "string" ? given : fieldsOf(given).model;
    if (typeof name !== "string" || name === "")
      throw new SpillwayError(
        `vary: model wants names of models, or mappings with url and model, got ${shown(given)}`,
      );
    return name;
  };
  return [
    { label: nameOf(model), changes: [] },
    ...values.map((value): Level => {
      // A name alone is another model at the endpoint of the study.
      const changed = endpoint && typeof value === "string" ? { ...here, model: value } : value;
      return { label: nameOf(value), changes: [["model.agents.model", changed]] };
    }),
  ];
}

const ORDERS: Readonly<Record<string, (choice: Fields) => Fields>> = {
  given: (choice) => ({ ...choice, shuffle: false }),
  reversed: (choice) => ({ ...choice, shuffle: false, options: [...(choice.options as Json[])].reverse() }),
  shuffled: (choice) => ({ ...choice, shuffle: true }),
};

function orders({ data, agents, values = Object.keys(ORDERS) }: Asked): Level[] {
  const asked = fieldsOf(data.data).ask;
  const places: (readonly [path: string, answer: Json])[] = [
    ["model.agents.answer", agents.answer ?? null],
    ...(Array.isArray(asked) ? asked : []).flatMap((one, k) =>
      Object.hasOwn(fieldsOf(one), "answer")
        ? [[`data.ask.${k}.answer`, fieldsOf(one).answer!] as const]
        : [],
    ),
  ];
  const wrong = values.find((value) => !Object.hasOwn(ORDERS, String(value)));
  if (wrong !== undefined)
    throw new SpillwayError(`vary: option-order must be given, reversed or shuffled, got ${shown(wrong)}`);
  const choices = places.flatMap(([, answer]) => choicesIn(answer));
  if (choices.length === 0)
    throw new SpillwayError("vary: option-order is for answers with options, and the study asks for none");
  const shuffles = new Set(choices.map(({ shuffle = true }) => shuffle));
  const own = shuffles.size > 1 ? AS_IT_IS : shuffles.has(false) ? "given" : "shuffled";
  return [
    { label: own, changes: [] },
    ...values.flatMap((value): Level[] => {
      const label = String(value);
      if (label === own) return [];
      const changes = places.flatMap(([path, answer]): Change[] => {
        const changed = reordered(answer, ORDERS[label]!);
        return canonicalJson(changed) === canonicalJson(answer) ? [] : [[path, changed]];
      });
      return [{ label, changes }];
    }),
  ];
}

/** The choices of an answer: itself, or its fields. */
function choicesIn(answer: Json): Fields[] {
  const { kind, options, fields } = fieldsOf(answer);
  if (kind === "choice" && Array.isArray(options)) return [fieldsOf(answer)];
  return Array.isArray(fields) ? fields.flatMap(choicesIn) : [];
}

function reordered(answer: Json, order: (choice: Fields) => Fields): Json {
  const { kind, options, fields } = fieldsOf(answer);
  if (kind === "choice" && Array.isArray(options)) return order(fieldsOf(answer));
  return Array.isArray(fields)
    ? { ...fieldsOf(answer), fields: fields.map((field) => reordered(field, order)) }
    : answer;
}

/** A mapping of a study; anything else has no fields. */
function fieldsOf(given: Json | undefined): Fields {
  return typeof given === "object" && given !== null && !Array.isArray(given) ? (given as Fields) : {};
}
