import { draw } from "../../designs/draw.ts";
import type { Heard, View } from "../agents/Agent.ts";
import type { Message } from "../agents/Population.ts";
import type { Json } from "../core/canonicalJson.ts";
import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { suggest } from "../core/suggest.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { armsOfWorld } from "../run/world/armsOfWorld.ts";
import { type PreparedStudy, prepareStudy } from "../study/prepareStudy.ts";
import type { Study } from "../study/study.ts";
import { wantStudy } from "../study/wantStudy.ts";
import { type DeclaredTools, declaredTools } from "./declaredTools.ts";
import { exampleWorld } from "./exampleWorld.ts";

/** Which turn of world 0 is to be shown. */
export interface PreviewWanted {
  /** Id of the agent. */
  readonly agent: string;
  /** From 1. Default: the first in which the agent acts. */
  readonly round?: number;
  /** Name of the arm that the agent is shown in. Default: that of the plan. */
  readonly arm?: string;
}

/** What an agent would be sent in one turn. */
export interface PromptPreview {
  readonly agent: string;
  readonly arm: string;
  /** Arm of the agent in world 0 of the plan. */
  readonly planned: string;
  readonly world: 0;
  readonly round: number;
  readonly rounds: number;
  /** What the settings of the arm say of the model; absent where they say nothing. */
  readonly model?: Json;
  readonly messages: readonly Message[];
  /** What the agent may call before it answers, and how often; absent for nothing. */
  readonly tools?: Omit<DeclaredTools, "arm">;
  /** The form of the answer that is asked for, as a JSON Schema. */
  readonly schema?: Json;
  /** What the call takes: tokens of the messages, roughly, and most tokens of the answer. */
  readonly tokens?: { readonly input: number; readonly output: number };
  /** What stands in the messages in the place of what others will say and what the agent will have done. It is made up. */
  readonly examples: {
    readonly heard: readonly Heard[];
    readonly crowd?: Json;
    /** Past turns that are told or remembered. */
    readonly history?: Json;
    readonly state?: Json;
  };
}

/**
 * What an agent would be sent in a turn of world 0, with the settings of its arm. Nobody is asked and nothing is spent. What
 * others say in earlier rounds is made up: see {@link exampleWorld}.
 *
 * Cost: that of a draw of the design, and of the rounds up to this one with agents that cost nothing.
 * @throws SpillwayError for agents without prompts, an unknown agent or arm, and a round in which it does not act.
 */
export async function promptPreview(
  study: Study,
  given: PreviewWanted,
  prepared: PreparedStudy = prepareStudy(study),
): Promise<PromptPreview> {
  wantStudy("promptPreview", study);
  wantArgument("promptPreview", "whom to ask", given, { fields: ["agent"] });
  const { agents } = study.model;
  const { setting } = prepared;
  if (!agents.prompt) {
    throw new SpillwayError(
      `check: agents of kind ${agents.name} have no prompt: wanted a study whose agents are asked in words, such as those of kind language`,
    );
  }
  const { i, view, planned } = turnShown(study, given, prepared);
  const { agent } = given;
  const { arm } = view;
  const { rounds } = study.data;
  const messages = await agents.prompt(setting)(i)(view);
  if (messages.length === 0) {
    throw new SpillwayError(
      `check: agents of arm ${shown(arm)} have no prompt: what they do is written in the study`,
    );
  }
  const schema = agents.schema?.(view);
  const tokens = agents.tokens?.(view);
  const model = modelOf(study, arm);
  return {
    agent,
    arm,
    planned,
    world: 0,
    round: view.round,
    rounds,
    ...present({ model }),
    messages,
    ...present({ tools: toolsOf(study, arm), schema, tokens }),
    examples: examplesIn(view),
  };
}

function toolsOf(study: Study, arm: string): PromptPreview["tools"] {
  const all = declaredTools(study) ?? [];
  const own = all.find((one) => one.arm === arm) ?? all.find((one) => one.arm === undefined);
  return own && own.tools.length > 0 ? { tools: own.tools, steps: own.steps } : undefined;
}

/** What in a view stands in the place of what others will say and what the agent will have done. */
export function examplesIn({ heard, crowd, history, state }: View): PromptPreview["examples"] {
  return {
    heard,
    ...present({ crowd }),
    ...(history === undefined ? {} : { history: history as unknown as Json }),
    ...present({ state }),
  };
}

/** A turn of world 0 as the agent would see it, and the arm that the plan gives it. */
interface TurnShown {
  /** Number of the agent. */
  readonly i: number;
  readonly view: View;
  readonly planned: string;
}

/**
 * The turn of world 0 that is asked about; what others say before is made up.
 *
 * @throws SpillwayError for an unknown agent or arm, and a round in which it does not act.
 */
export function turnShown(study: Study, given: PreviewWanted, prepared: PreparedStudy): TurnShown {
  const { agent, round, arm } = given;
  const { network, law } = prepared;
  const { rounds } = study.data;
  const i = network.ids.indexOf(agent);
  if (i === -1) {
    throw new SpillwayError(`check: there is no agent ${shown(agent)}${nearest(agent, network.ids)}`);
  }
  if (arm !== undefined && !law.arms.includes(arm))
    throw new SpillwayError(`check: there is no arm ${shown(arm)}${suggest(arm, law.arms)}`);
  if (round !== undefined && !(Number.isInteger(round) && round >= 1 && round <= rounds))
    throw new SpillwayError(`check: round must be a whole number from 1 to ${rounds}, got ${shown(round)}`);
  const plan = draw(study.data.assign, network, { seed: study.seed, law });
  const arms = armsOfWorld(plan, network, 0);
  const planned = arms[i]!;
  arms[i] = arm ?? planned;
  return { i, planned, view: viewOf(prepared, arms, i, round) };
}

function viewOf(
  prepared: PreparedStudy,
  arms: readonly string[],
  i: number,
  round: number | undefined,
): View {
  const acts = new Set<number>();
  for (const turn of exampleWorld(prepared, arms)) {
    if (turn.i !== i || turn.view.question) continue;
    if (round === undefined || turn.view.round === round) return turn.view;
    acts.add(turn.view.round);
  }
  const { interact } = prepared.study.data;
  const when = acts.size === 0 ? "it acts in no round" : `it acts in round ${[...acts].join(", ")}`;
  throw new SpillwayError(
    `check: agent ${shown(prepared.network.ids[i])} is passed over in round ${round ?? "1 and all others"} of world 0 by the schedule ${interact?.schedule.name}: ${when}`,
  );
}

/** A network may have too many agents to list. */
function nearest(agent: string, ids: readonly string[]): string {
  const words = suggest(agent, ids);
  if (words.startsWith(" (did you mean")) return words;
  const some = ids.slice(0, 5).map(shown).join(", ");
  return ` (the ${ids.length} agents are ${some}${ids.length > 5 ? ", …" : ""})`;
}

/** The settings of a language model that an arm has, without its texts. */
function modelOf({ model, data }: Study, arm: string): Json | undefined {
  const settings = { ...model.agents.params, ...data.treat?.[arm] } as Readonly<Record<string, Json>>;
  const told = ["model", "temperature", "topP", "maxTokens"].flatMap((name) =>
    settings[name] === undefined ? [] : [[name, settings[name]] as const],
  );
  return told.length === 0 ? undefined : Object.fromEntries(told);
}
