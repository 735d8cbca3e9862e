import { type Rng, rng } from "../core/rng.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import type { Network } from "../network/Network.ts";

/** A mapping that says for each agent which agents it looks at. */
interface DependenceClaim {
  readonly name: string;
  readonly network: Network;
  /** Number of arms that agents can be in, at least 2. */
  readonly arms: number;
  /** Number of trials. */
  readonly checks: number;
  agents(network: Network, i: number): Uint32Array;
  condition(network: Network, i: number, arms: Uint8Array): number;
}

/** On larger networks a trial changes the arms of this many agents, and of everybody next to a named agent. */
const CHANGED = 1000;

/**
 * Tries whether conditions depend on the named agents only. Each trial takes an agent, draws the arms of all (one arm more
 * or less common, so that both crowded and empty surroundings occur), draws them anew outside the named agents, and
 * compares. Trials are spread over the agents and are the same every time.
 *
 * Cost: per trial, two conditions and O(min(n, 1000) + named agents and their in-neighbours).
 * @throws SpillwayError that names an agent and another one, not named, whose arm alone changes its condition.
 */
export function checkDependence(claim: DependenceClaim): void {
  const { network, arms: armCount, checks } = claim;
  const { n } = network;
  const stream = rng("dependence");
  const arms = Uint8Array.from({ length: n }, () => stream.integer(armCount));
  for (let k = 0; k < checks; k++) {
    const i = checks < n ? Math.floor((k * n) / checks) : k % n;
    const named = new Set(claim.agents(network, i));
    const others = surroundings(network, named, stream);
    const draw = armDrawer(stream, armCount);
    for (const j of named) arms[j] = draw();
    for (const j of others) arms[j] = draw();
    const before = claim.condition(network, i, arms);
    const redraw = armDrawer(stream, armCount);
    const changed = others.map(() => redraw());
    const first = firstChange(others.length, (count) => {
      const tried = arms.slice();
      for (let m = 0; m < count; m++) tried[others[m]!] = changed[m]!;
      return claim.condition(network, i, tried) !== before;
    });
    if (first === undefined) continue;
    const { ids } = network;
    throw new SpillwayError(
      `${claim.name}: the condition of agent ${shown(ids[i])} changes with the arm of agent ${shown(ids[others[first]!])}, which dependsOn does not name for it: add it there`,
    );
  }
}

/** Arms of which one is common, by a share that is itself drawn. */
function armDrawer(stream: Rng, arms: number): () => number {
  const common = stream.integer(arms);
  const share = stream.uniform();
  return () => (stream.uniform() < share ? common : stream.integer(arms));
}

/** Agents outside the named ones: all of them, or those next to a named one and some at random. */
function surroundings(network: Network, named: ReadonlySet<number>, stream: Rng): number[] {
  const { n, offsets, sources } = network;
  const found = new Set<number>();
  if (n <= CHANGED) for (let j = 0; j < n; j++) found.add(j);
  else {
    for (const j of named) for (let e = offsets[j]!; e < offsets[j + 1]!; e++) found.add(sources[e]!);
    for (let m = 0; m < CHANGED; m++) found.add(stream.integer(n));
  }
  for (const j of named) found.delete(j);
  return [...found];
}

/** With the first `count` others changed the condition is another one for the whole list: the one that turns it, by bisection. */
function firstChange(length: number, differs: (count: number) => boolean): number | undefined {
  if (length === 0 || !differs(length)) return undefined;
  let same = 0;
  let other = length;
  while (other - same > 1) {
    const middle = (same + other) >>> 1;
    if (differs(middle)) other = middle;
    else same = middle;
  }
  return other - 1;
}
