import { blocked } from "../../../../designs/blocked.ts";
import { normalDraw } from "../../../core/numbers/normalDraw.ts";
import { rng } from "../../../core/rng.ts";
import { anyTreatedNeighbor } from "../../../exposure/anyTreatedNeighbor.ts";
import { type Edge, fromEdges } from "../../../network/fromEdges.ts";
import { degree } from "../../../network/Network.ts";
import { exposureProbabilities } from "../../../probability/exposureProbabilities.ts";
import { weightedGap } from "./weightedGap.ts";

interface Lottery {
  readonly naive: readonly number[];
  readonly weighted: readonly number[];
  readonly truth: number;
  /** Chance that a friend wins, of pupils with so many friends: [friends, chance]. */
  readonly chances: readonly (readonly [number, number])[];
  readonly pupils: number;
}

const CLASSES = 12;
const PUPILS = 16;
const WINNERS = 4;
const DRAWS = 200;
const FRIEND_WINS = 0.5;

/** A lottery of four computers in each of twelve classes of sixteen: what does it do to a pupil when a friend wins? Popular pupils do better anyway, by so much a friend. */
export function lottery(advantage: number, seed: string): Lottery {
  const stream = rng(seed);
  const name = (room: number, pupil: number): string =>
    `c${String(room).padStart(2, "0")}p${String(pupil).padStart(2, "0")}`;
  const ids = Array.from({ length: CLASSES * PUPILS }, (_, k) => name(Math.floor(k / PUPILS), k % PUPILS));
  const edges: Edge[] = [];
  const friendships = stream.fork("friends");
  for (let room = 0; room < CLASSES; room++)
    for (let a = 0; a < PUPILS; a++)
      for (let b = 0; b < a; b++)
        // The first of each class are the popular ones.
        if (friendships.uniform() < 0.5 / (1 + 0.25 * Math.min(a, b)))
          edges.push([name(room, b), name(room, a)]);
  const network = fromEdges(edges, { agents: ids });
  const exposure = anyTreatedNeighbor();
  const design = blocked({ blocks: ids.map((id) => id.slice(0, 3)), treated: WINNERS });
  const law = design.law(network);
  const probabilities = exposureProbabilities(network, design, exposure, { law });
  const [none, indirect, both] = ["none", "indirect", "both"].map((one) => exposure.conditions.indexOf(one));
  const chance = (i: number, c: number): number => probabilities.of(i, exposure.conditions[c]!);
  const able = ids.map((_, i) => chance(i, none!) > 0 && chance(i, indirect!) > 0);
  const noise = stream.fork("noise");
  const base = ids.map((_, i) => advantage * degree(network, i) + 0.5 * normalDraw(noise));
  const naive: number[] = [];
  const weighted: number[] = [];
  for (let k = 0; k < DRAWS; k++) {
    const arms = law.draw(stream.fork("assign").fork(k));
    const all = exposure.of(network, arms);
    // Who has no friend in class can have no friend who wins: such pupils are left out by the design.
    const condition = Array.from(all, (one, i) => (able[i] ? one : -1));
    const outcomes = base.map(
      (y, i) => y + (arms[i] === 1 ? 1 : 0) + (all[i] === indirect || all[i] === both ? FRIEND_WINS : 0),
    );
    naive.push(weightedGap({ outcomes, condition, pair: [indirect!, none!], chance: () => 1 }));
    weighted.push(weightedGap({ outcomes, condition, pair: [indirect!, none!], chance }));
  }
  const byFriends = new Map<number, number>();
  ids.forEach((_, i) => byFriends.set(degree(network, i), chance(i, indirect!) + chance(i, both!)));
  return {
    ...{ naive, weighted, truth: FRIEND_WINS, pupils: ids.length },
    chances: [...byFriends].sort((a, b) => a[0] - b[0]),
  };
}
