import type { Rng } from "../../src/core/rng.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { wantArgument } from "../../src/core/wantArgument.ts";
import type { Law } from "../Design.ts";
import type { Structure } from "../Structure.ts";
import { drawStructure } from "./drawStructure.ts";
import { marginalOf } from "./marginalOf.ts";
import { supportOf } from "./supportOf.ts";

/** The law of a structure: draws, marginals and support all come from the one declaration, so they cannot disagree. */
export function lawOf(
  arms: readonly string[],
  n: number,
  structure: Exclude<Structure, { kind: "sampler-only" }>,
): Law {
  wantArgument("lawOf", "a list of arms", arms, { fields: ["map"] });
  wantArgument("lawOf", "a structure", structure, { fields: ["kind"] });
  wantArgument("lawOf", "a list of arms", arms);
  if (arms.length < 2 || arms.length > 256) {
    throw new SpillwayError(`law: there must be 2 to 256 arms, got ${arms.length}`);
  }
  return {
    n,
    arms,
    structure,
    draw: (rng: Rng) => drawStructure(structure, arms.length, n, rng),
    marginal: (i, arm) => marginalOf(structure, arms.length, i, arm),
    ...(structure.kind === "sampled-mixture" ? {} : { support: () => supportOf(structure, arms.length, n) }),
  };
}
