import type { Exposure } from "../../src/exposure/Exposure.ts";

/** How many steps an exposure mapping looks from an agent: 0 for its own arm, the setting `hops` where there is one, 2 for `two-hop`, else 1. */
export function exposureRadius({ name, params }: Exposure): number {
  if (name === "own-arm") return 0;
  if (name === "two-hop") return 2;
  return typeof params.hops === "number" ? params.hops : 1;
}
