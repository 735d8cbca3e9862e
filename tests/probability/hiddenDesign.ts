import type { Design } from "../../designs/Design.ts";

/** The same design with everything hidden but its sampler. */
export function hiddenDesign(design: Design): Design {
  return {
    ...design,
    name: `hidden ${design.name}`,
    law: (network) => {
      const { n, arms, draw } = design.law(network);
      return { n, arms, draw, structure: { kind: "sampler-only" }, marginal: () => undefined };
    },
  };
}
