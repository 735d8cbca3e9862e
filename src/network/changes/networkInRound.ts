import { rng } from "../../core/rng.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantWhole } from "../../core/wantWhole.ts";
import type { Network } from "../Network.ts";
import { wantNetwork } from "../wantNetwork.ts";
import type { RoundEdges } from "./ChangeRule.ts";
import { changeRules } from "./changeRules.ts";

/** Entries of rows that are kept for one network; beyond them rounds are drawn again when they are asked for again. */
const MOST_KEPT = 2 ** 25;

interface Kept {
  readonly edgesOf: RoundEdges;
  readonly rounds: Map<number, Network>;
  entries: number;
}

const drawn = new WeakMap<Network, Kept>();

/**
 * The network that is heard in a round, from 1: that of its `changes`, or the network itself where it has none. The same
 * network and round give the same edges on every machine, in whatever order rounds are asked for.
 *
 * Cost: that of the rule for each round up to this one, once; rounds are kept while they take little memory.
 * @throws SpillwayError for another round, and when the rule does not fit the network.
 */
export function networkInRound(network: Network, round: number): Network {
  if (network?.changes === undefined) {
    // Asked for every agent and round: a network without rows is looked at no further.
    if (network?.offsets === undefined) wantNetwork("networkInRound", network);
    return network;
  }
  wantWhole("networkInRound: round", round, 1);
  let kept = drawn.get(network);
  if (kept === undefined) {
    kept = { edgesOf: started(network), rounds: new Map(), entries: 0 };
    drawn.set(network, kept);
  }
  const known = kept.rounds.get(round);
  if (known) return known;
  let last = 0;
  for (const there of kept.rounds.keys()) if (there < round && there > last) last = there;
  let before = kept.rounds.get(last) ?? network;
  for (let r = last + 1; r <= round; r++) {
    const now = kept.edgesOf(r, before);
    if (now !== before && now !== network) kept.entries += now.sources.length;
    if (kept.entries > MOST_KEPT) {
      kept.rounds.clear();
      kept.entries = now.sources.length;
    }
    kept.rounds.set(r, now);
    before = now;
  }
  return before;
}

function started({ changes, ...declared }: Network): RoundEdges {
  const { kind, ...settings } = changes!.rule;
  const entry = changeRules.find((one) => one.kind === kind);
  if (entry === undefined)
    throw new SpillwayError(`network: there is no rule of change ${JSON.stringify(kind)}`);
  return entry.from(settings).start(declared, rng(changes!.seed));
}
