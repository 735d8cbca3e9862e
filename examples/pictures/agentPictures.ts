// A picture of each synthetic agent: outcomes over the rounds of one seeded run.

import {
  bayesianCascade,
  beautyContest,
  conditionalCooperator,
  conformist,
  degroot,
  fishery,
  independentCascade,
  linearInMeans,
  namingGame,
  type Population,
  publicGoods,
  threshold,
} from "../../src/agents/index.ts";
import { fromEdges, type Network, replay, rng, smallWorld } from "../../src/index.ts";
import { CONDITION_COLORS } from "../../src/report/figures/palette.ts";
import { line, type Picture, type Point, words } from "./canvas.ts";

const CONTROL = CONDITION_COLORS[6]!;
const TREATED = CONDITION_COLORS[2]!;
const ring = smallWorld({ n: 24, k: 4, rewire: 0.15 }).draw(rng("agents"));

interface Run {
  readonly title: string;
  readonly what: string;
  readonly agents: Population;
  readonly rounds: number;
  readonly network?: Network;
  readonly treated?: readonly number[];
  readonly names?: readonly [string, string];
  /** Draw the mean of each arm over so many worlds instead of every agent. */
  readonly means?: number;
}

/** Outcomes of every agent after each round; runs of different lengths share their first rounds. */
function outcomes(
  { agents, network = ring, rounds, treated = [0, 1, 9] }: Run,
  world: number,
): (number | undefined)[][] {
  const armNames = ["control", "treated"];
  const arms = network.ids.map((_, i) => (treated.includes(i) ? 1 : 0));
  const agentOf = agents.create({ network, arms: armNames, rng: rng(1) });
  return Array.from({ length: rounds }, (_, t) => {
    const found = replay({ network, agentOf, arms, armNames, world, rounds: t + 1, rng: rng(1) });
    return Array.from(found.outcomes, (y) => (Number.isFinite(y) ? y : undefined));
  });
}

function trajectories(run: Run): Picture {
  const {
    title,
    what,
    rounds,
    network = ring,
    treated = [0, 1, 9],
    names = ["control", "treated"],
    means,
  } = run;
  const many = Array.from({ length: means ?? 1 }, (_, world) => outcomes(run, world));
  const series: { color: string; width: number; values: (number | undefined)[] }[] = [];
  if (means === undefined) {
    for (const own of [0, 1])
      network.ids.forEach((_, i) => {
        if (treated.includes(i) !== (own === 1)) return;
        series.push({
          color: own === 1 ? TREATED : CONTROL,
          width: own === 1 ? 2.2 : 1.2,
          values: many[0]!.map((round) => round[i]),
        });
      });
  } else {
    for (const own of [0, 1]) {
      const values = many[0]!.map((_, t) => {
        const all = many.flatMap((world) =>
          network.ids.flatMap((_, i) => (treated.includes(i) === (own === 1) ? (world[t]![i] ?? []) : [])),
        );
        return all.length === 0 ? undefined : all.reduce((a, b) => a + b, 0) / all.length;
      });
      series.push({ color: own === 1 ? TREATED : CONTROL, width: 3, values });
    }
  }
  const all = series.flatMap(({ values }) => values.flatMap((y) => y ?? []));
  const low = Math.min(0, ...all);
  const high = Math.max(...all);
  const x = (t: number): number => 64 + ((t - 1) / (rounds - 1)) * 420;
  const y = (value: number): number => 214 - ((value - low) / (high - low)) * 176;
  const drawn = series.map(({ color, width, values }) =>
    line(
      values.flatMap((value, t): Point[] => (value === undefined ? [] : [[x(t + 1), y(value)]])),
      color,
      width,
    ),
  );
  const ticks = [low, (low + high) / 2, high];
  const every = Math.max(1, Math.ceil(rounds / 10));
  const shown = Array.from({ length: rounds }, (_, t) => t + 1).filter((t) => (t - 1) % every === 0);
  const key = (
    [
      [names[0], CONTROL],
      [names[1], TREATED],
    ] as const
  ).flatMap(([name, color], k) => [
    line(
      [
        [500, 70 + 26 * k],
        [524, 70 + 26 * k],
      ],
      color,
      3,
    ),
    words([532, 74 + 26 * k], name, { anchor: "start" }),
  ]);
  return {
    title,
    width: 640,
    height: 262,
    marks: [
      words([64, 22], what, { anchor: "start", bold: true }),
      line([
        [64, 34],
        [64, 214],
        [488, 214],
      ]),
      ...ticks.map((tick) =>
        words([58, y(tick) + 4], Number(tick.toPrecision(2)).toString().replace("-", "−"), {
          anchor: "end",
          size: 12,
        }),
      ),
      ...shown.map((t) => words([x(t), 232], String(t), { size: 12 })),
      words([274, 254], "round"),
      ...drawn,
      ...key,
    ],
  };
}

const complete = (n: number): Network => {
  const ids = Array.from({ length: n }, (_, i) => String(i));
  return fromEdges(ids.flatMap((a, i) => ids.slice(i + 1).map((b) => [a, b] as const)));
};

