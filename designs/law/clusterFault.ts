/**
 * Why an assignment cannot come from a design that assigns clusters whole, in words; undefined when every cluster is in one arm.
 *
 * @param block cluster of each agent: 0 … clusters − 1.
 * @param ids ids of the agents, for the message.
 */
export function clusterFault(
  block: ArrayLike<number>,
  assignment: ArrayLike<number>,
  ids: readonly string[],
): string | undefined {
  const first: number[] = [];
  for (let i = 0; i < block.length; i++) {
    const own = block[i]!;
    first[own] ??= i;
    if (assignment[i] !== assignment[first[own]!])
      return `agents ${JSON.stringify(ids[first[own]!])} and ${JSON.stringify(ids[i])} are in one cluster but in different arms`;
  }
  return undefined;
}
