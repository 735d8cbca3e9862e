import type { Json } from "../../core/canonicalJson.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { Question } from "../../survey/Question.ts";
import { optionsShown, type ShownAnswer, shownAnswer } from "../../survey/shownAnswer.ts";
import type { AskedQuestion, LatestTurn, View } from "../Agent.ts";
import type { Message } from "../Population.ts";
import { answerWords } from "./answerWords.ts";
import type { AttributeRow, LanguageSettings, NamedFile } from "./languageSettings.ts";
import { promptNotes } from "./promptNotes.ts";
import { type PromptTemplate, promptTemplate } from "./promptTemplate.ts";
import { remembered } from "./remembered.ts";

/** What an agent is asked in one turn. */
interface Asked {
  readonly messages: readonly Message[];
  readonly shown: ShownAnswer;
  /** The order of options, for the journal; absent when nothing was drawn. */
  readonly drawn?: Json;
}

export interface LanguagePrompt {
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

type Settings = Pick<
  LanguageSettings,
  "system" | "prompt" | "answer" | "explain" | "persona" | "attributes" | "memory"
>;

/**
 * Reads the templates of a population of language models.
 *
 * @throws SpillwayError for templates with faults, with line and column; for files that were not read; for a persona or a memory that no template
 * shows, or one that is shown and not there.
 */
export function languagePrompt(settings: Settings): LanguagePrompt {
  const rows = attributesOf(settings.attributes);
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
  wantBoth("memory", (settings.memory ?? "none") !== "none", used("memory"));
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
    lacks("memory", (settings.memory ?? "none") !== "none");
    questions.set(text, template);
    return template;
  };
  const valuesOf = (view: View, shown: ShownAnswer): Record<string, Json> => {
    const attributes: Json = rows?.get(view.agent) ?? {};
    return {
      agent: view.agent,
      arm: view.arm,
      round: view.round,
      rounds: view.rounds,
      heard: view.heard as unknown as Json,
      crowd: view.crowd ?? null,
      memory: remembered(view, settings.memory ?? "none") as unknown as Json,
      persona: persona?.of(view.agent, attributes) ?? null,
      attributes,
      options: optionsShown(shown),
    };
  };
  const opening = (values: Record<string, Json>): Message[] => {
    const content = system?.render(values) ?? "";
    return content.trim() === "" ? [] : [{ role: "system", content }];
  };
  const turn = (view: View): Asked => {
    const { shown, drawn } = shownAnswer(settings.answer, view.rng);
    const values = valuesOf(view, shown);
    const words = settings.explain === false ? [] : [answerWords(shown, used("options"))];
    const content = [prompt.render(values), ...words].filter((part) => part !== "").join("\n\n");
    if (content.trim() === "") throw new SpillwayError("language: the prompt is empty");
    const messages = [...opening(values), { role: "user", content } as const];
    return { messages, shown, ...present({ drawn }) };
  };
  /** The conversation of the latest turn, as it was, and then the question. */
  const interview = (view: View, question: AskedQuestion): Asked => {
    const { shown, drawn } = shownAnswer(question.answer, view.rng);
    const values = valuesOf(view, shown);
    const template = questionOf(question);
    const before = question.turn ? turn(question.turn.view).messages : opening(values);
    const words = answerWords(shown, template.uses.has("options"));
    const content = [template.render(values), words].filter((part) => part !== "").join("\n\n");
    const messages: Message[] = [...before, ...answered(question.turn), { role: "user", content }];
    return { messages, shown, ...present({ drawn }) };
  };
  return {
    ask(view) {
      const { messages, ...rest } = view.question ? interview(view, view.question) : turn(view);
      const { retry } = view;
      if (!retry) return { ...rest, messages: inTurns(messages) };
      const more: Message[] = [
        ...(retry.answer === undefined ? [] : [{ role: "assistant", content: retry.answer } as const]),
        { role: "user", content: again(retry.because) },
      ];
      return { ...rest, messages: inTurns([...messages, ...more]) };
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

/** What stands for an answer that did not come, or that was empty. */
const NO_ANSWER = "(no answer)";
/** Characters of an unusable answer that are shown to the model again. */
const LONGEST = 4000;

/**
 * The same messages, each with something in it, and user and assistant in turns, beginning with the user: many endpoints take no others. Where the
 * answer between two messages is not known, a mark stands for it.
 */
function inTurns(messages: readonly Message[]): Message[] {
  const all: Message[] = [];
  for (const { role, content } of messages) {
    const last = all.at(-1)?.role;
    if (role === "user" && last === "user") all.push({ role: "assistant", content: NO_ANSWER });
    const text = role === "assistant" ? (content.trim() === "" ? NO_ANSWER : content) : content;
    const cut = role === "assistant" && text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
    if (role === "assistant" && last !== "user") continue;
    all.push({ role, content: cut });
  }
  return all;
}

const again = (because: string): string =>
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
