import type { CatalogueEntry } from "../core/defineKind.ts";
import { candidateNetworks } from "./candidateNetworks.ts";
import type { Exposure } from "./Exposure.ts";
import { heardEdgesExposure } from "./heardEdgesExposure.ts";
import { singleExposures } from "./singleExposures.ts";

/** The catalogue of exposure mappings. A new one is a file beside this and a line in `singleExposures`. */
export const exposures: readonly CatalogueEntry<Exposure>[] = [
  ...singleExposures,
  candidateNetworks,
  heardEdgesExposure,
];
