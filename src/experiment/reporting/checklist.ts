// Long because it is one list of points, each with what a run says of it.
import type { TreatmentPlan } from "../../../designs/plan.ts";
import type { AnswerRow } from "../../../estimators/Estimator.ts";
import { canonicalJson, type Json } from "../../core/canonicalJson.ts";
import { few } from "../../core/few.ts";
import { version } from "../../core/version.ts";
import type { Adherence } from "../../preregister/Adherence.ts";
import { asSealed } from "../../preregister/sealedStudy.ts";
import { modelsAsked } from "../../study/modelsAsked.ts";
import type { PreparedStudy } from "../../study/prepareStudy.ts";
import { studyData } from "../../study/studyData.ts";
import type { RunManifest } from "../runManifest.ts";
import type { StudyChecks } from "../studyChecks.ts";

/** One point that a report of a study with language models has to make. */
export interface ChecklistItem {
  /** The guideline that it belongs to. */
  readonly guideline: string;
  readonly level: "must" | "should";
  /** What a reader has to find. */
  readonly asks: string;
  /** What the run says of it; absent when it says nothing. */
  readonly answer?: string;
  /** What is left to the authors; absent when the run says it all. */
  readonly question?: string;
}

/** What the checklist is filled from. */
interface ChecklistSource {
  readonly prepared: PreparedStudy;
  readonly plan: TreatmentPlan;
  readonly manifest?: RunManifest;
  readonly checks?: StudyChecks;
  readonly rows?: readonly AnswerRow[];
  readonly preregistration?: Adherence;
  readonly units: readonly { readonly outcome?: number }[];
}

const ROLE = "1 Usage and role";
const MODEL = "2 Model, version and configuration";
const SYSTEM = "3 System and prompts";
const TRACES = "4 Session traces";
const BASELINE = "5 Baselines and metrics";
const OPEN = "6 Open model as a baseline";
const HUMAN = "7 Human validation";
const LIMITS = "8 Limitations";
const EXPERIMENT = "9 The experiment";

/**
 * What a report of a study with language models has to say, filled from the run as far as it knows, with the rest left as questions. The first
 * eight parts are the guidelines of Baltes et al. (2026), "Guidelines for empirical studies in software engineering involving large language models",
 * arXiv 2508.15503 and llm-guidelines.org, in words of ours; the ninth is what experiments in the behavioural sciences report.
 * Nothing is guessed: what neither study, manifest nor journal says is a question.
 */
