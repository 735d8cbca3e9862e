import { canonicalJson, type Json } from "../../core/canonicalJson.ts";
import type { Kind } from "../../core/defineKind.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { shownAnswer } from "../../survey/shownAnswer.ts";
import type { Action, Agent, CallRecord, View } from "../Agent.ts";
import { AgentFault } from "../AgentFault.ts";
import { definePopulation } from "../definePopulation.ts";
import type { Population, PopulationSetting } from "../Population.ts";
import { aiSdkModel } from "./aiSdkModel.ts";
import { providerAndModel } from "./aiSdkProvider.ts";
import { answerOf } from "./answerOf.ts";
import { answerSchema } from "./answerSchema.ts";
import { answerUse } from "./answerUse.ts";
import { batchedModel } from "./batch/batchedModel.ts";
import { type BatchSettings, batchShare } from "./batch/batchSettings.ts";
import { costOf, countedCall, type ModelBound } from "./countedCall.ts";
import { wantNoKeys } from "./endpointSettings.ts";
import { exampleAnswer } from "./exampleAnswer.ts";
import type { LanguageModel, LanguageReply } from "./LanguageModel.ts";
import { type Asked, type LanguagePrompt, languagePrompt } from "./languagePrompt.ts";
import { type LanguageSettings, languageSettings } from "./languageSettings.ts";
import { summaryTokens } from "./memory/fitContext.ts";
import { mostTokens } from "./memory/mostTokens.ts";
import { keptAfter, type SummaryStep } from "./memory/remembered.ts";
import { openaiCompatible } from "./openaiCompatible.ts";
import { settingNotes } from "./settingNotes.ts";

const WHO = "language";