/** The pictures, by name of the file. */
export function agentPictures(): Readonly<Record<string, Picture>> {
  const runs: Readonly<Record<string, Run>> = {
    degroot: {
      title: "DeGroot agents: opinions converge",
      what: "opinion of each agent",
      agents: degroot({ shift: 3 }),
      rounds: 16,
    },
    "linear-in-means": {
      title: "Linear-in-means agents: effects travel along edges",
      what: "outcome of each agent",
      agents: linearInMeans({ endogenous: 0.6, indirect: 1 }),
      rounds: 10,
    },
    threshold: {
      title: "Threshold agents: adoption cascades",
      what: "share that has adopted, mean of 40 worlds",
      agents: threshold({ own: 1, peers: 1 }),
      rounds: 10,
      means: 40,
      names: ["control", "treated"],
    },
    "independent-cascade": {
      title: "Independent cascade: activity spreads by chance",
      what: "share active, mean of 40 worlds",
      agents: independentCascade({ probability: 0.3 }),
      rounds: 10,
      means: 40,
      names: ["control", "treated"],
    },
    "conditional-cooperator": {
      title: "Conditional cooperators: contributions decay, less so where some are pushed",
      what: "contribution of each agent",
      agents: conditionalCooperator({ slope: 0.85, push: 5 }),
      rounds: 12,
    },
    "public-goods": {
      title: "Public goods game: mean contributions by arm",
      what: "mean contribution, 10 worlds",
      agents: publicGoods({ spread: 2 }),
      rounds: 12,
      means: 10,
      treated: [0, 3, 6, 9, 12, 15],
    },
    conformist: {
      title: "Conformists: a small bias of some takes the others along",
      what: "share that chooses B, mean of 40 worlds",
      agents: conformist({ pull: 1.5, shift: 0.6 }),
      rounds: 12,
      means: 40,
      treated: [0, 3, 6, 9, 12, 15],
    },
    "beauty-contest": {
      title: "Beauty contest: guesses fall, faster around those who know the theory",
      what: "guess of each agent",
      agents: beautyContest(),
      rounds: 6,
    },
    fishery: {
      title: "Fishery: catches in common water, until it is empty",
      what: "catch of each agent",
      agents: fishery({ greed: 0.3 }),
      rounds: 12,
    },
    "naming-game": {
      title: "Naming game: a committed minority of a quarter turns the others to its word",
      what: "share that says M, mean of 20 worlds",
      agents: namingGame({ memory: 5, start: "Q", committed: "M" }),
      network: complete(24),
      rounds: 60,
      means: 20,
      treated: [0, 1, 2, 3, 4, 5],
      names: ["free to change", "committed"],
    },
    "bayesian-cascade": {
      title: "Information cascade: two planted wrong choices mislead those who follow",
      what: "share of right choices by position, 400 worlds",
      agents: bayesianCascade(),
      network: complete(12),
      rounds: 12,
    },
  };
  const { "bayesian-cascade": cascade, ...others } = runs;
  return {
    ...Object.fromEntries(Object.entries(others).map(([name, run]) => [name, trajectories(run)])),
    "bayesian-cascade": herd(cascade!),
  };
}

/** Share of right choices by position in the order, with and without planted choices. */
function herd({ title, what, network = ring }: Run): Picture {
  const share = (planted: number): number[] => {
    const armNames = ["control", "treated"];
    const arms = network.ids.map((_, i) => (i < planted ? 1 : 0));
    const agentOf = bayesianCascade({ planted: "B" }).create({ network, arms: armNames, rng: rng(1) });
    const right = network.ids.map(() => 0);
    for (let world = 0; world < 400; world++)
      replay({ network, agentOf, arms, armNames, world, rounds: network.n, rng: rng(1) }).outcomes.forEach(
        (y, i) => (right[i] = right[i]! + y / 400),
      );
    return right;
  };
  const x = (k: number): number => 64 + (k / (network.n - 1)) * 420;
  const y = (value: number): number => 214 - value * 176;
  const drawn = (
    [
      [0, CONTROL],
      [1, CONDITION_COLORS[3]!],
      [2, TREATED],
    ] as const
  ).flatMap(([planted, color], k) => {
    const values = share(planted);
    return [
      line(
        values.map((value, i): Point => [x(i), y(value)]),
        color,
        2.5,
      ),
      line(
        [
          [500, 70 + 26 * k],
          [524, 70 + 26 * k],
        ],
        color,
        3,
      ),
      words([532, 74 + 26 * k], `${planted} planted`, { anchor: "start" }),
    ];
  });
  return {
    title,
    width: 640,
    height: 262,
    marks: [
      words([64, 22], what, { anchor: "start", bold: true }),
      line([
        [64, 34],
        [64, 214],
        [488, 214],
      ]),
      ...[0, 0.5, 1].map((tick) => words([58, y(tick) + 4], String(tick), { anchor: "end", size: 12 })),
      ...network.ids.map((_, i) => words([x(i), 232], String(i + 1), { size: 12 })),
      words([274, 254], "position in the order"),
      ...drawn,
    ],
  };
}
