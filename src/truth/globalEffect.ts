import { sum } from "../core/numbers/sum.ts";
import type { Rng } from "../core/rng.ts";
import { meanAndError } from "./meanAndError.ts";
import type { PolicyWorld } from "./PolicyWorld.ts";
import type { Played } from "./playerOf.ts";

/**
 * The global average treatment effect: mean outcome of the agents when all are treated minus when none is, by playing both worlds
 * with the same chance. It is about the agents that the design studies and that have an outcome in both; outcome units of two sides are never
 * treated themselves. One pair of worlds where nothing is left to chance, else
 * the mean of `replays` pairs. Cost: twice a world for each pair.
 *
 * @returns value and Monte Carlo standard error; undefined where nobody has an outcome in both worlds.
 */
export function globalEffect(
  { network, exposure, play, chance = true, studied, untreatable = new Uint32Array() }: PolicyWorld,
  { replays, stream }: { readonly replays: number; readonly stream: Rng },
): { readonly value: number; readonly mcse: number } | undefined {
  const treated = new Uint8Array(network.n).fill(1);
  for (const i of untreatable) treated[i] = 0;
  const control = new Uint8Array(network.n);
  const conditions = [exposure.of(network, treated), exposure.of(network, control)] as const;
  const differences: number[] = [];
  for (let r = 0; r < (chance ? replays : 1); r++) {
    const own = stream.fork(r);
    const all = play(treated, conditions[0], own);
    const none = play(control, conditions[1], own);
    const seen = network.ids.flatMap((_, i) =>
      (studied?.[i] ?? 1) === 1 && all.observed[i] === 1 && none.observed[i] === 1 ? [i] : [],
    );
    const mean = ({ outcome }: Played): number => sum(seen.map((i) => outcome[i]!)) / seen.length;
    if (seen.length > 0) differences.push(mean(all) - mean(none));
  }
  if (differences.length === 0) return undefined;
  return differences.length === 1 ? { value: differences[0]!, mcse: 0 } : meanAndError(differences);
}
