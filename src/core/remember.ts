/**
 * What is known under a key, or else is made and kept; the one that was used longest ago is forgotten when there are more than `most`.
 *
 * @param known what is kept, in the order of use: of one owner, such as a design's probabilities.
 */
export function remember<Value>(
  known: Map<string, Value>,
  key: string,
  make: () => Value,
  most: number,
): Value {
  const value = known.has(key) ? known.get(key)! : make();
  known.delete(key);
  known.set(key, value);
  if (known.size > most) known.delete(known.keys().next().value!);
  return value;
}
