import type { Json } from "../../core/canonicalJson.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { Question } from "../../survey/Question.ts";
import { optionsShown, type ShownAnswer, shownAnswer } from "../../survey/shownAnswer.ts";
import type { AskedQuestion, LatestTurn, View } from "../Agent.ts";
import type { Message } from "../Population.ts";
import { answerWords } from "./answerWords.ts";
import { inTurns } from "./inTurns.ts";
import type { AttributeRow, LanguageSettings, NamedFile } from "./languageSettings.ts";
import { type Fitted, fitContext, summaryTokens } from "./memory/fitContext.ts";
import { heardWords, memoryMessages } from "./memory/memoryMessages.ts";
import { isSummary, type Remembered, remembered } from "./memory/remembered.ts";
import { promptNotes } from "./promptNotes.ts";
import { type PromptTemplate, promptTemplate } from "./promptTemplate.ts";
import { type Toolbox, toolbox } from "./tools/toolbox.ts";

/** What an agent is asked in one turn. */
export interface Asked extends Fitted {
  /** The message of this turn, for agents that keep it. */
  readonly asked?: string;
  readonly shown: ShownAnswer;
  /** The order of options, for the journal; absent when nothing was drawn. */
  readonly drawn?: Json;
}

export interface LanguagePrompt {
  /** What the agents may call within a turn; absent for nothing. */
  readonly tools?: Toolbox;
  /** What is known about each agent, by its id; absent where that is nothing. */
  readonly attributes?: ReadonlyMap<string, AttributeRow>;
  /** The messages of a turn, or of a question: the same for every attempt at it, but for what a retry says. */
  ask(view: View): Asked;
  /** @throws SpillwayError for a question whose template has faults, or shows what the agents have not. */
  wantQuestion(question: Pick<Question, "prompt">): void;
  /** What looks unintended in the texts, those of questions included: see {@link promptNotes}. */
  notes(arms: readonly string[]): readonly string[];
  /** @throws SpillwayError when a persona or a row of attributes is missing for one of these agents. */
  wantAgents(ids: readonly string[]): void;
}

/** What templates can name. */
const PROMPT_VARIABLES = [
  "agent",
  "arm",
  "round",
  "rounds",
  "heard",
  "crowd",
  "memory",
  "persona",
  "attributes",
  "options",
] as const;

type Settings = Omit<
  LanguageSettings,
  "says" | "outcome" | "temperature" | "topP" | "maxTokens" | "price" | "timeout"
>;

/**
 * Reads the templates of a population of language models.
 *
 * @throws SpillwayError for templates with faults, with line and column; for files that were not read; for a persona or a memory that no template
 * shows, or one that is shown and not there.
 */
