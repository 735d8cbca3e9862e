import { draw } from "../../designs/draw.ts";
import { type BatchSettings, batchShare } from "../agents/language/batch/batchSettings.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { armsOfWorld } from "../run/world/armsOfWorld.ts";
import { turnsInWorld } from "../run/world/turnsInWorld.ts";
import { type PreparedStudy, prepareStudy } from "../study/prepareStudy.ts";
import type { Study } from "../study/study.ts";
import { exampleWorld } from "./exampleWorld.ts";

/** What a study would take if its agents were asked. */
export interface StudyCost {
  /**
   * Agent calls, exactly, when none has to be repeated: agents × rounds × worlds, unless a schedule passes over agents, and the questions asked. Where turns
   * take several calls (summaries of what is remembered, tools), about as many as at most.
   */
  readonly calls: number;
  /** Most tokens of all calls, about; absent where the agents say nothing of tokens. */
  readonly tokens?: { readonly input: number; readonly output: number };
  /** Money: of the calls at the price given, else of the tokens at the agents' own price; absent where no price is known. */
  readonly money?: number;
}

export interface StudyCostOptions {
  /** Money for one agent call, from 0; takes the place of tokens and prices. */
  readonly callPrice?: number;
  /** The prepared study, when it is at hand already. */
  readonly prepared?: PreparedStudy;
}

/** Turns whose tokens are counted; of larger worlds as many, evenly, stand for all. */
const COUNTED = 2000;

/**
 * What a study costs, before it is run. Tokens are the most that the calls take in world 0 with its arms, where everybody
 * says as much as they may (see {@link exampleWorld}), times the number of worlds. A call that is repeated, because an
 * answer could not be used, takes more.
 *
 * Cost: that of the rounds with agents that cost nothing, and of 2,000 prompts at most.
 * @throws SpillwayError for a price below 0.
 */
export function studyCost(study: Study, options: StudyCostOptions = {}): StudyCost {
  wantArgument("studyCost", "options", options);
  const { callPrice, prepared = prepareStudy(study) } = options;
  if (callPrice !== undefined && !(callPrice >= 0 && Number.isFinite(callPrice)))
    throw new SpillwayError(`studyCost: callPrice must be a number from 0, got ${callPrice}`);
  const { network, law, streams } = prepared;
  const { rounds, worlds, assign } = study.data;
  const setting = { network, rounds, rng: streams.run, ...prepared.playing };
  let calls = 0;
  for (let world = 0; world < worlds; world++) calls += turnsInWorld(setting, world);
  const { agents } = study.model;
  const oneEach = agents.further === undefined;
  if (callPrice !== undefined && oneEach) return { calls, money: calls * callPrice };
  if (!agents.tokens) return { calls };
  const step = Math.ceil(turnsInWorld(setting, 0) / COUNTED);
  const arms = armsOfWorld(draw(assign, network, { seed: study.seed, law }), network, 0);
  const sum = { input: 0, output: 0, money: 0 };
  let turns = 0;
  let counted = 0;
  let made = 0;
  let priced = true;
  for (const { view } of exampleWorld(prepared, arms, { longest: true })) {
    if (turns++ % step > 0) continue;
    counted++;
    for (const asked of oneEach ? [view] : [view, ...agents.further!(view)]) {
      made++;
      const { input, output } = agents.tokens(asked);
      sum.input += input;
      sum.output += output;
      const price = priceIn(study, view.arm);
      if (price) sum.money += (input * price.input + output * price.output) / 1e6;
      else if (input + output > 0) priced = false;
    }
  }
  const share = calls / Math.max(1, counted);
  if (!oneEach) calls = Math.round(share * made);
  if (callPrice !== undefined) return { calls, money: calls * callPrice };
  return {
    calls,
    tokens: { input: Math.round(sum.input * share), output: Math.round(sum.output * share) },
    ...(priced ? { money: sum.money * share } : {}),
  };
}

/** The price of a million tokens among the settings of agents that call a language model, less what is let off in batches. */
function priceIn({ model, data }: Study, arm: string): { input: number; output: number } | undefined {
  const settings = { ...model.agents.params, ...data.treat?.[arm] } as {
    readonly price?: unknown;
    readonly model?: string | { readonly batch?: BatchSettings };
  };
  const { price } = settings;
  if (typeof price !== "object" || price === null) return undefined;
  const { input, output } = price as { input?: unknown; output?: unknown };
  if (typeof input !== "number" || typeof output !== "number") return undefined;
  const share = batchShare(typeof settings.model === "object" ? settings.model.batch : undefined);
  return { input: input * share, output: output * share };
}
