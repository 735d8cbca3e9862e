import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { wantSeed } from "../../core/wantSeed.ts";
import { agentTimes } from "../agentTimes.ts";
import type { Network } from "../Network.ts";
import type { NetworkModel } from "../NetworkModel.ts";
import { wantNetwork } from "../wantNetwork.ts";
import type { ChangeRule } from "./ChangeRule.ts";
import { networkInRound } from "./networkInRound.ts";

/**
 * A network whose edges change over the rounds of a run by a declared rule. It is declared before treatment: the edges of
 * every round follow from the rule and the seed, never from arms, messages or outcomes, so a changing network is just another fixed one, and
 * exposures over it are randomized with the arms. Its own rows stay those of the declared network; {@link networkInRound} has those of a round.
 *
 * @param rule of the catalogue `changeRules`: listed, rewire, partners, sampled, switched, redrawn
 * @param options.seed seed of what the rule draws, the same for all worlds
 * @throws SpillwayError for a network that changes already or is over time, and when the rule does not fit it.
 */
export function changingNetwork(
  network: Network,
  rule: ChangeRule,
  options: { readonly seed: string | number },
): Network {
  wantNetwork("changingNetwork", network);
  wantArgument("changingNetwork", "a rule of change", rule, { fields: ["name", "start"] });
  wantArgument("changingNetwork", "options", options, { fields: ["seed"] });
  wantSeed("changingNetwork", options.seed);
  return withChanges(network, rule, String(options.seed));
}

/** A recipe for networks that change: draws the network of the recipe, then lets the rule draw from the child `changes` of its stream. */
export function changingModel(model: NetworkModel, rule: ChangeRule): NetworkModel {
  wantArgument("changingModel", "a network model", model, { fields: ["name", "draw"] });
  wantArgument("changingModel", "a rule of change", rule, { fields: ["name", "start"] });
  return {
    name: model.name,
    params: { ...model.params, changes: { kind: rule.name, ...rule.params } },
    draw: (stream) => withChanges(model.draw(stream), rule, stream.fork("changes").key),
  };
}

/** Rule and seed are plain data, so that the network goes to threads and into files. */
function withChanges(network: Network, rule: ChangeRule, seed: string): Network {
  if (network.changes)
    throw new SpillwayError(
      `network: the network changes already by the rule ${network.changes.rule.kind}: give the declared one`,
    );
  const times = agentTimes(network);
  if (times && times.periods > 1 && times.agents.length * times.periods === network.n)
    throw new SpillwayError(
      `network: a network over ${times.periods} periods cannot change over rounds: its agents are those of each period already`,
    );
  const changing = { ...network, changes: { rule: { kind: rule.name, ...rule.params }, seed } };
  networkInRound(changing, 1);
  return changing;
}
