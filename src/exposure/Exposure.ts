import type { Network } from "../network/Network.ts";

/**
 * What an assignment means for an agent: it puts every agent into exactly one of its conditions, as a function of the
 * assignment alone.
 */
export interface Exposure {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Names of the conditions; an agent's condition is an index into them. At most 256. */
  readonly conditions: readonly string[];
  /** The condition of every agent, given the arm of every agent. */
  of(network: Network, arms: Uint8Array): Uint8Array;
  /** The condition as a function of few whole numbers; makes exact probabilities possible at any size. Absent, or undefined for this network, where there is no such form. */
  local?(network: Network): LocalMapping | undefined;
  /** Which arms an agent's condition can depend on, for mappings without a local form; makes exact probabilities possible where these agents are few. */
  readonly dependence?: Dependence;
  /** The same mapping for a design with these arms: settings that name an arm become its index, own arm gets its levels. */
  forArms?(arms: readonly string[]): Exposure;
  /** Present when the mapping is asked on several networks, of which one is right. */
  readonly candidates?: Candidates;
  /** Present when the mapping is over the edges that are heard in some rounds of a changing network. */
  readonly heard?: HeardRounds;
  /** The same mapping in a study in which anything is heard from a first round to a last one: rounds that were left out are filled in. */
  lasting?(first: number, last: number): Exposure;
}

/** A mapping over the edges of some rounds. */
export interface HeardRounds {
  /** The mapping over these edges. */
  readonly base: Exposure;
  /** First round whose edges count; absent as long as no study fills it in. */
  readonly from?: number;
  readonly until?: number;
  /** The edges, as a network that does not change. */
  network(network: Network): Network;
}

/** Networks of which one is right, and the mapping that is asked on each of them. */
export interface Candidates {
  /** The mapping on one network; its conditions are the first of those of all together, in the same order. */
  readonly base: Exposure;
  /** Names of the candidates. */
  readonly names: readonly string[];
  /** The candidates, with the agents of a network, in the order of the names. */
  networks(network: Network): readonly Network[];
  /** The same with the first candidates only. */
  first(count: number): Exposure;
}

/** A mapping as a rule over doses: what an agent's in-neighbours in the focal arm bring it. */
export interface LocalMapping {
  /** The network whose in-neighbours count: the given one, or another with the same agents (two hops instead of one). */
  readonly network: Network;
  /** Dose that each entry of `network.sources` brings when its source is in the focal arm: a whole number of at least 1. Absent when each brings 1. */
  readonly doses?: Uint32Array;
  readonly rule: LocalRule;
}

/** A condition as a function of an agent's own arm and of the doses from its in-neighbours in one arm, the focal arm. */
export interface LocalRule {
  /** The arm that is counted among in-neighbours. */
  readonly focal: number;
  /** How doses come together: added up (the default), or as sets of bits. */
  readonly combine?: "sum" | "bits";
  /** Of doses that are several numbers side by side in one sum: the smallest sum that means the same as `treated` of `degree`, whatever comes on top of it. Absent where doses are one number. */
  alike?(treated: number, degree: number): number;
  /** Index of the condition for own arm `own`, when in-neighbours in the focal arm bring `treated` of the `degree` that all of them would bring. */
  condition(own: number, treated: number, degree: number): number;
}

/** A mapping given agent by agent, with the agents whose arms it looks at. */
export interface Dependence {
  /** Agents whose arms can change agent i's condition, ascending; i itself when its own arm can. */
  agents(network: Network, i: number): Uint32Array;
  /** Index of agent i's condition. Reads the arms of `agents(network, i)` only. */
  condition(network: Network, i: number, arms: Uint8Array): number;
}