export function checklist(source: ChecklistSource): ChecklistItem[] {
  const { prepared, plan, manifest, checks, rows = [], preregistration, units } = source;
  const { study, network } = prepared;
  const { agents } = study.model;
  const { data } = study;
  const told = studyData(study, "network.json") as unknown as {
    readonly model: { readonly agents: Json };
    readonly data: { readonly treat?: Json; readonly ask?: Json; readonly interact?: Json };
  };
  const settings = asSealed(
    JSON.parse(canonicalJson({ agents: told.model.agents, treat: told.data.treat })) as Json,
  );
  const asked = modelsAsked(settings);
  const answered = [...new Set((checks?.models ?? []).map(({ model }) => model))];
  const times = (checks?.models ?? []).flatMap(({ first, last }) => [first, last]).sort();
  const sittings = manifest?.sittings ?? [];
  const [begin, end] = [times[0] ?? sittings[0]?.start, times.at(-1) ?? sittings.at(-1)?.end];
  const marks = [...new Set((checks?.fingerprints ?? []).map(({ fingerprint }) => fingerprint))];
  const missing = units.filter(({ outcome }) => outcome === undefined).length;
  const machines = [
    ...new Set(sittings.map((one) => `Spillway ${one.spillway}, Node ${one.node}, ${one.platform}`)),
  ];
  const claims = [...new Set(rows.map(({ claim }) => claim))];
  const naive = [...new Set(rows.filter((row) => row.naive).map(({ estimator }) => estimator))];
  const parameters = parametersOf(settings);
  const prompts = promptsOf(settings);
  const tools = toolsOf(settings);
  const language = agents.name === "language";
  const some = (list: readonly string[], words: (text: string) => string): string | undefined =>
    list.length === 0 ? undefined : words(few(list, 12));
  const spent = manifest?.spent;
  const item = (
    guideline: string,
    level: ChecklistItem["level"],
    asks: string,
    answer: string | undefined,
    question?: string,
  ): ChecklistItem => ({
    guideline,
    level,
    asks,
    ...(answer === undefined ? {} : { answer }),
    ...(question === undefined ? {} : { question }),
  });
  return [
    item(
      ROLE,
      "must",
      "that language models were used, and for what",
      asked.length + answered.length > 0
        ? `Language models act as the ${network.n} agents of the experiment (agents of the kind ${agents.name}).`
        : `Agents are of the kind ${agents.name}; no language model is named by the study or the run.`,
      "What do the agents stand for, and were language models used for anything else (coding answers, writing, analysis)?",
    ),
    item(
      MODEL,
      "must",
      "name and version of each model",
      [some(asked, (names) => `Asked: ${names}.`), some(answered, (names) => `Answered: ${names}.`)]
        .filter((one) => one !== undefined)
        .join(" ") || undefined,
      answered.length > 0 ? undefined : "Which model, in which version, answered?",
    ),
    item(
      MODEL,
      "must",
      "dates of use",
      begin === undefined ? undefined : `From ${begin} to ${end ?? "an unknown time"}.`,
      begin === undefined ? "When was the model used?" : undefined,
    ),
    item(
      MODEL,
      "must",
      "parameters of generation",
      some(parameters, (list) => `${list}.`),
      language || parameters.length > 0
        ? "Which parameters were left at the provider's defaults, and what were these then?"
        : "Which parameters (temperature, top-p, length, seed) were used?",
    ),
    item(
      MODEL,
      "should",
      "configuration behind the model",
      some(marks, (list) => `Fingerprints: ${list}.`),
      marks.length === 0 ? "Did the provider say which configuration answered?" : undefined,
    ),
    item(
      MODEL,
      "should",
      "fine-tuning and other customizations",
      undefined,
      "Was a model fine-tuned, quantized or otherwise customized, on which data?",
    ),
    item(
      SYSTEM,
      "must",
      "what stands around the model",
      `${few(machines, 3) || `Spillway ${version}`}; ${interactionOf(told.data.interact)}; ${data.rounds} rounds, ${data.worlds} worlds.${tools.length === 0 ? "" : ` Tools within a turn: ${few(tools, 12)}.`}`,
      "Did the model have tools, retrieval or other services that the study does not name?",
    ),
    item(
      SYSTEM,
      "must",
      "the prompts, in full",
      some(
        prompts,
        (list) =>
          `In study.json, under ${list}${manifest?.hashes.prompts === undefined ? "" : `; SHA-256 of the first prompts ${manifest.hashes.prompts}`}.`,
      ),
      prompts.length === 0 ? "What were agents asked, word for word?" : undefined,
    ),
    item(
      SYSTEM,
      "should",
      "how the prompts were developed",
      undefined,
      "How were the prompts found, which others were tried, and on which data?",
    ),
    item(
      TRACES,
      "must",
      "the interaction logs",
      checks === undefined
        ? undefined
        : `journal.jsonl holds each call with what was heard and said, when, by which model and in how many attempts; plan ${plan.hash.slice(0, 16)}….`,
      checks === undefined
        ? "Where are the logs of all calls?"
        : "Where is the journal deposited, and is there something in it that must not be shared?",
    ),
    item(
      TRACES,
      "must",
      "answers that could not be used",
      checks === undefined ? undefined : failuresOf(checks, missing, units.length),
      checks === undefined
        ? "How many calls failed, were refused or could not be read, and what was done?"
        : undefined,
    ),
    item(
      TRACES,
      "should",
      "cost",
      spent === undefined
        ? undefined
        : `${spent.calls} calls, ${spent.input} tokens of prompts, ${spent.output} of answers${spent.money > 0 ? `, ${spent.money} in the currency of the prices given` : "; no price was given"}.`,
      spent === undefined || spent.money === 0 ? "What did it cost, in money and energy?" : undefined,
    ),
    item(
      BASELINE,
      "must",
      "estimands, estimators and what they rest on",
      rows.length === 0
        ? undefined
        : `${few([...new Set(rows.map(({ contrast, estimator }) => `${contrast} by ${estimator}`))], 8)}; claims: ${claims.join(", ")}.`,
      rows.length === 0 ? "What is estimated, and how?" : undefined,
    ),
    item(
      BASELINE,
      "should",
      "a baseline beside the main result",
      some(naive, (list) => `Naive estimators for comparison: ${list}.`),
      "Is there a run without interaction, an A/A run or an agent without a language model to compare with?",
    ),
    item(
      OPEN,
      "should",
      "an open model as a baseline",
      some(answered.length > 0 ? answered : asked, (names) => `Models of this run: ${names}.`),
      "Are their weights open? If not, where is the same study with an open model?",
    ),
    item(
      HUMAN,
      "should",
      "validation against people",
      undefined,
      "Were the agents' answers, or what was read from them, compared with people's, by whom, and how well did they agree?",
    ),
    item(
      LIMITS,
      "must",
      "non-determinism",
      `${data.worlds === 1 ? "One world was run" : `${data.worlds} worlds were run`}; answers of language models cannot be made again, and the journal keeps what they said.`,
      "How much do results vary between runs, models and wordings of the prompt?",
    ),
    item(
      LIMITS,
      "must",
      "memorised data, bias, and to whom the results extend",
      undefined,
      "Could the model have seen this task or its data? To which people, models or tasks do the results extend?",
    ),
    item(
      LIMITS,
      "should",
      "assumptions",
      some(
        [...new Set(study.answer.flatMap(({ assumes }) => assumes))],
        (list) => `Assumed by the estimators: ${list}; in sentences in the report.`,
      ),
    ),
    item(
      EXPERIMENT,
      "must",
      "design, randomization and seed",
      `${data.assign.name} on ${network.n} agents and ${network.edges} edges, arms ${plan.arms.join(", ")}, exposure ${data.expose.name}, seed ${study.seed}.`,
    ),
    item(
      EXPERIMENT,
      "must",
      "preregistration",
      preregistration === undefined
        ? undefined
        : `Sealed as ${preregistration.hash.slice(0, 16)}…: ${preregistration.deviations.length === 0 ? "no deviation" : `${preregistration.deviations.length} deviations, listed in the report`}; ${preregistration.exploratory.length} exploratory rows.`,
      preregistration === undefined
        ? "Was the study preregistered, and where?"
        : "Where was the hash published, and when?",
    ),
    item(
      EXPERIMENT,
      "must",
      "sample size and its reason",
      `${network.n} agents × ${data.rounds} rounds × ${data.worlds} worlds.`,
      "Why this size: which error or power was aimed at?",
    ),
    item(
      EXPERIMENT,
      "must",
      "missing outcomes and exclusions",
      units.length === 0
        ? undefined
        : `${missing} of ${units.length} outcomes are missing; none was filled in.`,
    ),
    item(
      EXPERIMENT,
      "should",
      "manipulation checks",
      checks?.questions === undefined
        ? undefined
        : `${checks.questions.length} questions were asked outside the agents' memory; see checks.json.`,
      checks?.questions === undefined ? "Did the treatment get through to the agents?" : undefined,
    ),
    item(
      EXPERIMENT,
      "should",
      "code, data and ethics",
      "The folder of the run holds study, plan, journal, units and estimates.",
      "Where are they deposited, under which licence, and did an ethics board see the study?",
    ),
  ];
}

