import type { Law } from "../Design.ts";

/** Whether the design was made to study each agent: 1 if so, 0 if the agent only serves others. Everybody where the law names nobody. Cost: O(n). */
export function studiedBy({ n, studied }: Pick<Law, "n" | "studied">): Uint8Array {
  if (!studied) return new Uint8Array(n).fill(1);
  const mask = new Uint8Array(n);
  for (const i of studied) mask[i] = 1;
  return mask;
}
