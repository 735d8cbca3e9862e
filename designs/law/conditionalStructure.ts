import type { ExplicitSupport, FixedCounts, IndependentBlocks, Mixture, Structure } from "../Structure.ts";

/** A structure given the arms of some agents, and the logarithm of the chance that these agents are in these arms. */
interface Conditional {
  readonly structure: Structure;
  readonly logChance: number;
}

/** Agents whose arms are given: 1 in `held`, with their arms in `assignment`; the other arms there are not read. */
interface HeldArms {
  readonly held: Uint8Array;
  readonly assignment: Uint8Array;
}

/**
 * The law of a structure given the arms of some agents, exactly: coins of blocks without a held agent are tossed again, free
 * blocks of a stratum share what counts are left, parts of a mixture are weighted by their chance of the held arms, and a list keeps what agrees with them.
 *
 * Undefined for structures that are known only by what they draw. `logChance` is −∞, and the structure empty of meaning, where the held arms are impossible.
 * Cost: O(n + blocks × arms), by part; O(list × n) for a list.
 */
export function conditionalStructure(
  structure: Structure,
  arms: number,
  given: HeldArms,
): Conditional | undefined {
  switch (structure.kind) {
    case "independent-blocks":
      return ofCoins(structure, arms, given);
    case "fixed-counts":
      return ofCounts(structure, arms, given);
    case "mixture":
      return ofMixture(structure, arms, given);
    case "explicit-support":
      return ofList(structure, given);
    case "sampled-mixture":
    case "sampler-only":
      return undefined;
  }
}

const FREE = -1;

/** Arm of each block that a held agent is in, else −1; undefined when two held agents of a block differ. */
function heldBlocks(
  block: Uint32Array,
  blocks: number,
  { held, assignment }: HeldArms,
): Int16Array | undefined {
  const arm = new Int16Array(blocks).fill(FREE);
  for (let i = 0; i < held.length; i++) {
    if (!held[i]) continue;
    const b = block[i]!;
    if (arm[b] !== FREE && arm[b] !== assignment[i]) return undefined;
    arm[b] = assignment[i]!;
  }
  return arm;
}

function ofCoins(structure: IndependentBlocks, arms: number, given: HeldArms): Conditional {
  const arm = heldBlocks(structure.block, structure.blocks, given);
  if (!arm) return { structure, logChance: Number.NEGATIVE_INFINITY };
  const probability = structure.probability.slice();
  let logChance = 0;
  arm.forEach((a, b) => {
    if (a === FREE) return;
    logChance += Math.log(probability[b * arms + a]!);
    probability.fill(0, b * arms, (b + 1) * arms);
    probability[b * arms + a] = 1;
  });
  return { structure: { ...structure, probability }, logChance };
}

function ofCounts(structure: FixedCounts, arms: number, given: HeldArms): Conditional {
  const { block, blocks, strata } = structure;
  const impossible = { structure, logChance: Number.NEGATIVE_INFINITY };
  const arm = heldBlocks(block, blocks, given);
  if (!arm) return impossible;
  // Every held block is a stratum of its own.
  const stratum = structure.stratum.slice();
  const known = arm.reduce((total, a) => total + (a === FREE ? 0 : 1), 0);
  const counts = new Uint32Array((strata + known) * arms);
  counts.set(structure.counts);
  const left = new Uint32Array(strata);
  for (let s = 0; s < strata; s++) for (let a = 0; a < arms; a++) left[s]! += counts[s * arms + a]!;
  let logChance = 0;
  let next = strata;
  for (let b = 0; b < blocks; b++) {
    const a = arm[b]!;
    if (a === FREE) continue;
    const s = stratum[b]!;
    const open = counts[s * arms + a]!;
    if (open === 0) return impossible;
    // One block after another: the chance of this arm, given those before.
    logChance += Math.log(open / left[s]!);
    counts[s * arms + a] = open - 1;
    left[s]!--;
    stratum[b] = next;
    counts[next * arms + a] = 1;
    next++;
  }
  return { structure: { ...structure, stratum, strata: strata + known, counts }, logChance };
}

function ofMixture(structure: Mixture, arms: number, given: HeldArms): Conditional | undefined {
  const found = structure.parts.map((part) => conditionalStructure(part.structure, arms, given));
  if (found.some((part) => part === undefined)) return undefined;
  const logs = found.map((part, k) => Math.log(structure.parts[k]!.weight) + part!.logChance);
  const most = logs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (most === Number.NEGATIVE_INFINITY) return { structure, logChance: most };
  const relative = logs.map((log) => Math.exp(log - most));
  const total = relative.reduce((a, b) => a + b, 0);
  const parts = found.flatMap((part, k) =>
    relative[k]! > 0 ? [{ weight: relative[k]! / total, structure: part!.structure }] : [],
  );
  return { structure: { kind: "mixture", parts }, logChance: most + Math.log(total) };
}

function ofList(structure: ExplicitSupport, { held, assignment }: HeldArms): Conditional {
  const agrees = (one: Uint8Array): boolean => {
    for (let i = 0; i < held.length; i++) if (held[i] && one[i] !== assignment[i]) return false;
    return true;
  };
  const kept = structure.assignments.flatMap((one, k) => (agrees(one) ? [k] : []));
  const total = kept.reduce((sum, k) => sum + structure.probability[k]!, 0);
  if (total === 0) return { structure, logChance: Number.NEGATIVE_INFINITY };
  return {
    structure: {
      kind: "explicit-support",
      assignments: kept.map((k) => structure.assignments[k]!),
      probability: Float64Array.from(kept, (k) => structure.probability[k]! / total),
    },
    logChance: Math.log(total),
  };
}
