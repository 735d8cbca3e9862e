import type { Law } from "../Design.ts";
import { blocksByStratum } from "./blocksByStratum.ts";

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
  const { structure, arms } = law;
  if (structure.kind === "explicit-support") {
    const listed = structure.assignments.some((one) => one.every((arm, i) => arm === assignment[i]));
    return listed ? undefined : "it is not among the assignments that the design allows";
  }
  if (!("block" in structure)) return law.refuses?.(Uint8Array.from(assignment), ids);
  const { block, blocks } = structure;
  const first = new Int32Array(blocks).fill(-1);
  for (let i = 0; i < block.length; i++) {
    const b = block[i]!;
    if (first[b]! < 0) first[b] = i;
    else if (assignment[i] !== assignment[first[b]!]) {
      return `agents ${JSON.stringify(ids[first[b]!])} and ${JSON.stringify(ids[i])} are in one cluster but in different arms`;
    }
  }
  const armOf = (b: number): number => assignment[first[b]!]!;
  if (structure.kind === "independent-blocks") {
    const b = first.findIndex(
      (i, at) => i >= 0 && !(structure.probability[at * arms.length + armOf(at)]! > 0),
    );
    return b < 0
      ? undefined
      : `agent ${JSON.stringify(ids[first[b]!])} is in arm ${arms[armOf(b)] ?? armOf(b)}, which has probability 0 for it`;
  }
  for (const [s, members] of blocksByStratum(structure).entries()) {
    for (const [arm, name] of arms.entries()) {
      const wanted = structure.counts[s * arms.length + arm]!;
      const seen = members.filter((b) => armOf(b) === arm).length;
      const what = `${blocks === block.length ? "agent" : "cluster"}${wanted === 1 ? "" : "s"}`;
      if (seen !== wanted) return `the design puts ${wanted} ${what} in arm ${name}, but ${seen} are`;
    }
  }
  return undefined;
}
