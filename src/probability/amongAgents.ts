import type { ExposureProbabilities } from "./PairProbabilities.ts";

/**
 * The same probabilities for contrasts about some of the agents only: a group that was known before the assignment, or those whose covariates are
 * known. Nothing else changes: conditions, weights and dependence are those of the whole network.
 *
 * @param inside 1 for each agent of the group
 * @param words what they have in common, as it follows "agents": `with group = a`
 */
export function amongAgents(
  probabilities: ExposureProbabilities,
  inside: Uint8Array,
  words: string,
): ExposureProbabilities {
  const { among } = probabilities;
  const both = among ? among.inside.map((one, i) => one & inside[i]!) : inside;
  const said = among ? `${among.words} and ${words}` : words;
  const more = probabilities.more?.bind(probabilities);
  // What is made when first asked for stays so: the copy reads from the original.
  return Object.create(probabilities, {
    among: { value: { inside: both, words: said }, enumerable: true },
    ...(more
      ? { more: { value: (draws: number) => amongAgents(more(draws), inside, words), enumerable: true } }
      : {}),
  }) as ExposureProbabilities;
}
