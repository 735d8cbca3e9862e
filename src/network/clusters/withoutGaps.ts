/**
 * Renumbers labels to 0 … count − 1 in place, in the order in which they first occur. Cost O(n).
 *
 * @param labels any whole numbers below their own number, with gaps
 * @returns how many different ones there are
 */
export function withoutGaps(labels: Uint32Array): number {
  const fresh = new Int32Array(labels.length).fill(-1);
  let count = 0;
  for (let v = 0; v < labels.length; v++) {
    const label = labels[v]!;
    if (fresh[label] === -1) fresh[label] = count++;
    labels[v] = fresh[label]!;
  }
  return count;
}
