import type { Exposure } from "./Exposure.ts";

/** Over which edges of a network that changes an exposure goes: those that were declared, or those of some rounds. */
export function edgesInWords({ name, heard }: Exposure): string {
  if (!heard) return `${name} over the declared network, which stays`;
  const { base, from, until } = heard;
  return `${base.name} over the edges of ${from === until ? `round ${from}` : `rounds ${from} to ${until}`}`;
}
