import type { CatalogueEntry } from "../src/core/defineKind.ts";
import { bernoulli } from "./bernoulli.ts";
import { cluster } from "./cluster.ts";
import { complete } from "./complete.ts";
import type { Design } from "./Design.ts";
import { fixed } from "./fixed.ts";
import { graphCluster } from "./graphCluster.ts";

/** The catalogue of designs. A new one is a file beside this, a line here and a page in docs/designs. */
export const designs: readonly CatalogueEntry<Design>[] = [bernoulli, complete, cluster, graphCluster, fixed];