/** Parameters of generation as the settings give them, wherever they stand. */
function parametersOf(settings: Json): string[] {
  const wanted = [
    "temperature",
    "topP",
    "maxTokens",
    "seed",
    "structured",
    "memory",
    "tokensAs",
    "body",
    "steps",
    "toolsAs",
  ];
  return placesOf(settings, (key) => wanted.includes(key)).map(
    ([path, value]) =>
      `${path.replace(/^agents\.(?:agents\.)*/, "")} ${typeof value === "object" ? canonicalJson(value) : String(value)}`,
  );
}

/** The tools that settings declare, by their names. */
function toolsOf(settings: Json): string[] {
  return placesOf(settings, (key) => key === "tools").flatMap(([path, tools]) => {
    const names = (Array.isArray(tools) ? tools : []).flatMap((one: Json) => {
      const { name, kind } = (one ?? {}) as { readonly name?: Json; readonly kind?: Json };
      return typeof kind === "string" ? [`${typeof name === "string" ? `${name} (${kind})` : kind}`] : [];
    });
    return names.length === 0 ? [] : [`${path.startsWith("treat") ? `${path}: ` : ""}${names.join(", ")}`];
  });
}

function promptsOf(settings: Json): string[] {
  return placesOf(settings, (key) =>
    ["system", "prompt", "persona", "command", "url", "journal"].includes(key),
  ).map(([path]) => (path.startsWith("treat") ? `data.${path}` : `model.${path}`));
}

function placesOf(data: Json | undefined, wanted: (key: string) => boolean, path = ""): [string, Json][] {
  if (typeof data !== "object" || data === null || Array.isArray(data)) return [];
  return Object.entries(data as { readonly [key: string]: Json | undefined }).flatMap(
    ([key, value]): [string, Json][] => {
      const here = path === "" ? key : `${path}.${key}`;
      return wanted(key) && value !== undefined ? [[here, value]] : placesOf(value, wanted, here);
    },
  );
}

const interactionOf = (interact: Json | undefined): string =>
  interact === undefined
    ? "agents hear what their in-neighbours said in the round before"
    : "how agents interact stands in study.json, under data.interact";

function failuresOf({ answers, faults }: StudyChecks, missing: number, units: number): string {
  const turns = answers.reduce((total, cell) => total + cell.turns, 0);
  const words = (["refused", "invalid", "failed", "timeout"] as const).flatMap((status) => {
    const count = answers.reduce((total, cell) => total + cell.statuses[status], 0);
    return count === 0 ? [] : [`${count} ${status}`];
  });
  const again = Object.values(faults).reduce((total, count) => total + count, 0);
  return `Of ${turns} turns ${words.length === 0 ? "all ended well" : words.join(", ")}; ${again} attempts were repeated; ${missing} of ${units} outcomes are missing, and none was filled in.`;
}
