// Roll-outs on which the rule of panels was developed: how agents move each other is simulated, and no family is one of the table of coverage
// or of the published panels.
import { rollout } from "../../designs/rollout.ts";
import { normalDraw } from "../../src/core/numbers/normalDraw.ts";
import { type Rng, rng } from "../../src/core/rng.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import type { Network } from "../../src/network/Network.ts";
import type { SyntheticPanel } from "./syntheticPanels.ts";

/** How outcomes come about, and the plan of the roll-out. */
export interface DevelopmentFamily {
  readonly name: string;
  readonly rule: "in-means" | "threshold" | "conformist" | "averaging" | "market" | "counts";
  readonly agents: number;
  readonly baseline: number;
  readonly stage: number;
  readonly shares: readonly number[];
  /** Effect of the own treatment on the aim of an agent, in standard deviations. */
  readonly direct: number;
  /** Weight of what neighbours did a period before. */
  readonly social: number;
  /** Lasting steps of the common level, a trend for each period, a wave, and what passes after the beginning. */
  readonly steps?: number;
  readonly trend?: number;
  readonly season?: number;
  /** Periods of the wave. Default 8; it is up in one half and down in the other where it is `square`, and falls back at once where it is a `saw`. */
  readonly wave?: number;
  readonly square?: boolean;
  readonly saw?: boolean;
  /** Standard deviation of what comes to the common level in a period and of which 0.7 stays. */
  readonly wander?: number;
  readonly beginning?: number;
  /** Share of the own last outcome that stays. */
  readonly memory?: number;
}

const SMALL = [0.1, 0.2, 0.5];
const LARGE = [0.2, 0.5, 0.8];

