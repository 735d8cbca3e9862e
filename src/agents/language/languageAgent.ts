import type { Json } from "../../core/canonicalJson.ts";
import { cut } from "../../core/cut.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import type { Action, Agent, CallRecord, View } from "../Agent.ts";
import { AgentFault } from "../AgentFault.ts";
import { answerOf } from "./answerOf.ts";
import { answerSchema } from "./answerSchema.ts";
import type { answerUse } from "./answerUse.ts";
import { costOf, countedCall, type ModelBound } from "./countedCall.ts";
import type { LanguageModel, LanguageReply, LanguageRequest, WantedCall } from "./LanguageModel.ts";
import type { Asked, LanguagePrompt } from "./languagePrompt.ts";
import type { LanguageSettings } from "./languageSettings.ts";
import { summaryTokens } from "./memory/fitContext.ts";
import { mostTokens } from "./memory/mostTokens.ts";
import { keptAfter, type SummaryStep } from "./memory/remembered.ts";
import type { CallTools } from "./tools/toolbox.ts";
import type { ToolStep } from "./tools/toolStep.ts";

interface Parts {
  readonly settings: LanguageSettings;
  readonly prompt: LanguagePrompt;
  readonly use: ReturnType<typeof answerUse>;
  readonly model: LanguageModel;
  /** Makes calls of tools; absent for agents without tools. */
  readonly callTools?: CallTools | undefined;
}

const WHO = "language";
/** What a call with a shortened memory warns of; the line of its turn says how many turns it was. */
const SHORTENED =
  "the oldest turns that are remembered were left out of the prompt: it was longer than context.most";
/** Characters of a prompt and of a reply that a step keeps. */
const LONGEST = 4000;

/**
 * An agent whose turn is a call of a language model, or several: one that sums up what it remembers, those that call tools, and the one that answers. Each but the
 * last is a step, which is thrown as an AgentFault `step` with what it brought; the next is made when the agent is asked again.
 */
