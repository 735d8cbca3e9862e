import type { CatalogueEntry } from "../../core/defineKind.ts";
import type { ChangeRule } from "./ChangeRule.ts";
import { listed } from "./listed.ts";
import { partners } from "./partners.ts";
import { redrawn } from "./redrawn.ts";
import { rewire } from "./rewire.ts";
import { sampled } from "./sampled.ts";
import { switched } from "./switched.ts";

/** Every rule by which a study file can let a network change over rounds. */
export const changeRules: readonly CatalogueEntry<ChangeRule>[] = [
  listed,
  rewire,
  partners,
  sampled,
  switched,
  redrawn,
];
