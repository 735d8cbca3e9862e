// Roll-outs whose truth is known: outcomes of agents over periods under any adoption, from one set of noise.

import type { Law } from "../../designs/Design.ts";
import { rollout } from "../../designs/rollout.ts";
import type { Panel } from "../../estimators/panel/Panel.ts";
import { normalDraw } from "../../src/core/numbers/normalDraw.ts";
import { type Rng, rng } from "../../src/core/rng.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import type { Network } from "../../src/network/Network.ts";

/** A way in which outcomes come about. Numbers are in standard deviations of what differs between agents for good. */
export interface PanelFamily {
  readonly name: string;
  /** Whether the analyst is told the network. */
  readonly known: boolean;
  readonly direct: number;
  /** Effect of all in-neighbours treated. */
  readonly neighbours?: number;
  /** Effect of the share treated among all, on everybody. */
  readonly everybody?: number;
  /** Standard deviation of the lasting step of the mean from one period to the next. */
  readonly steps?: number;
  /** Change of the mean from one period to the next. */
  readonly trend?: number;
  /** Size of a wave of period 6. */
  readonly season?: number;
  /** How far below its level the mean begins; half of it is made up in each period. */
  readonly burnIn?: number;
  /** How much of the way to its new level an outcome goes in a period, above 0, at most 1. */
  readonly speed?: number;
  /** Growth of the own effect for each period treated. */
  readonly growth?: number;
  /** Outcomes are 0 or 1: above a threshold or not. */
  readonly binary?: boolean;
  /** The neighbours' effect is full from a half of them on. */
  readonly saturating?: boolean;
  /** Agents' own levels have heavy tails. */
  readonly heavy?: boolean;
  /** Fixed numbers of adopters, where each agent has a coin otherwise. */
  readonly counts?: boolean;
}

export interface SyntheticPanel {
  readonly panel: Panel;
  readonly law: Law;
  readonly network?: Network;
  /** Mean over agents and periods of the last stage: everybody treated from the first adoption on, less nobody. */
  readonly truth: number;
}

const AGENTS = 300;
const BASELINE = 3;
const STAGE = 4;
const SHARES = [0.1, 0.25, 0.5];
const PERIODS = BASELINE + STAGE * SHARES.length;

/** One roll-out. The same family and seed give the same panel. */
export function syntheticPanel(family: PanelFamily, seed: string): SyntheticPanel {
  const stream = rng(`panel ${family.name} ${seed}`);
  const network = lattice(stream.fork("network"));
  const law = rollout(family.counts ? { shares: SHARES } : { probability: SHARES }).law(network);
  const arms = law.draw(stream.fork("roll-out"));
  const adopted = Uint32Array.from(arms, (arm) => (arm === 0 ? PERIODS : BASELINE + (arm - 1) * STAGE));
  const noise = noiseOf(family, stream.fork("noise"));
  const outcome = play(family, network, adopted, noise);
  const all = play(family, network, new Uint32Array(AGENTS).fill(BASELINE), noise);
  const none = play(family, network, new Uint32Array(AGENTS).fill(PERIODS), noise);
  const effects = all.slice(PERIODS - STAGE).map((column, t) => {
    const other = none[PERIODS - STAGE + t]!;
    return column.reduce((total, y, i) => total + y - other[i]!, 0) / AGENTS;
  });
  return {
    law,
    ...(family.known ? { network } : {}),
    truth: effects.reduce((total, x) => total + x, 0) / effects.length,
    panel: {
      agents: network.ids,
      periods: Array.from({ length: PERIODS }, (_, t) => `t${t}`),
      outcome,
      observed: outcome.map(() => new Uint8Array(AGENTS).fill(1)),
      adopted,
    },
  };
}

/** Everybody has from 2 to 6 in-neighbours, some near and some anywhere. */
function lattice(stream: Rng): Network {
  const edges: [string, string][] = [];
  for (let i = 0; i < AGENTS; i++) {
    const count = 2 + stream.integer(5);
    for (let k = 1; k <= count; k++) {
      const other = stream.uniform() < 0.5 ? (i + k) % AGENTS : stream.integer(AGENTS);
      if (other !== i) edges.push([`a${other}`, `a${i}`]);
    }
  }
  return fromEdges(edges, { directed: true, agents: Array.from({ length: AGENTS }, (_, i) => `a${i}`) });
}

interface Noise {
  readonly level: Float64Array;
  readonly passing: readonly Float64Array[];
  readonly mean: readonly number[];
}

function noiseOf(family: PanelFamily, stream: Rng): Noise {
  const { steps = 0, trend = 0, season = 0, burnIn = 0 } = family;
  const level = Float64Array.from({ length: AGENTS }, () => {
    const z = normalDraw(stream);
    return family.heavy ? z * Math.exp(0.5 * normalDraw(stream)) : z;
  });
  const passing = Array.from({ length: PERIODS }, () =>
    Float64Array.from({ length: AGENTS }, () => 0.7 * normalDraw(stream)),
  );
  let drift = 0;
  const mean = passing.map((_, t) => {
    drift += steps * normalDraw(stream);
    return drift + trend * t + season * Math.sin((2 * Math.PI * t) / 6) - burnIn * 0.5 ** t;
  });
  return { level, passing, mean };
}

function play(family: PanelFamily, network: Network, adopted: Uint32Array, noise: Noise): Float64Array[] {
  const { direct, neighbours = 0, everybody = 0, speed = 1, growth = 0 } = family;
  const { offsets, sources } = network;
  const reached = new Float64Array(AGENTS);
  return noise.passing.map((passing, t) => {
    const share = adopted.reduce((all, at) => all + Number(at <= t), 0) / AGENTS;
    return Float64Array.from(passing, (e, i) => {
      let treated = 0;
      for (let k = offsets[i]!; k < offsets[i + 1]!; k++) treated += Number(adopted[sources[k]!]! <= t);
      const near = treated / Math.max(1, offsets[i + 1]! - offsets[i]!);
      const own = adopted[i]! <= t ? direct + growth * (t - adopted[i]!) : 0;
      const aim = own + neighbours * (family.saturating ? Math.min(1, 2 * near) : near) + everybody * share;
      reached[i]! += speed * (aim - reached[i]!);
      const y = noise.level[i]! + e + noise.mean[t]! + reached[i]!;
      return family.binary ? Number(y > 0.5) : y;
    });
  });
}
