import type { CatalogueEntry } from "../core/defineKind.ts";
import { allTreated } from "./allTreated.ts";
import { anyTreatedNeighbor } from "./anyTreatedNeighbor.ts";
import { countTreated } from "./countTreated.ts";
import type { Exposure } from "./Exposure.ts";
import { formulaExposure } from "./formulaExposure.ts";
import { ownArm } from "./ownArm.ts";
import { shareTreated } from "./shareTreated.ts";
import { twoHop } from "./twoHop.ts";
import { weightedThreshold } from "./weightedThreshold.ts";

/** The exposure mappings that are about one network. A new one is a file beside this and a line here. */
export const singleExposures: readonly CatalogueEntry<Exposure>[] = [
  ownArm,
  anyTreatedNeighbor,
  shareTreated,
  countTreated,
  weightedThreshold,
  twoHop,
  allTreated,
  formulaExposure,
];
