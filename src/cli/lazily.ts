/**
 * What a command does, loaded when the command is given: help and version need none of it.
 *
 * @param load gives the function that does it.
 */
export function lazily<Given extends unknown[]>(
  load: () => Promise<(...given: Given) => void | Promise<void>>,
): (...given: Given) => Promise<void> {
  return async (...given) => (await load())(...given);
}
