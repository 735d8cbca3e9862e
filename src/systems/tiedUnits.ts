/** Pairs of runs that may depend on one another: of one task or repetition, of a common cluster, of a common team. The name of the unit of each. Cost: near linear. */
export function tiedUnits(
  pairs: readonly { readonly start: string; readonly ties: readonly string[] }[],
): string[] {
  const above = new Map<string, string>();
  const top = (name: string): string => {
    let at = name;
    for (let next = above.get(at); next !== undefined; next = above.get(at)) at = next;
    // Names on the way point to the top from now on.
    for (let step = name; step !== at; ) {
      const next = above.get(step)!;
      above.set(step, at);
      step = next;
    }
    return at;
  };
  for (const { start, ties } of pairs)
    for (const tie of ties) {
      const [one, other] = [top(`start ${start}`), top(tie)];
      if (one !== other) above.set(other, one);
    }
  return pairs.map(({ start }) => top(`start ${start}`));
}
