import { canonicalJson, type Json } from "../../core/canonicalJson.ts";
import type { Kind } from "../../core/defineKind.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { shownAnswer } from "../../survey/shownAnswer.ts";
import type { View } from "../Agent.ts";
import { definePopulation } from "../definePopulation.ts";
import type { Population, PopulationSetting } from "../Population.ts";
import { aiSdkModel } from "./aiSdkModel.ts";
import { providerAndModel } from "./aiSdkProvider.ts";
import { answerSchema } from "./answerSchema.ts";
import { answerUse } from "./answerUse.ts";
import { batchedModel } from "./batch/batchedModel.ts";
import { type BatchSettings, batchShare } from "./batch/batchSettings.ts";
import { wantNoKeys } from "./endpointSettings.ts";
import { exampleAnswer } from "./exampleAnswer.ts";
import type { LanguageModel } from "./LanguageModel.ts";
import { boundOf, languageAgent, mayCall, wantCall } from "./languageAgent.ts";
import { languagePrompt } from "./languagePrompt.ts";
import { type LanguageSettings, languageSettings } from "./languageSettings.ts";
import { summaryTokens } from "./memory/fitContext.ts";
import { keptAfter } from "./memory/remembered.ts";
import { openaiCompatible } from "./openaiCompatible.ts";
import { settingNotes } from "./settingNotes.ts";

const WHO = "language";

/**
 * Agents that are language models. Each turn is one call, and further ones where tools are called or memory is summed up: the templates are filled with what the agent sees, the answer
 * is read and checked by its schema, and what cannot be read is thrown as an AgentFault, for the run to ask again. The
 * call's id and the seed sent come from the turn's stream, so two agents with the same prompt are two draws.
 *
 * @throws SpillwayError for settings that do not fit each other; see languagePrompt and answerUse.
 */
export const language: Kind<LanguageSettings, Population> = definePopulation({
  kind: WHO,
  summary: "agents that are language models",
  settings: languageSettings,
  make(settings): Population {
    if (typeof settings.model === "string" && !providerAndModel(settings.model)) {
      const got = `got "${settings.model}"`;
      throw new SpillwayError(
        `${WHO}: model must be provider/model, such as openai/gpt-5-mini, ${got}: an endpoint is a mapping, { url, model }`,
      );
    }
    return populationOf(settings, (setting) => modelOf(settings, setting));
  },
});

/**
 * The same agents, with a model at hand: one made with the AI SDK, or any object with the method `generate`, such as a
 * script for tests. `settings.model` is its name in files.
 */
export function languageOf(
  settings: LanguageSettings & { readonly model: string },
  model: LanguageModel,
): Population {
  wantArgument("languageOf", "settings", settings);
  const { params } = language({ ...settings, model: namedLike(settings.model) });
  return populationOf({ ...(params as unknown as LanguageSettings), model: settings.model }, () => model);
}

/** A model at hand may have any name; settings of the kind want one of the AI SDK's. */
const namedLike = (name: string): string => (providerAndModel(name) ? name : `given/${name}`);

function modelOf(
  { model, timeout = 120 }: LanguageSettings,
  { batches, onClose }: Pick<PopulationSetting, "batches" | "onClose">,
): LanguageModel {
  if (typeof model === "string") return aiSdkModel(model, { timeout, name: model });
  const { batch } = model;
  if (batch === undefined || batches === undefined) return openaiCompatible(model, { timeout });
  return batchedModel({ ...model, batch }, { record: batches, timeout, onClose });
}