/** Families of the development, each with its plan. */
export const DEVELOPMENT: readonly DevelopmentFamily[] = [
  {
    name: "linear in means",
    rule: "in-means",
    agents: 800,
    baseline: 1,
    stage: 8,
    shares: LARGE,
    direct: 0.4,
    social: 0.4,
  },
  {
    name: "linear in means, beginning",
    rule: "in-means",
    agents: 800,
    baseline: 1,
    stage: 8,
    shares: LARGE,
    direct: 0.3,
    social: 0.5,
    beginning: 1,
  },
  {
    name: "linear in means, steps",
    rule: "in-means",
    agents: 400,
    baseline: 4,
    stage: 6,
    shares: SMALL,
    direct: 0.4,
    social: 0.4,
    steps: 0.05,
  },
  {
    name: "threshold",
    rule: "threshold",
    agents: 1000,
    baseline: 3,
    stage: 5,
    shares: SMALL,
    direct: 0.5,
    social: 1,
  },
  {
    name: "threshold, beginning",
    rule: "threshold",
    agents: 600,
    baseline: 1,
    stage: 6,
    shares: LARGE,
    direct: 0.5,
    social: 0.8,
    beginning: 0.5,
  },
  {
    name: "conformist",
    rule: "conformist",
    agents: 1000,
    baseline: 1,
    stage: 10,
    shares: LARGE,
    direct: 0.5,
    social: 0.8,
  },
  {
    name: "conformist, trend",
    rule: "conformist",
    agents: 500,
    baseline: 4,
    stage: 6,
    shares: SMALL,
    direct: 0.5,
    social: 0.6,
    trend: 0.01,
  },
  {
    name: "averaging, seasons",
    rule: "averaging",
    agents: 600,
    baseline: 1,
    stage: 12,
    shares: SMALL,
    direct: 0.4,
    social: 0.3,
    season: 0.3,
    memory: 0.2,
  },
  {
    name: "averaging",
    rule: "averaging",
    agents: 300,
    baseline: 2,
    stage: 6,
    shares: [0.15, 0.35, 0.6],
    direct: 0.4,
    social: 0.4,
    memory: 0.3,
  },
  {
    name: "market",
    rule: "market",
    agents: 200,
    baseline: 1,
    stage: 5,
    shares: SMALL,
    direct: 0.6,
    social: -0.3,
    beginning: 1,
    memory: 0.4,
  },
  {
    name: "market, no crowding",
    rule: "market",
    agents: 250,
    baseline: 1,
    stage: 6,
    shares: SMALL,
    direct: 0.5,
    social: 0,
    beginning: 1.5,
    memory: 0.3,
  },
  {
    name: "counts, beginning",
    rule: "counts",
    agents: 1000,
    baseline: 1,
    stage: 10,
    shares: LARGE,
    direct: 0.15,
    social: 0.4,
    beginning: 0.3,
  },
  {
    name: "counts, steps",
    rule: "counts",
    agents: 800,
    baseline: 1,
    stage: 8,
    shares: LARGE,
    direct: 0.2,
    social: 0.4,
    steps: 0.02,
    beginning: 0.2,
  },
  {
    name: "nothing, beginning",
    rule: "in-means",
    agents: 400,
    baseline: 1,
    stage: 6,
    shares: SMALL,
    direct: 0,
    social: 0.3,
    beginning: 1,
  },
  {
    name: "nothing, steps",
    rule: "averaging",
    agents: 400,
    baseline: 3,
    stage: 5,
    shares: LARGE,
    direct: 0,
    social: 0.3,
    steps: 0.05,
    memory: 0.3,
  },
  {
    name: "averaging, days",
    rule: "averaging",
    agents: 600,
    baseline: 1,
    stage: 12,
    shares: SMALL,
    direct: 0.4,
    social: 0.3,
    season: 0.3,
    wave: 12,
    square: true,
    memory: 0.2,
  },
  {
    name: "crowding, days",
    rule: "market",
    agents: 800,
    baseline: 1,
    stage: 14,
    shares: SMALL,
    direct: 0.5,
    social: -0.1,
    season: 0.5,
    wave: 14,
    square: true,
    memory: 0.3,
  },
  {
    name: "linear in means, weeks",
    rule: "in-means",
    agents: 500,
    baseline: 7,
    stage: 7,
    shares: SMALL,
    direct: 0.4,
    social: 0.3,
    season: 0.4,
    wave: 7,
  },
  {
    name: "queue, days",
    rule: "market",
    agents: 1000,
    baseline: 1,
    stage: 12,
    shares: SMALL,
    direct: -0.4,
    social: 0,
    season: 0.4,
    wave: 12,
    saw: true,
    wander: 0.05,
  },
  {
    name: "queue, two days",
    rule: "market",
    agents: 600,
    baseline: 1,
    stage: 16,
    shares: SMALL,
    direct: -0.4,
    social: -0.1,
    season: 0.4,
    wave: 8,
    saw: true,
    wander: 0.05,
  },
  {
    name: "own effect, wandering",
    rule: "market",
    agents: 300,
    baseline: 1,
    stage: 5,
    shares: SMALL,
    direct: 0.5,
    social: 0,
    wander: 0.15,
    memory: 0.5,
  },
  {
    name: "own effect, steps",
    rule: "in-means",
    agents: 400,
    baseline: 1,
    stage: 6,
    shares: LARGE,
    direct: 0.5,
    social: 0,
    steps: 0.08,
  },
  {
    name: "own effect, trend",
    rule: "in-means",
    agents: 500,
    baseline: 3,
    stage: 5,
    shares: LARGE,
    direct: 0.4,
    social: 0,
    trend: 0.02,
  },
];

