import type { Exposure } from "../../src/exposure/Exposure.ts";

/** How many steps an exposure mapping looks from an agent: 0 for its own arm, the setting `hops` where there is one, 2 for `two-hop`, else 1. */
export function exposureRadius({ name, params }: Exposure): number {
  if (name === "own-arm") return 0;
  if (name === "two-hop") return 2;
  return typeof params.hops === "number" ? params.hops : 1;
}

/** Mappings of the catalogue whose radius follows from their settings. */
const KNOWN: readonly string[] = [
  ...["own-arm", "any-treated", "count-treated", "share-treated", "all-treated"],
  ...["weighted-threshold", "two-hop"],
];

/** Whether the radius is known to be so large at most; mappings of one's own may look anywhere. */
export function knownRadius({ name }: Exposure): boolean {
  return KNOWN.includes(name);
}
