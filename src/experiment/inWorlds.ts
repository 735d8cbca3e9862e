/** An error to be expected, of the mean of several worlds. */
export function inWorlds(
  { se, level }: { readonly se: number; readonly level?: number },
  worlds: number,
): {
  readonly se: number;
  readonly level?: number;
} {
  const root = Math.sqrt(worlds);
  return { se: se / root, ...(level === undefined ? {} : { level: level / root }) };
}