function populationOf(
  settings: LanguageSettings,
  makeModel: (setting: PopulationSetting) => LanguageModel,
  folder?: string,
): Population {
  const batched = batchOf(settings) !== undefined;
  if (typeof settings.model !== "string") wantNoKeys(`${WHO}: model`, settings.model);
  const prompt = languagePrompt(settings);
  const use = answerUse(settings);
  const set = depended(settings);
  /** What a call that is no answer brings, made up and as long as it may be; undefined for the call that answers. */
  const stepIn = (view: View): Json | undefined => {
    const { sumUp, tooLong } = prompt.ask(view);
    if (sumUp !== undefined) return { summary: "x".repeat(3 * summaryTokens(settings.context)), of: sumUp };
    const calls = tooLong === undefined && mayCall(prompt, view);
    return calls ? (prompt.tools!.longest() as unknown as Json) : undefined;
  };
  /** The views of the calls of a turn: the turn itself, and after each step what is asked next. */
  const turnsOf = (first: View): readonly View[] => {
    const views = [first];
    for (;;) {
      const view = views.at(-1)!;
      const step = stepIn(view);
      if (step === undefined) return views;
      views.push({
        ...view,
        retry: { attempt: 1, because: "", steps: [...(view.retry?.steps ?? []), step] },
      });
    }
  };
  const several = settings.context?.over === "summarise" || prompt.tools !== undefined;
  return {
    name: WHO,
    params: { ...settings },
    synthetic: false,
    ...(batched ? { batched } : {}),
    ...(prompt.tools?.inFolder ? { inFolder: (there) => populationOf(settings, makeModel, there) } : {}),
    wantQuestion: prompt.wantQuestion,
    prompt({ network }) {
      prompt.wantAgents(network.ids);
      return () => async (view) => prompt.ask(view).messages;
    },
    sent(view) {
      const asked = prompt.ask(view);
      // A turn that is missing by a stated rule is no fault of the study.
      if (asked.tooLong !== undefined && settings.context?.over === "missing") return { missing: true };
      const { messages, shown, sumUp } = wantCall(asked);
      const tools = view.question ? undefined : prompt.tools?.sees(view);
      const schema = sumUp === undefined ? answerSchema(shown) : null;
      const short = sumUp === undefined ? {} : { maxTokens: summaryTokens(settings.context) };
      const less = asked.left > 0 || sumUp !== undefined ? { shortened: true } : {};
      return {
        messages: messages as unknown as Json,
        schema,
        ...set,
        ...short,
        ...less,
        ...present({ tools }),
      };
    },
    notes: (arms) => [...prompt.notes(arms), ...settingNotes(settings)],
    schema: (view) => answerSchema(prompt.ask(view).shown),
    example(first, longest) {
      // What tools bring is not kept, a summary is.
      const step = prompt.ask(first).sumUp === undefined ? undefined : stepIn(first);
      const view =
        step === undefined ? first : { ...first, retry: { attempt: 1, because: "", steps: [step] } };
      const { shown } = shownAnswer(settings.answer, view.rng);
      const answer = exampleAnswer(shown, view.rng.fork("example"), longest);
      const said = use.said(answer);
      const { asked } = prompt.ask(view);
      const state = keptAfter(view, answer as Json, settings.memory ?? "none", asked);
      return { ...present({ said, state }) };
    },
    tokens: (view) => boundOf(prompt.ask(view), discounted(settings), prompt, view),
    ...(several ? { further: (view) => turnsOf(view).slice(1) } : {}),
    create(setting) {
      prompt.wantAgents(setting.network.ids);
      const model = makeModel(setting);
      // Outside of a run calls go alone, at the whole price.
      const priced = setting.batches === undefined ? settings : discounted(settings);
      const { attributes } = prompt;
      const callTools = prompt.tools?.open({ folder, ...present({ onClose: setting.onClose, attributes }) });
      return () => languageAgent({ settings: priced, prompt, use, model, callTools });
    },
  };
}

const batchOf = ({ model }: LanguageSettings): BatchSettings | undefined =>
  typeof model === "string" ? undefined : model.batch;

/** The settings with the price that a call has in a batch. */
function discounted(settings: LanguageSettings): LanguageSettings {
  const { price } = settings;
  const share = batchShare(batchOf(settings));
  if (price === undefined || share === 1) return settings;
  return { ...settings, price: { input: price.input * share, output: price.output * share } };
}

/** The settings beside texts on which what an agent does, or what is taken from it, depends. */
function depended({
  model,
  temperature,
  topP,
  maxTokens,
  says,
  outcome,
}: LanguageSettings): Readonly<Record<string, Json>> {
  // Whether a call goes alone or with others, and at which price, changes no answer.
  const alone = typeof model === "string" ? model : { ...model, batch: undefined };
  const set = { model: alone, temperature, topP, maxTokens, says, outcome };
  return JSON.parse(canonicalJson({ ...present(set) })) as Readonly<Record<string, Json>>;
}
