import { SpillwayError } from "../core/SpillwayError.ts";

/** Agents and edges of a network at most: about 2 GB while it is made. */
const MOST = { agents: 5_000_000, edges: 20_000_000 };

/**
 * Makes sure that a network is not too large to be made, before memory is taken for it.
 *
 * @param who the model or step that makes it.
 * @param edges how many are expected.
 * @throws SpillwayError that says how large it would be, and what the limit is.
 */
export function wantSize(who: string, agents: number, edges: number): void {
  const large = (number: number): string =>
    number < 1e15 ? Math.round(number).toLocaleString("en-US") : number.toPrecision(3);
  for (const [what, number, most] of [
    ["agents", agents, MOST.agents],
    ["edges", edges, MOST.edges],
  ] as const)
    if (!(number <= most))
      throw new SpillwayError(
        `${who}: the network would have ${large(number)} ${what}, more than the ${large(most)} that are made: take a smaller one`,
      );
}