export function languagePrompt(settings: Settings): LanguagePrompt {
  const rows = attributesOf(settings.attributes);
  const tools = toolbox(settings, rows);
  const columns = [...new Set([...(rows?.values() ?? [])].flatMap((row) => Object.keys(row)))];
  const parts = new Map([["attributes", columns]]);
  const texts = new Map<string, string>();
  const read = (name: string, text: string, variables: readonly string[]): PromptTemplate => {
    texts.set(text, name);
    const known = variables.filter((variable) => rows !== undefined || variable !== "attributes");
    return promptTemplate(text, {
      ...{ who: `language: ${name}`, variables: known, parts },
      setting: name === "question" ? "prompt" : name,
    });
  };
  const persona = personaOf(settings.persona, (text) => read("persona", text, ["agent", "attributes"]));
  const systemText = textOf("system", settings.system) ?? (persona ? "{{ persona }}" : undefined);
  const system = systemText === undefined ? undefined : read("system", systemText, PROMPT_VARIABLES);
  const prompt = read("prompt", textOf("prompt", settings.prompt)!, PROMPT_VARIABLES);
  const used = (variable: string): boolean => [system, prompt].some((one) => one?.uses.has(variable));
  wantBoth("persona", persona !== undefined, used("persona"));
  const { memory = "none", memoryAs = "template", context } = settings;
  if (memoryAs === "template") wantBoth("memory", memory !== "none", used("memory"));
  else if (memory === "none")
    throw new SpillwayError(
      `language: memoryAs is ${memoryAs}, but nothing is remembered: give memory, as all or { last: 5 }`,
    );
  if (memory === "none" && context !== undefined && context.over !== "missing")
    throw new SpillwayError(
      `language: context.over is ${context.over}, but nothing is remembered: give memory, or over: missing`,
    );
  if (context?.over === "summarise" && summaryTokens(context) > context.most / 2)
    throw new SpillwayError(
      `language: context.summaryTokens is ${summaryTokens(context)}, more than half of context.most, which is ${context.most}: a summary that long leaves no room for the turns behind it`,
    );
  for (const name of ["summary", "summaryTokens"] as const)
    if (context?.[name] !== undefined && context.over !== "summarise")
      throw new SpillwayError(
        `language: context.${name} is for over: summarise, got over: ${context.over}: leave one of them out`,
      );
  const questions = new Map<string, PromptTemplate>();
  const questionOf = ({ prompt: text }: Pick<Question, "prompt">): PromptTemplate => {
    const there = questions.get(text);
    if (there) return there;
    const template = read("question", text, PROMPT_VARIABLES);
    const lacks = (variable: string, has: boolean): void => {
      if (template.uses.has(variable) && !has)
        throw new SpillwayError(
          `language: question shows {{ ${variable} }}, but there is none: give ${variable}`,
        );
    };
    lacks("persona", persona !== undefined);
    lacks("memory", memory !== "none");
    questions.set(text, template);
    return template;
  };
  const valuesOf = (view: View, shown: ShownAnswer, turns: readonly Remembered[]): Record<string, Json> => {
    const attributes: Json = rows?.get(view.agent) ?? {};
    return {
      agent: view.agent,
      arm: view.arm,
      round: view.round,
      rounds: view.rounds,
      heard: view.heard as unknown as Json,
      crowd: view.crowd ?? null,
      memory: turns as unknown as Json,
      persona: persona?.of(view.agent, attributes) ?? null,
      attributes,
      options: optionsShown(shown),
    };
  };
  const opening = (values: Record<string, Json>): Message[] => {
    const content = system?.render(values) ?? "";
    return content.trim() === "" ? [] : [{ role: "system", content }];
  };
  /** A past turn's prompt as it was sent, or made again where it was not kept. */
  const askedIn = (values: Record<string, Json>, { asked, round, heard, crowd }: Remembered): string =>
    asked ??
    prompt.render({
      ...values,
      ...{ round, heard: heard as unknown as Json, crowd: crowd ?? null, memory: [] },
    });
  const earlier = (values: Record<string, Json>, turns: readonly Remembered[]): readonly Message[] =>
    memoryAs === "template"
      ? []
      : memoryMessages(turns, memoryAs === "heard" ? heardWords : (one) => askedIn(values, one));
  const turn = (
    view: View,
    shown: ShownAnswer,
    turns: readonly Remembered[],
    offered: readonly string[] = [],
  ): readonly Message[] => {
    const values = valuesOf(view, shown, turns);
    const words = settings.explain === false ? [] : [answerWords(shown, used("options"))];
    const content = [prompt.render(values), ...offered, ...words].filter((part) => part !== "").join("\n\n");
    if (content.trim() === "") throw new SpillwayError("language: the prompt is empty");
    return [...opening(values), ...earlier(values, turns), { role: "user", content }];
  };
  /** The conversation of the latest turn, as it was, and then the question. */
  const interview = (
    view: View,
    question: AskedQuestion,
    shown: ShownAnswer,
    turns: readonly Remembered[],
  ): readonly Message[] => {
    const values = valuesOf(view, shown, turns);
    const template = questionOf(question);
    const then = question.turn?.view;
    // Where memory has to be shortened, that of the latest turn is: what came before it.
    const left = remembered(view, memory).length - turns.length;
    const before = then
      ? turn(then, shownAnswer(settings.answer, then.rng).shown, remembered(then, memory).slice(left))
      : opening(values);
    const words = answerWords(shown, template.uses.has("options"));
    const content = [template.render(values), words].filter((part) => part !== "").join("\n\n");
    return [...before, ...answered(question.turn), { role: "user", content }];
  };
  return {
    ...present({ tools, attributes: rows }),
    ask(view) {
      const { question, retry } = view;
      const { shown, drawn } = shownAnswer(question ? question.answer : settings.answer, view.rng);
      const bad = retry !== undefined && retry.attempt > 1;
      const brought = question ? [] : (tools?.messages(view) ?? []);
      const again: Message[] = bad
        ? [
            ...(retry.answer === undefined ? [] : [{ role: "assistant", content: retry.answer } as const]),
            { role: "user", content: askAgain(retry.because) },
          ]
        : [];
      const turns = remembered(view, memory);
      const base = (kept: readonly Remembered[]): readonly Message[] =>
        question ? interview(view, question, shown, kept) : turn(view, shown, kept, tools?.words);
      const fitted = fitContext(turns, {
        context,
        maySumUp: question === undefined && !bad && !retry?.steps?.some(isSummary),
        make: (kept) => inTurns([...base(kept), ...brought, ...again]),
      });
      const asked = memoryAs === "messages" && !question ? base([]).at(-1)!.content : undefined;
      return { ...fitted, shown, ...present({ drawn, asked }) };
    },
    wantQuestion: (question) => void questionOf(question),
    notes: (arms) =>
      [...texts].flatMap(([text, name]) => promptNotes(text, { name, arms, variables: PROMPT_VARIABLES })),
    wantAgents(ids) {
      for (const id of ids) {
        if (rows && !rows.has(id))
          throw new SpillwayError(`language: attributes has no row for agent ${shown(id)}`, {
            inside: { setting: "attributes" },
          });
        if (persona?.lacks(id))
          throw new SpillwayError(`language: persona has no text for agent ${shown(id)}`, {
            inside: { setting: "persona" },
          });
      }
    },
  };
}

