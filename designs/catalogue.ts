import type { CatalogueEntry } from "../src/core/defineKind.ts";
import { bernoulli } from "./bernoulli.ts";
import { bipartite } from "./bipartite.ts";
import { blocked } from "./blocked.ts";
import { cluster } from "./cluster.ts";
import { complete } from "./complete.ts";
import { conflictGraphDesign } from "./conflictGraphDesign.ts";
import type { Design } from "./Design.ts";
import { ego } from "./ego.ts";
import { fixed } from "./fixed.ts";
import { gramSchmidtWalk } from "./gramSchmidtWalk.ts";
import { graphCluster } from "./graphCluster.ts";
import { independentSetDesign } from "./independentSetDesign.ts";
import { matchedPairs } from "./matchedPairs.ts";
import { quasiColouring } from "./quasiColouring.ts";
import { randomizedGraphCluster } from "./randomizedGraphCluster.ts";
import { rerandomized } from "./rerandomized.ts";
import { rollout } from "./rollout.ts";
import { switchback } from "./switchback.ts";
import { twoStage } from "./twoStage.ts";

/** The catalogue of designs. A new one is a file beside this, a line here and a page in docs/designs. */
export const designs: readonly CatalogueEntry<Design>[] = [
  bernoulli,
  complete,
  blocked,
  matchedPairs,
  rerandomized,
  gramSchmidtWalk,
  quasiColouring,
  cluster,
  graphCluster,
  randomizedGraphCluster,
  fixed,
  twoStage,
  rollout,
  switchback,
  bipartite,
  ego,
  independentSetDesign,
  conflictGraphDesign,
];
