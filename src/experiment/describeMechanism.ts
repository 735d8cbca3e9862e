import type { Law } from "../../designs/Design.ts";
import type { Structure } from "../../designs/Structure.ts";

/** The assignment mechanism in a phrase: "60 agents, assigned independently". */
export function describeMechanism({ structure, n }: Law): string {
  return words(structure, n);
}

function words(structure: Structure, n: number): string {
  switch (structure.kind) {
    case "independent-blocks":
      return structure.blocks === n
        ? `${n} agents, assigned independently`
        : `${structure.blocks} cluster${structure.blocks === 1 ? "" : "s"} of ${sizes(structure.block)}, assigned independently`;
    case "fixed-counts": {
      const what =
        structure.blocks === n
          ? `${n} agents`
          : `${structure.blocks} cluster${structure.blocks === 1 ? "" : "s"} of ${sizes(structure.block)}`;
      const strata = structure.strata === 1 ? "" : ` in ${structure.strata} strata`;
      const arms = structure.counts.length / structure.strata;
      const counts = Array.from({ length: arms }, (_, a) =>
        structure.counts.reduce((total, count, k) => (k % arms === a ? total + count : total), 0),
      );
      return `${what}${strata}, a fixed number in each arm (${counts.join(" and ")}), every choice equally likely`;
    }
    case "mixture":
      return `one of ${structure.parts.length} designs at random, then an assignment from it`;
    case "sampled-mixture":
      return `one of very many ${structure.name}, drawn anew for each assignment, then an assignment given it`;
    case "explicit-support":
      return `one of ${structure.assignments.length} listed assignments`;
    case "sampler-only":
      return "assignments from a sampler whose distribution is not known in closed form";
  }
}

/** Sizes of blocks: "4 agents" or "2 to 31 agents". */
function sizes(block: Uint32Array): string {
  const size = new Map<number, number>();
  for (const b of block) size.set(b, (size.get(b) ?? 0) + 1);
  const least = Math.min(...size.values());
  const most = Math.max(...size.values());
  return least === most ? `${least} agent${least === 1 ? "" : "s"}` : `${least} to ${most} agents`;
}