/** What the agent answered in a turn, in its own words where they are known. */
function answered(turn: LatestTurn | undefined): Message[] {
  const { text, said } = turn ?? {};
  if (text !== undefined) return [{ role: "assistant", content: text }];
  if (said === undefined) return [];
  return [{ role: "assistant", content: typeof said === "string" ? said : JSON.stringify(said) }];
}

const askAgain = (because: string): string =>
  `Your last answer could not be used: ${because}. Answer again, in the form that was asked for.`;

function wantBoth(name: string, given: boolean, used: boolean): void {
  if (given && !used)
    throw new SpillwayError(`language: ${name} is given, but neither system nor prompt shows {{ ${name} }}`);
  if (used && !given)
    throw new SpillwayError(`language: a template shows {{ ${name} }}, but there is none: give ${name}`);
}

function textOf(name: string, given: string | NamedFile | undefined): string | undefined {
  if (given === undefined || typeof given === "string") return given;
  throw new SpillwayError(
    `language: ${name}: the file "${given.file}" is read with the study file that names it: here, give the text itself`,
  );
}

interface Persona {
  readonly template?: PromptTemplate;
  of(agent: string, attributes: Json): string;
  lacks(agent: string): boolean;
}

function personaOf(
  given: LanguageSettings["persona"],
  read: (text: string) => PromptTemplate,
): Persona | undefined {
  if (given === undefined) return undefined;
  if (typeof given === "string" || "file" in given) {
    const template = read(textOf("persona", given)!);
    return {
      template,
      of: (agent, attributes) => template.render({ agent, attributes }),
      lacks: () => false,
    };
  }
  const texts = new Map(given.map(({ agent, persona }) => [agent, persona]));
  if (texts.size < given.length) throw new SpillwayError("language: persona lists an agent twice");
  return { of: (agent) => texts.get(agent) ?? "", lacks: (agent) => !texts.has(agent) };
}

function attributesOf(given: LanguageSettings["attributes"]): ReadonlyMap<string, AttributeRow> | undefined {
  if (given === undefined) return undefined;
  if ("file" in given) {
    textOf("attributes", given);
    return undefined;
  }
  const rows = given.map((row) => {
    if (!Object.hasOwn(row, "agent"))
      throw new SpillwayError(
        "language: each row of attributes needs the id of its agent as agent, got none",
      );
    return [String(row.agent), row] as const;
  });
  const byId = new Map(rows);
  if (byId.size < rows.length) throw new SpillwayError("language: attributes lists an agent twice");
  return byId;
}
