import { describe, expect, it } from "vitest";
import { bernoulli, cluster, complete, fixed, matchedPairs, rerandomized } from "../../../designs/index.ts";
import { assignmentFault } from "../../../designs/law/assignmentFault.ts";
import { rng } from "../../../src/core/rng.ts";
import { tiny, tinyDesigns, tinyNetworks } from "../../support/tinyWorlds.ts";

const network = tiny(6, [[0, 1]]);
const faultOf = (
  design: ReturnType<typeof bernoulli>,
  assignment: readonly number[],
  on = network,
): unknown => assignmentFault(design.law(on), assignment, on.ids);

describe("says why a design cannot have drawn an assignment", () => {
  it.each([
    [
      "coins",
      bernoulli({ probability: [0, 1, 1, 1, 1, 1] }),
      [1, 1, 1, 1, 1, 1],
      'agent "0" is in arm treated, which has probability 0 for it',
    ],
    [
      "counts",
      complete({ treated: 2 }),
      [1, 1, 1, 0, 0, 0],
      "the design puts 4 agents in arm control, but 3 are",
    ],
    [
      "clusters",
      cluster({ clusters: [0, 0, 1, 1, 2, 2] }),
      [1, 0, 0, 0, 0, 0],
      'agents "0" and "1" are in one cluster but in different arms',
    ],
    [
      "a list",
      fixed({ assignments: [[1, 0, 1, 0, 1, 0]] }),
      [0, 1, 0, 1, 0, 1],
      "it is not among the assignments that the design allows",
    ],
  ] as const)("%s", (_, design, assignment, message) => {
    expect(faultOf(design, assignment)).toBe(message);
  });

  it("drawing again, by the score: 24 agents are too many to list", () => {
    const large = tiny(24, []);
    const x = Array.from({ length: 24 }, (_, i) => i);
    const base = { kind: "complete", treated: 12 } as const;
    const design = rerandomized({ base, covariates: { x }, threshold: 0.1 });
    const apart = x.map((i) => Number(i >= 12));
    expect(faultOf(design, apart, large)).toMatch(/^it has a distance of \d.*, above the 0\.1 accepted$/);
    expect(faultOf(design, apart.with(0, 1), large)).toBe(
      "the design puts 12 agents in arm control, but 11 are",
    );
    expect(faultOf(design, Array.from(design.law(large).draw(rng(1))), large)).toBeUndefined();
  });
});

it("finds no fault with what any design of the catalogue draws", () => {
  for (const on of Object.values(tinyNetworks)) {
    for (const design of [
      ...Object.values(tinyDesigns(on.n)),
      matchedPairs({ covariates: { x: on.ids.map(Number) } }),
    ]) {
      const law = design.law(on);
      for (let r = 0; r < 20; r++)
        expect(assignmentFault(law, law.draw(rng(r)), law.n === on.n ? on.ids : [])).toBeUndefined();
    }
  }
});
