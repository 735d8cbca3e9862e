import type { Json } from "../../core/canonicalJson.ts";
import type { AskContext } from "../Agent.ts";
import type { Message } from "../Population.ts";

/** A JSON Schema, as structured output takes it. */
export type AnswerJsonSchema = { readonly [keyword: string]: Json };

/** A tool as a model is told of it. */
export interface ToolOffer {
  /** Letters, digits, `_` and `-`. */
  readonly name: string;
  readonly description: string;
  /** Of its arguments. */
  readonly parameters: AnswerJsonSchema;
}

/** A call of a tool that a model wants to be made. All of it is the model's, and may be anything. */
export interface WantedCall {
  readonly name: string;
  readonly arguments: unknown;
}

/** One question to a language model. */
export interface LanguageRequest {
  /** What the call is: the same for every attempt at it, and another for every other call, whatever the prompt. */
  readonly callId: string;
  readonly messages: readonly Message[];
  /** The answer wanted, for models that can be held to a schema. Others answer as the messages ask. */
  readonly schema?: AnswerJsonSchema;
  /** Letters, digits, `_` and `-`; default "answer". */
  readonly schemaName?: string;
  /** From 0; default the model's own. */
  readonly temperature?: number;
  /** From 0 to 1; default the model's own. */
  readonly topP?: number;
  /** Most tokens of the answer; default the model's own. */
  readonly maxTokens?: number;
  /** A whole number from 0 to 2³¹ − 1, for models that can draw from one. */
  readonly seed?: number;
  /** Texts at which the answer ends. */
  readonly stop?: readonly string[];
  /** Tools that the model is offered, for models that call them by other means than words. Default: none. */
  readonly tools?: readonly ToolOffer[];
  /** Whether it may call them in this answer; default true. Where they are in the messages, some endpoints want them to be offered all the same. */
  readonly mayCall?: boolean;
}

/** What a language model answered. */
export interface LanguageReply {
  readonly text: string;
  /** Tools that it calls in the place of an answer; absent for an answer. */
  readonly calls?: readonly WantedCall[];
  /** Tokens, where the model counts them. */
  readonly usage?: { readonly input: number; readonly output: number };
  /** The half of them that is told, where it is only half. */
  readonly atMost?: { readonly input?: number; readonly output?: number };
  /** The model that answered, as it names itself. */
  readonly model: string;
  /** Why it ended: `stop` when it was done, `other` for reasons that nobody knows, which makes no answer. One cut short is a fault. */
  readonly finish: "stop" | "other";
  /** What the other side says about the configuration that answered. */
  readonly fingerprint?: string;
  /** What the other side could not do as it was asked, in words. */
  readonly warnings: readonly string[];
}

/**
 * A language model. A call is made once: what goes wrong is thrown as an AgentFault, and the run decides whether to ask
 * again. Nothing is kept between calls: equal messages are separate draws.
 */
export interface LanguageModel {
  generate(request: LanguageRequest, context?: AskContext): Promise<LanguageReply>;
}
