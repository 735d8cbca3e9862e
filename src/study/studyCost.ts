import type { View } from "../agents/Agent.ts";
import { rng } from "../core/rng.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { networkOf } from "./sourceOf.ts";
import type { Study } from "./study.ts";

/** What a study would take if its agents were asked. */
export interface StudyCost {
  /** Agent calls: agents × rounds × worlds. */
  readonly calls: number;
  /** Most tokens of all calls; absent where the agents say nothing of tokens. */
  readonly tokens?: { readonly input: number; readonly output: number };
  /** Money: of the calls at the price given, else of the tokens at the agents' own price; absent where no price is known. */
  readonly money?: number;
}

/**
 * What a study costs, before it is run. Tokens are what the agents say is the most that a call takes, with as many messages heard as
 * there are in-neighbours, and none in round 1; where messages are long, what is heard takes more.
 *
 * @param options.callPrice money for one agent call, from 0; takes the place of tokens and prices.
 * @throws SpillwayError for a price below 0.
 */
export function studyCost(study: Study, { callPrice }: { readonly callPrice?: number } = {}): StudyCost {
  if (callPrice !== undefined && !(callPrice >= 0 && Number.isFinite(callPrice)))
    throw new SpillwayError(`studyCost: callPrice must be a number from 0, got ${callPrice}`);
  const { model, data, seed } = study;
  const network = networkOf(model.network, seed);
  const { rounds, worlds } = data;
  const calls = network.n * rounds * worlds;
  if (callPrice !== undefined) return { calls, money: calls * callPrice };
  const { agents } = model;
  if (!agents.tokens) return { calls };
  const { arms } = data.assign.law(network);
  const tokens = { input: 0, output: 0 };
  for (let i = 0; i < network.n; i++) {
    for (let round = 1; round <= rounds; round++) {
      const near =
        round === 1 ? [] : [...network.sources.subarray(network.offsets[i], network.offsets[i + 1])];
      const view: View = {
        world: 0,
        round,
        rounds,
        agent: network.ids[i]!,
        arm: arms[0]!,
        heard: near.map((j) => ({ from: network.ids[j]!, said: "" })),
        rng: rng(seed),
      };
      const { input, output } = agents.tokens(view);
      tokens.input += worlds * input;
      tokens.output += worlds * output;
    }
  }
  const price = priceOf(agents.params);
  return {
    calls,
    tokens,
    ...(price ? { money: (tokens.input * price.input + tokens.output * price.output) / 1e6 } : {}),
  };
}

/** The price of a million tokens among the settings of agents that call a language model. */
function priceOf({
  price,
}: Readonly<Record<string, unknown>>): { input: number; output: number } | undefined {
  if (typeof price !== "object" || price === null) return undefined;
  const { input, output } = price as { input?: unknown; output?: unknown };
  return typeof input === "number" && typeof output === "number" ? { input, output } : undefined;
}