/**
 * Agents that are language models. Each turn is one call: the templates are filled with what the agent sees, the answer
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
): Population {
  const batched = batchOf(settings) !== undefined;
  if (typeof settings.model !== "string") wantNoKeys(`${WHO}: model`, settings.model);
  const prompt = languagePrompt(settings);
  const use = answerUse(settings);
  const set = depended(settings);
  /** The views of the calls of a turn, with made-up summaries: the turn itself, and after each step what is asked next. */
  const turnsOf = (view: View): readonly View[] => {
    const { sumUp } = prompt.ask(view);
    if (sumUp === undefined) return [view];
    const step = { summary: "x".repeat(3 * summaryTokens(settings.context)), of: sumUp };
    return [view, { ...view, retry: { attempt: 1, because: "", steps: [step] } }];
  };
  return {
    name: WHO,
    params: { ...settings },
    synthetic: false,
    ...(batched ? { batched } : {}),
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
      const schema = sumUp === undefined ? answerSchema(shown) : null;
      const short = sumUp === undefined ? {} : { maxTokens: summaryTokens(settings.context) };
      const less = asked.left > 0 || sumUp !== undefined ? { shortened: true } : {};
      return { messages: messages as unknown as Json, schema, ...set, ...short, ...less };
    },
    notes: (arms) => [...prompt.notes(arms), ...settingNotes(settings)],
    schema: (view) => answerSchema(prompt.ask(view).shown),
    example(first, longest) {
      const view = turnsOf(first).at(-1)!;
      const { shown } = shownAnswer(settings.answer, view.rng);
      const answer = exampleAnswer(shown, view.rng.fork("example"), longest);
      const said = use.said(answer);
      const { asked } = prompt.ask(view);
      const state = keptAfter(view, answer as Json, settings.memory ?? "none", asked);
      return { ...present({ said, state }) };
    },
    tokens: (view) => boundOf(prompt.ask(view), discounted(settings)),
    ...(settings.context?.over === "summarise" ? { further: (view) => turnsOf(view).slice(1) } : {}),
    create(setting) {
      prompt.wantAgents(setting.network.ids);
      const model = makeModel(setting);
      // Outside of a run calls go alone, at the whole price.
      const priced = setting.batches === undefined ? settings : discounted(settings);
      return () => agentOf({ settings: priced, prompt, use, model });
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

interface Parts {
  readonly settings: LanguageSettings;
  readonly prompt: LanguagePrompt;
  readonly use: ReturnType<typeof answerUse>;
  readonly model: LanguageModel;
}

/** What a call with a shortened memory warns of; the line of its turn says how many turns it was. */
const SHORTENED =
  "the oldest turns that are remembered were left out of the prompt: it was longer than context.most";

/** @throws SpillwayError where the prompt is too long for its limit, and there is no call. */
function wantCall<Asked extends { readonly tooLong?: string }>(asked: Asked): Asked {
  if (asked.tooLong !== undefined) throw new SpillwayError(asked.tooLong);
  return asked;
}

function agentOf({ settings, prompt, use, model }: Parts): Agent {
  // What is too long is thrown at once: nobody is called, and nothing is charged.
  return (view, context = {}) => {
    const asked = wantCall(prompt.ask(view));
    return asked.sumUp === undefined ? answering(asked) : summing(asked, asked.sumUp);

    async function called(): Promise<{ reply: LanguageReply; call: CallRecord }> {
      const { temperature, topP, maxTokens = 1000 } = settings;
      const { messages, shown, drawn, sumUp, left } = asked;
      const { retry } = view;
      const done = retry?.steps?.length ?? 0;
      // A turn asked again is asked with another seed, or the same model would give the same unusable answer.
      const first = view.rng.fork("seed");
      const seeds = done === 0 ? first : first.fork(`step ${done}`);
      const seed = (retry && retry.attempt > 1 ? seeds.fork(retry.attempt) : seeds).integer(2 ** 31);
      const known = sumUp !== undefined || drawn === undefined ? {} : { drawn };
      const cut = left === 0 ? {} : { left };
      const bound = boundOf(asked, settings);
      const counted = (call: CallRecord): CallRecord => {
        const warnings = left === 0 ? call.warnings : [...(call.warnings ?? []), SHORTENED];
        return countedCall(
          { ...call, ...present({ warnings }), ...known, ...cut },
          { messages, bound },
          settings,
        );
      };
      const form = sumUp === undefined ? { schema: answerSchema(shown), schemaName: "answer" } : {};
      const reply = await model
        .generate(
          {
            callId: done === 0 ? view.rng.key : `${view.rng.key}:${done}`,
            messages,
            ...form,
            ...present({ temperature, topP }),
            maxTokens: sumUp === undefined ? maxTokens : summaryTokens(settings.context),
            seed,
          },
          context,
        )
        .catch((thrown: unknown) => {
          throw withCall(thrown, counted);
        });
      const call = counted(calledOf(reply));
      if (reply.finish !== "stop")
        throw new AgentFault("invalid", `${WHO}: the model does not say that the answer is whole`, { call });
      return { reply, call };
    }

    /** A call that sums up what is remembered: a step of the turn, which goes on with another call. */
    async function summing({ messages }: Asked, of: number): Promise<never> {
      const { reply, call } = await called();
      const summary = reply.text.trim();
      if (summary === "" || mostTokens([{ role: "assistant", content: summary }]) >= mostTokens(messages))
        throw new AgentFault("invalid", `${WHO}: wanted a summary that is shorter than what it sums up`, {
          call,
        });
      const step: SummaryStep = { summary, of };
      throw new AgentFault("step", `${WHO}: summed up ${of} turns that it remembers`, {
        call: { ...call, step: step as unknown as Json },
      });
    }

    async function answering({ shown, asked: sent }: Asked): Promise<Action> {
      const { reply, call } = await called();
      const answer = read(() => answerOf(reply.text, shown), call);
      if (view.question) return { said: answer, call };
      const said = use.said(answer);
      const outcome = use.outcome(answer);
      const state = keptAfter(view, answer as Json, settings.memory ?? "none", sent);
      // An answer of one part is what is said, or the outcome; of several, the others would be nowhere else.
      const fields = typeof answer === "object" ? { answer } : {};
      return {
        ...present({ said, state, outcome }),
        call: { ...call, ...fields },
      };
    }
  };
}

function calledOf({ model, usage, atMost, fingerprint, warnings, text }: LanguageReply): CallRecord {
  return {
    model,
    ...present({ usage, atMost, fingerprint }),
    ...(warnings.length === 0 ? {} : { warnings }),
    text,
  };
}

function read<Value>(work: () => Value, call: CallRecord): Value {
  try {
    return work();
  } catch (thrown) {
    throw withCall(thrown, () => call);
  }
}

/** A fault with what the call cost; anything else as it is. */
function withCall(thrown: unknown, record: (call: CallRecord) => CallRecord): unknown {
  if (!(thrown instanceof AgentFault)) return thrown;
  const { kind, message, retryAfter, busy, doubt, status, unsure } = thrown;
  const call = record(thrown.call ?? {});
  return new AgentFault(kind, message, {
    ...present({ retryAfter, busy, doubt, status, unsure }),
    ...(Object.keys(call).length === 0 ? {} : { call }),
  });
}

/** The most that a call may use; nothing where the prompt is too long for its limit, and there is none. */
function boundOf({ messages, shown, sumUp, tooLong }: Asked, settings: LanguageSettings): ModelBound {
  const { maxTokens = 1000, price } = settings;
  const schema = sumUp === undefined ? answerSchema(shown) : undefined;
  const output = sumUp === undefined ? maxTokens : summaryTokens(settings.context);
  const bound =
    tooLong === undefined ? { input: mostTokens(messages, schema), output } : { input: 0, output: 0 };
  return { ...bound, ...present({ cost: costOf(bound, price) }) };
}
