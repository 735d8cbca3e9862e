/** Whether a path, such as `/realizations/0/y`, is a part or in it; `*` in a part is any one name. */
export function isUnder(path: string, part: string): boolean {
  const names = path.split("/");
  const wanted = part.split("/");
  return names.length >= wanted.length && wanted.every((name, k) => name === "*" || name === names[k]);
}

/** The paths of all numbers, texts and other single values of a file that are in some of the parts. */
export function numbersUnder(value: unknown, parts: readonly string[], path = ""): string[] {
  if (typeof value !== "object" || value === null)
    return parts.some((part) => isUnder(path, part)) ? [path] : [];
  return Object.entries(value).flatMap(([name, own]) => numbersUnder(own, parts, `${path}/${name}`));
}
