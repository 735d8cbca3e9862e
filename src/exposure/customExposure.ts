import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { suggest } from "../core/suggest.ts";
import { wantArgument } from "../core/wantArgument.ts";
import type { Network } from "../network/Network.ts";
import { checkDependence } from "./checkDependence.ts";
import type { Dependence, Exposure } from "./Exposure.ts";
import { perNetwork } from "./perNetwork.ts";

export interface CustomExposureSettings {
  /** What the mapping is called in results and errors. */
  readonly name: string;
  /** Names of the conditions, 1 to 256, all different. */
  readonly conditions: readonly string[];
  /**
   * The condition of agent i, by name or by index, given the arm of every agent. A function of these arms alone: it draws
   * nothing, keeps nothing, and has an answer for every assignment. Agents are numbered as in `network.ids`.
   */
  condition(i: number, arms: Uint8Array, network: Network): string | number;
  /** The agents whose arms can change agent i's condition: i itself too, when its own arm can. Makes exact probabilities possible where they are few. */
  dependsOn?(network: Network, i: number): Iterable<number>;
  /** Number of random trials of `dependsOn` on each network, a whole number of at least 0. Default 300. */
  readonly checks?: number;
}

/**
 * An exposure from a function of your own: it sees the arms of all agents and names a condition. It is no entry of the
 * catalogue, because a function cannot be written into a study file.
 *
 * With `dependsOn`, probabilities are exact where the agents named are in few blocks of the design. The claim is tried
 * when the mapping first meets a network: arms outside the named agents are drawn anew at random (the same trials every
 * time), and the condition must stay. Trials can refute the claim, not prove it.
 *
 * Aronow and Samii (2017), section 2: an exposure mapping is any function of the assignment and an agent's traits.
 * @throws SpillwayError for settings out of range; in use, for an unknown condition, with the agent, and for a condition
 *   that depends on an agent outside `dependsOn`, with both agents.
 */
export function customExposure(settings: CustomExposureSettings): Exposure {
  wantArgument("customExposure", "settings", settings, { fields: ["name", "conditions"] });
  checkSettings(settings);
  return withArms(settings, 2);
}

function withArms(settings: CustomExposureSettings, arms: number): Exposure {
  const { name, conditions, condition, dependsOn, checks = 300 } = settings;
  const index = new Map(conditions.map((one, c) => [one, c]));
  const conditionAt = (network: Network, i: number, assignment: Uint8Array): number => {
    const given = condition(i, assignment, network);
    const c = typeof given === "string" ? index.get(given) : given;
    if (Number.isInteger(c) && c! >= 0 && c! < conditions.length) return c!;
    const hint = typeof given === "string" ? suggest(given, conditions) : "";
    throw new SpillwayError(
      `${name}: the condition of agent ${shown(network.ids[i])} must be one of ${conditions.join(", ")}, or its index from 0 to ${conditions.length - 1}, got ${shown(given)}${hint.startsWith(" (did") ? hint : ""}`,
    );
  };
  const agents = (network: Network, i: number): Uint32Array =>
    namedAgents(name, network, i, dependsOn!(network, i));
  const tried = perNetwork((network) => {
    if (dependsOn) checkDependence({ name, network, arms, checks, agents, condition: conditionAt });
  });
  const dependence: Dependence = {
    agents(network, i) {
      tried(network);
      return agents(network, i);
    },
    condition: conditionAt,
  };
  return {
    name,
    params: { conditions, ...(dependsOn && settings.checks !== undefined ? { checks } : {}) },
    conditions,
    of(network, assignment) {
      tried(network);
      return Uint8Array.from({ length: network.n }, (_, i) => conditionAt(network, i, assignment));
    },
    ...(dependsOn ? { dependence } : {}),
    forArms: (named) => withArms(settings, named.length),
  };
}

function namedAgents(who: string, { ids, n }: Network, i: number, given: Iterable<number>): Uint32Array {
  const agents = [...new Set(given)];
  const wrong = agents.find((agent) => !(Number.isInteger(agent) && agent >= 0 && agent < n));
  if (wrong === undefined) return Uint32Array.from(agents).sort();
  throw new SpillwayError(
    `${who}: dependsOn must give numbers of agents from 0 to ${n - 1}, got ${shown(wrong)} for agent ${shown(ids[i])}`,
  );
}

function checkSettings({ name, conditions, checks = 300 }: CustomExposureSettings): void {
  if (typeof name !== "string" || name.trim() === "")
    throw new SpillwayError(`custom exposure: name must be a text, got ${shown(name)}`);
  if (conditions.length < 1 || conditions.length > 256)
    throw new SpillwayError(`${name}: conditions must be 1 to 256 names, got ${conditions.length}`);
  const empty = conditions.find((one) => one.trim() === "");
  if (empty !== undefined)
    throw new SpillwayError(`${name}: names of conditions must not be empty, got ${shown(empty)}`);
  const twice = conditions.find((one, c) => conditions.indexOf(one) < c);
  if (twice !== undefined)
    throw new SpillwayError(`${name}: names of conditions must differ, got ${shown(twice)} twice`);
  if (!Number.isInteger(checks) || checks < 0)
    throw new SpillwayError(`${name}: checks must be a whole number of at least 0, got ${shown(checks)}`);
}
