type Weighted = readonly [assignment: Uint8Array, probability: number];

/**
 * A list of assignments in which each stands once, with the sum of the probabilities under which it was listed: several
 * ways can lead to one assignment. In the order of first mention. Cost: O(length of the list × n).
 */
export function mergeAssignments(list: Iterable<Weighted>): Weighted[] {
  const at = new Map<string, { readonly assignment: Uint8Array; probability: number }>();
  for (const [assignment, p] of list) {
    const key = assignment.join();
    const found = at.get(key);
    if (found) found.probability += p;
    else at.set(key, { assignment, probability: p });
  }
  return [...at.values()].map(({ assignment, probability }) => [assignment, probability]);
}
