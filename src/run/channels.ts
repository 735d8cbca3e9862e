import type { CatalogueEntry } from "../core/defineKind.ts";
import type { Channel } from "./Channel.ts";
import { counts } from "./channels/counts.ts";
import { feed } from "./channels/feed.ts";
import { groups } from "./channels/groups.ts";
import { mean } from "./channels/mean.ts";
import { neighbours } from "./channels/neighbours.ts";
import { none } from "./channels/none.ts";
import { oneNeighbour } from "./channels/oneNeighbour.ts";
import { pairs } from "./channels/pairs.ts";
import { shuffled } from "./channels/shuffled.ts";
import { yoked } from "./channels/yoked.ts";

/** Every channel that a study file can name. */
export const channels: readonly CatalogueEntry<Channel>[] = [
  neighbours,
  mean,
  counts,
  oneNeighbour,
  pairs,
  groups,
  feed,
  none,
  shuffled,
  yoked,
];
