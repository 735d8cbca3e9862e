import type { Law } from "../../designs/Design.ts";
import type { FixedCounts, IndependentBlocks } from "../../designs/Structure.ts";
import type { Exposure } from "../exposure/Exposure.ts";
import type { Network } from "../network/Network.ts";
import { chancesOf } from "./laws/Chances.ts";
import { farTypes } from "./laws/farTypes.ts";
import type { PairTable } from "./laws/PairProfile.ts";
import { stateLaws } from "./laws/stateLaws.ts";
import { stateTables } from "./laws/stateTables.ts";
import { stateTypes } from "./laws/stateTypes.ts";
import { lookup } from "./lookup.ts";
import { nearPairs } from "./nearPairs.ts";
import type { ExposureProbabilities, PairLaw } from "./PairProbabilities.ts";

/**
 * Exact probabilities for an exposure that names the agents it looks at, under a design of independent blocks or fixed
 * counts: conditions are tabulated over the arms of the blocks of these agents. Marginals are computed at once, joint
 * probabilities when asked for. What cannot happen is what no state reaches, however small a chance is.
 *
 * Undefined when the exposure names no agents, and where there is too much to list: more than 65,536 states for an agent,
 * 33 million for all, or under fixed counts too many types of agents.
 * Cost: a condition for each state, and for each joint law the states of both agents.
 */
export function dependenceProbabilities(
  subject: { readonly network: Network; readonly law: Law; readonly exposure: Exposure },
  structure: IndependentBlocks | FixedCounts,
): ExposureProbabilities | undefined {
  const { network, law, exposure } = subject;
  const { n } = network;
  const size = exposure.conditions.length;
  if (!exposure.dependence) return undefined;
  const chances = chancesOf(structure, law.arms.length);
  const tables = stateTables(network, exposure.dependence, structure, chances, size);
  if (tables === undefined) return undefined;
  const engine = stateLaws(tables, chances, size);
  const byType = chances.kind === "counts";
  const types = byType ? stateTypes(tables, chances, size) : undefined;
  if (byType && types === undefined) return undefined;

  const marginals = new Float64Array(n * size);
  const possible = new Uint8Array(n * size);
  for (let i = 0; i < n; i++) {
    const found = engine.single(i);
    marginals.set(found.joint, i * size);
    possible.set(found.possible, i * size);
  }
  const lawOf = (i: number, j: number): PairLaw => lawFrom(engine.pair(i, j), size);
  const near = nearPairs(tables.rows, structure.blocks, tables.rows.blocks, {
    start: () => 0,
    share: (signature) => signature,
    at: (_, i, j) => lawOf(i, j),
    of: lawOf,
  });
  const far = types && farTypes(types, (i, j) => lawFrom(engine.apart(i, j), size));
  return {
    ...subject,
    ...lookup(exposure, marginals, (i, c, j, d) => lawOf(i, j).joint(c, d)),
    method: "exact",
    mcse: () => 0,
    impossible(condition) {
      const c = exposure.conditions.indexOf(condition);
      return Array.from({ length: n }, (_, i) => i).filter((i) => possible[i * size + c] === 0);
    },
    pairs: {
      forEachNear: near.forEach,
      forEachNearOf: near.forEachOf,
      nearBound: near.bound,
      boundOf: near.boundOf,
      law: lawOf,
      dependents: () => (byType ? new Uint32Array(n).fill(n) : near.dependents()),
      far: far ?? "independent",
    },
  };
}

function lawFrom({ joint, possible }: PairTable, size: number): PairLaw {
  return {
    joint: (c, d) => joint[c * size + d]!,
    possible: (c, d) => possible[c * size + d] === 1,
  };
}
