import type { Law } from "../Design.ts";
import type { FixedCounts, Structure } from "../Structure.ts";
import { blocksByStratum } from "./blocksByStratum.ts";
import { clusterFault } from "./clusterFault.ts";

/**
 * Why a law cannot have drawn an assignment, in words; undefined when it can, or when the law is a sampler that cannot tell.
 * Data that the stated design cannot have produced would get wrong probabilities, so this is worth an error.
 *
 * @param ids ids of the agents, for the message.
 */
export function assignmentFault(
  law: Law,
  assignment: ArrayLike<number>,
  ids: readonly string[],
): string | undefined {
  const own = structureFault(law.structure, law.arms, assignment, ids);
  return own ?? law.refuses?.(Uint8Array.from(assignment), ids) ?? marginalFault(law, assignment, ids);
}

/** An agent in an arm in which a law known by its sampler never puts it. */
function marginalFault(
  { structure, arms, marginal }: Law,
  assignment: ArrayLike<number>,
  ids: readonly string[],
): string | undefined {
  if (structure.kind !== "sampler-only") return undefined;
  for (let i = 0; i < assignment.length; i++)
    if (marginal(i, assignment[i]!) === 0) return never(ids[i]!, arms[assignment[i]!] ?? assignment[i]!);
  return undefined;
}

const never = (id: string, arm: string | number): string =>
  `agent ${JSON.stringify(id)} is in arm ${arm}, which has probability 0 for it`;

function structureFault(
  structure: Structure,
  arms: readonly string[],
  assignment: ArrayLike<number>,
  ids: readonly string[],
): string | undefined {
  if (structure.kind === "explicit-support") {
    const listed = structure.assignments.some((one) => one.every((arm, i) => arm === assignment[i]));
    return listed ? undefined : "it is not among the assignments that the design allows";
  }
  if (structure.kind === "mixture") {
    const { parts } = structure;
    const fits = parts.some(
      (part) => part.weight > 0 && structureFault(part.structure, arms, assignment, ids) === undefined,
    );
    if (fits) return undefined;
    return parts.length === 1
      ? structureFault(parts[0]!.structure, arms, assignment, ids)
      : `none of the ${parts.length} ways in which the design can begin leads to it`;
  }
  if (!("block" in structure)) return undefined;
  const { block, blocks } = structure;
  const first = new Int32Array(blocks).fill(-1);
  for (let i = 0; i < block.length; i++) {
    const b = block[i]!;
    if (first[b]! < 0) first[b] = i;
  }
  const split = clusterFault(block, assignment, ids);
  if (split !== undefined) return split;
  const armOf = (b: number): number => assignment[first[b]!]!;
  if (structure.kind === "independent-blocks") {
    const b = first.findIndex(
      (i, at) => i >= 0 && !(structure.probability[at * arms.length + armOf(at)]! > 0),
    );
    return b < 0 ? undefined : never(ids[first[b]!]!, arms[armOf(b)] ?? armOf(b));
  }
  return countsFault(structure, arms, armOf);
}

/** Strata that a message names. */
const MOST_NAMED = 60;

/** The strata in which other numbers are in the arms than the design draws: all of them, by name where they have one. */
function countsFault(
  structure: FixedCounts,
  arms: readonly string[],
  armOf: (block: number) => number,
): string | undefined {
  const { blocks, block, counts, names } = structure;
  const what = (count: number): string =>
    `${count} ${blocks === block.length ? "agent" : "cluster"}${count === 1 ? "" : "s"}`;
  const strata = blocksByStratum(structure);
  const faults = strata.flatMap((members, s) => {
    // With two arms the second one says it all.
    for (const arm of names && arms.length === 2 ? [1] : arms.keys()) {
      const wanted = counts[s * arms.length + arm]!;
      const seen = members.filter((b) => armOf(b) === arm).length;
      if (seen !== wanted) return [{ s, arm, wanted, seen }];
    }
    return [];
  });
  if (faults.length === 0) return undefined;
  const [first] = faults as [(typeof faults)[0]];
  if (strata.length === 1 || names === undefined)
    return `the design puts ${what(first.wanted)} in arm ${arms[first.arm]}, but ${first.seen} are`;
  const side = (words: string, of: readonly (typeof first)[]): string[] =>
    of.length === 0
      ? []
      : [
          `${words} in ${of.length} (${of
            .slice(0, MOST_NAMED)
            .map(
              ({ s, arm, wanted, seen }) =>
                `${names[s]}: ${seen}${arms.length === 2 ? "" : ` ${arms[arm]}`} for ${wanted}`,
            )
            .join(", ")}${of.length > MOST_NAMED ? ", …" : ""})`,
        ];
  return `in ${faults.length} of ${strata.length} blocks the number in ${arms.length === 2 ? `arm ${arms[1]}` : "an arm"} is not the one that the design draws: ${[
    ...side(
      "more",
      faults.filter(({ seen, wanted }) => seen > wanted),
    ),
    ...side(
      "fewer",
      faults.filter(({ seen, wanted }) => seen < wanted),
    ),
  ].join("; ")}`;
}