/** One roll-out. The same family and seed give the same panel. */
export function developmentPanel(family: DevelopmentFamily, seed: string): SyntheticPanel {
  const { agents, baseline, stage, shares } = family;
  const stream = rng(`development ${family.name} ${seed}`);
  const network = meeting(agents, stream.fork("network"));
  const law = rollout({ probability: shares }).law(network);
  const periods = baseline + stage * shares.length;
  const adopted = Uint32Array.from(law.draw(stream.fork("roll-out")), (arm) =>
    arm === 0 ? periods : baseline + (arm - 1) * stage,
  );
  const under = (at: Uint32Array): Float64Array[] => play(family, network, at, periods, stream.fork("noise"));
  const outcome = under(adopted);
  const all = under(new Uint32Array(agents).fill(baseline));
  const none = under(new Uint32Array(agents).fill(periods));
  let truth = 0;
  for (let t = periods - stage; t < periods; t++)
    for (let i = 0; i < agents; i++) truth += (all[t]![i]! - none[t]![i]!) / (agents * stage);
  return {
    ...{ law, truth },
    panel: {
      agents: network.ids,
      periods: outcome.map((_, t) => `t${t}`),
      outcome,
      observed: outcome.map(() => new Uint8Array(agents).fill(1)),
      adopted,
    },
  };
}

/** Two to eight in-neighbours each, anywhere. */
function meeting(agents: number, stream: Rng): Network {
  const ids = Array.from({ length: agents }, (_, i) => `a${i}`);
  const edges = ids.flatMap((id, i) =>
    Array.from({ length: 2 + stream.integer(7) }, () => stream.integer(agents)).flatMap(
      (j): [string, string][] => (j === i ? [] : [[ids[j]!, id]]),
    ),
  );
  return fromEdges(edges, { directed: true, agents: ids });
}

/** Outcomes under any adoption. Noise is drawn in the same order whoever adopts, so that worlds differ by treatment alone. */
function play(
  family: DevelopmentFamily,
  { offsets, sources, n }: Network,
  adopted: Uint32Array,
  periods: number,
  stream: Rng,
): Float64Array[] {
  const {
    rule,
    direct,
    social,
    steps = 0,
    trend = 0,
    season = 0,
    wave = 8,
    square,
    saw,
    wander = 0,
    beginning = 0,
    memory = 0,
  } = family;
  const level = Float64Array.from({ length: n }, () => normalDraw(stream));
  let last = Float64Array.from(level, (a) =>
    rule === "conformist" || rule === "threshold" ? Number(a > 0.5) : 0,
  );
  let drift = 0;
  let wandering = 0;
  return Array.from({ length: periods }, (_, t) => {
    drift += steps * normalDraw(stream);
    wandering = wander === 0 ? 0 : 0.7 * wandering + wander * normalDraw(stream);
    const phase = Math.sin((2 * Math.PI * (t + 0.5)) / wave);
    const common =
      drift +
      wandering +
      trend * t +
      season * (saw ? 1 - (2 * ((t - 1 + wave) % wave)) / wave : square ? Math.sign(phase) : phase) -
      beginning * 0.6 ** t;
    const share = adopted.reduce((all, at) => all + Number(at <= t), 0) / n;
    const before = last;
    last = Float64Array.from(level, (a, i) => {
      let near = 0;
      for (let k = offsets[i]!; k < offsets[i + 1]!; k++) near += before[sources[k]!]!;
      near /= Math.max(1, offsets[i + 1]! - offsets[i]!);
      const own = adopted[i]! <= t ? direct : 0;
      const e = normalDraw(stream);
      if (rule === "threshold") return Number(a + 0.5 * e + common + own + social * Number(near > 0.4) > 0.7);
      if (rule === "conformist") return Number(a + 0.7 * e + common + own + social * (2 * near - 1) > 0.2);
      if (rule === "market")
        return memory * before[i]! + (1 - memory) * (2 * a + common + own + social * share) + 0.5 * e;
      if (rule === "counts")
        return Math.max(
          0,
          Math.min(3, Math.round(1.5 + 0.5 * a + common + own + social * (near - 1.5) + 0.7 * e)),
        );
      return memory * before[i]! + (1 - memory) * (a + common + own + social * near) + 0.6 * e;
    });
    return last;
  });
}