export function languageAgent({ settings, prompt, use, model, callTools }: Parts): Agent {
  // What is too long is thrown at once: nobody is called, and nothing is charged.
  return (view, context = {}) => {
    const asked = wantCall(prompt.ask(view));
    return asked.sumUp === undefined ? answering(asked) : summing(asked, asked.sumUp);

    async function called(): Promise<{ reply: LanguageReply; call: CallRecord }> {
      const { temperature, topP } = settings;
      const { messages, drawn, sumUp, left } = asked;
      const { retry } = view;
      const done = retry?.steps?.length ?? 0;
      // A turn asked again is asked with another seed, or the same model would give the same unusable answer.
      const first = view.rng.fork("seed");
      const seeds = done === 0 ? first : first.fork(`step ${done}`);
      const seed = (retry && retry.attempt > 1 ? seeds.fork(retry.attempt) : seeds).integer(2 ** 31);
      const known = sumUp !== undefined || drawn === undefined ? {} : { drawn };
      const shortened = left === 0 ? {} : { left };
      const bound = boundOf(asked, settings, prompt, view);
      const counted = (call: CallRecord): CallRecord => {
        const warnings = left === 0 ? call.warnings : [...(call.warnings ?? []), SHORTENED];
        return countedCall(
          { ...call, ...present({ warnings }), ...known, ...shortened },
          { messages, bound },
          settings,
        );
      };
      const reply = await model
        .generate(
          {
            callId: done === 0 ? view.rng.key : `${view.rng.key}:${done}`,
            messages,
            ...formOf(asked, prompt, view),
            ...present({ temperature, topP }),
            maxTokens: mostOutput(asked, settings),
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
      throw stepFault(`summed up ${of} turns that it remembers`, step as unknown as Json, call);
    }

    async function answering({ shown, asked: sent, messages }: Asked): Promise<Action> {
      const { reply, call } = await called();
      const wanted = callsIn(reply, call);
      if (wanted.length > 0) return usingTools(wanted, messages.at(-1)!.content, reply, call);
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

    /** Tools that the reply calls; none where it answers. */
    function callsIn({ text, calls = [] }: LanguageReply, call: CallRecord): readonly WantedCall[] {
      const { tools } = prompt;
      if (!tools || !callTools || view.question) return [];
      const wanted = tools.as === "native" ? calls : tools.callsIn(text);
      if (wanted.length > 0 && !mayCall(prompt, view))
        throw new AgentFault("invalid", `${WHO}: a tool is called, but no calls are left in this turn`, {
          call,
        });
      return wanted;
    }

    /** Makes the calls of a reply, as many as the turn has left: a step of the turn. */
    async function usingTools(
      wanted: readonly WantedCall[],
      last: string,
      { text }: LanguageReply,
      call: CallRecord,
    ): Promise<never> {
      const calls = await callTools!(wanted, view, context).catch((thrown: unknown) => {
        throw withCall(thrown, () => call);
      });
      const beyond = wanted.length - calls.length;
      const step: ToolStep = {
        prompt: cut(last, LONGEST),
        reply: cut(text, LONGEST),
        calls,
        ...(beyond === 0 ? {} : { beyond }),
      };
      const names = calls.map(({ tool, error }) => (error === undefined ? tool : `${tool} (an error)`));
      throw stepFault(`called ${cut(names.join(", "), 300)}`, step as unknown as Json, call);
    }
  };
}

/** The next call of the turn follows a call that went well. */
const stepFault = (words: string, step: Json, call: CallRecord): AgentFault =>
  new AgentFault("step", `${WHO}: ${words}`, { call: { ...call, step } });

/** @throws SpillwayError where the prompt is too long for its limit, and there is no call. */
export function wantCall<Made extends { readonly tooLong?: string }>(asked: Made): Made {
  if (asked.tooLong !== undefined) throw new SpillwayError(asked.tooLong);
  return asked;
}

/** Whether a call may be answered by calls of tools. */
export function mayCall({ tools }: LanguagePrompt, view: View): boolean {
  return tools !== undefined && tools.left(view) > 0;
}

/**
 * How a call is to be answered: in the form of the answer; with tools that may be called, as the model likes. An endpoint that is held to a form could call
 * nothing, or takes no form beside tools. Where calls and what they brought stand in the messages, tools are named to the end.
 */
function formOf(
  { shown, sumUp }: Asked,
  prompt: LanguagePrompt,
  view: View,
): Pick<LanguageRequest, "schema" | "schemaName" | "tools" | "mayCall"> {
  if (sumUp !== undefined) return {};
  const form = { schema: answerSchema(shown), schemaName: "answer" };
  const { tools } = prompt;
  if (!tools || view.question) return form;
  const offers = tools.as === "native" ? { tools: tools.offers } : {};
  return mayCall(prompt, view) ? offers : { ...form, ...offers, mayCall: false };
}

const mostOutput = ({ sumUp }: Asked, { maxTokens = 1000, context }: LanguageSettings): number =>
  sumUp === undefined ? maxTokens : summaryTokens(context);

function calledOf({ model, usage, atMost, fingerprint, warnings, text }: LanguageReply): CallRecord {
  return {
    model,
    ...present({ usage, atMost, fingerprint }),
    ...(warnings.length === 0 ? {} : { warnings }),
    ...(text === "" ? {} : { text }),
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
export function boundOf(
  asked: Asked,
  settings: LanguageSettings,
  prompt: LanguagePrompt,
  view: View,
): ModelBound {
  const { messages, tooLong } = asked;
  const { schema, tools } = formOf(asked, prompt, view);
  const form = tools === undefined ? schema : ([schema ?? null, tools] as unknown as Json);
  const bound =
    tooLong === undefined
      ? { input: mostTokens(messages, form), output: mostOutput(asked, settings) }
      : { input: 0, output: 0 };
  return { ...bound, ...present({ cost: costOf(bound, settings.price) }) };
}
