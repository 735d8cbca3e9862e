import type { Rng } from "../../core/rng.ts";

/** What is drawn once for a round of a world, from the stream's child `world:round`. The last round is remembered. */
export function eachRound<Drawn>(
  rng: Rng,
  world: number,
  draw: (stream: Rng, round: number) => Drawn,
): (round: number) => Drawn {
  let last: { readonly round: number; readonly drawn: Drawn } | undefined;
  return (round) => {
    if (last?.round !== round) last = { round, drawn: draw(rng.fork(`${world}:${round}`), round) };
    return last.drawn;
  };
}
