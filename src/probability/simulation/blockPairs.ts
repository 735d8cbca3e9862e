import type { IndependentBlocks } from "../../../designs/Structure.ts";
import type { Dependence, Exposure, LocalMapping } from "../../exposure/Exposure.ts";
import type { Network } from "../../network/Network.ts";
import { conditionRuns } from "../laws/conditionRuns.ts";
import { type Incidence, incidence, totalDoses } from "../laws/incidence.ts";
import type { MovableLaw } from "../movableLaw.ts";
import { nearPairs } from "../nearPairs.ts";
import type { PairLaw, PairProbabilities } from "../PairProbabilities.ts";
import type { SimulationSubject } from "./conditionSimulator.ts";

/** Which pairs of agents are dependent, when blocks of agents are independent. */
interface BlockPairs {
  readonly pairs: PairProbabilities;
  /** Whether some block decides about both agents. */
  share(i: number, j: number): boolean;
}

/**
 * The pairs of agents that some independent block decides both of; all others are exactly independent, whatever a
 * simulation shows. Undefined for an exposure that does not tell which agents it looks at.
 *
 * @param movable joint laws of near pairs.
 * @param apart the law of two agents without a common block.
 */
export function blockPairs(
  { network, law, exposure }: SimulationSubject,
  { block, blocks }: IndependentBlocks,
  movable: () => MovableLaw,
  apart: (i: number, j: number) => PairLaw,
): BlockPairs | undefined {
  const rows = rowsOf(network, exposure, block, law.arms.length);
  if (rows === undefined) return undefined;
  const visited = movable();
  const near = nearPairs(rows, blocks, rows.blocks, {
    start: () => 0,
    share: (signature) => signature,
    at: (_, i, j) => visited.at(i, j),
    of: (i, j) => movable().at(i, j),
  });
  const share = (i: number, j: number): boolean => meet(rows, i, j);
  return {
    share,
    pairs: {
      law: (i, j) => (share(i, j) ? movable().at(i, j) : apart(i, j)),
      boundOf: near.boundOf,
      nearBound: near.bound,
      dependents: near.dependents,
      far: "independent",
      forEachNear: near.forEach,
      forEachNearOf: near.forEachOf,
    },
  };
}

function rowsOf(
  network: Network,
  exposure: Exposure,
  block: Uint32Array,
  arms: number,
): Incidence | undefined {
  const mapping = exposure.local?.(network);
  if (mapping) {
    const total = totalDoses(mapping);
    const run = conditionRuns(mapping.rule);
    const own = Array.from({ length: arms }, (_, arm) => arm);
    const listens = (most: number): boolean =>
      mapping.rule.combine === "bits" || own.some((arm) => run(most, arm).open > 0);
    return incidence(mapping, block, (i) => (listens(total[i]!) ? total[i]! : 0));
  }
  if (exposure.dependence === undefined) return undefined;
  return incidence(asMapping(network, exposure.dependence), block, () => 1);
}

/** The agents that a condition depends on, as if they were in-neighbours. */
function asMapping(network: Network, dependence: Dependence): LocalMapping {
  const { n } = network;
  const lists = Array.from({ length: n }, (_, i) => dependence.agents(network, i).filter((j) => j !== i));
  const offsets = new Uint32Array(n + 1);
  for (let i = 0; i < n; i++) offsets[i + 1] = offsets[i]! + lists[i]!.length;
  const sources = new Uint32Array(offsets[n]!);
  lists.forEach((list, i) => {
    sources.set(list, offsets[i]!);
  });
  const { weights: _, ...rest } = network;
  return { network: { ...rest, offsets, sources }, rule: { focal: 0, condition: () => 0 } };
}

/** Whether two rows, both ascending, have a block in common. */
function meet({ offsets, blocks }: Incidence, i: number, j: number): boolean {
  let x = offsets[i]!;
  let y = offsets[j]!;
  while (x < offsets[i + 1]! && y < offsets[j + 1]!) {
    if (blocks[x] === blocks[y]) return true;
    if (blocks[x]! < blocks[y]!) x++;
    else y++;
  }
  return false;
}
