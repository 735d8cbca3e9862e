import type { Json } from "../core/canonicalJson.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import type { View } from "./Agent.ts";
import { answerWords } from "./answerWords.ts";
import type { AttributeRow, LanguageSettings, NamedFile } from "./languageSettings.ts";
import type { Message } from "./Population.ts";
import { type PromptTemplate, promptTemplate } from "./promptTemplate.ts";
import { remembered } from "./remembered.ts";
import { optionsShown, type ShownAnswer, shownAnswer } from "./shownAnswer.ts";

/** What an agent is asked in one turn. */
export interface Asked {
  readonly messages: readonly Message[];
  readonly shown: ShownAnswer;
  /** The order of options, for the journal; absent when nothing was drawn. */
  readonly drawn?: Json;
}

export interface LanguagePrompt {
  /** The messages of a turn: the same for every attempt at it, but for what a retry says. */
  ask(view: View): Asked;
  /** @throws SpillwayError when a persona or a row of attributes is missing for one of these agents. */
  wantAgents(ids: readonly string[]): void;
}

/** What templates can name. */
export const PROMPT_VARIABLES = [
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
  const read = (name: string, text: string, variables: readonly string[]): PromptTemplate => {
    const known = variables.filter((variable) => rows !== undefined || variable !== "attributes");
    return promptTemplate(text, { who: `language: ${name}`, variables: known, parts });
  };
  const persona = personaOf(settings.persona, (text) => read("persona", text, ["agent", "attributes"]));
  const systemText = textOf("system", settings.system) ?? (persona ? "{{ persona }}" : undefined);
  const system = systemText === undefined ? undefined : read("system", systemText, PROMPT_VARIABLES);
  const prompt = read("prompt", textOf("prompt", settings.prompt)!, PROMPT_VARIABLES);
  const used = (variable: string): boolean => [system, prompt].some((one) => one?.uses.has(variable));
  wantBoth("persona", persona !== undefined, used("persona"));
  wantBoth("memory", (settings.memory ?? "none") !== "none", used("memory"));
  return {
    ask(view) {
      const { shown, drawn } = shownAnswer(settings.answer, view.rng);
      const attributes: Json = rows?.get(view.agent) ?? {};
      const values = {
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
      const messages: Message[] = [];
      const opening = system?.render(values) ?? "";
      if (opening !== "") messages.push({ role: "system", content: opening });
      const words = settings.explain === false ? [] : [answerWords(shown, used("options"))];
      const content = [prompt.render(values), ...words].filter((part) => part !== "").join("\n\n");
      if (content === "") throw new SpillwayError("language: the prompt is empty");
      messages.push({ role: "user", content });
      if (view.retry) messages.push({ role: "user", content: again(view.retry.because) });
      return { messages, shown, ...(drawn === undefined ? {} : { drawn }) };
    },
    wantAgents(ids) {
      for (const id of ids) {
        if (rows && !rows.has(id))
          throw new SpillwayError(`language: attributes has no row for agent "${id}"`);
        if (persona?.lacks(id)) throw new SpillwayError(`language: persona has no text for agent "${id}"`);
      }
    },
  };
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
