// A picture of each design: two assignments that it draws on one network of thirty agents.
import {
  bernoulli,
  bipartite,
  blocked,
  cluster,
  complete,
  conflictGraphDesign,
  type Design,
  ego,
  egosOf,
  gramSchmidtWalk,
  graphCluster,
  independentSetDesign,
  matchedPairs,
  quasiColouring,
  rerandomized,
  rollout,
  stageArms,
  switchback,
  twoStage,
} from "../../designs/index.ts";
import { independentSet, overTime } from "../../src/entries/networks.ts";
import { degree, draw, fromEdges, rng } from "../../src/index.ts";
import { CONDITION_COLORS } from "../../src/report/figures/palette.ts";
import { agent, arrow, bar, edges, hull, legend, line, type Picture, type Point, words } from "./canvas.ts";
import { community, lines, places, village } from "./village.ts";

const TREATED = CONDITION_COLORS[2]!;
const TINTS = [1, 3, 4, 6, 7].map((k) => CONDITION_COLORS[k]!);
const RING = CONDITION_COLORS[6]!;
const MIDDLES: readonly Point[] = [
  [160, 128],
  [480, 128],
];

interface Shown {
  readonly title: string;
  readonly under: readonly [string, string];
  /** Group of each agent, outlined. */
  readonly groups?: (panel: number) => readonly (number | string)[];
  /** Agents with a ring, and what the ring means. */
  readonly ringed?: readonly [text: string, of: (panel: number) => readonly number[]];
  readonly joined?: readonly (readonly [number, number])[];
  readonly seeds?: readonly [number, number];
}

const fillOf = (arm: number): string | undefined => (arm === 0 ? undefined : TREATED);

function twice(design: Design, shown: Shown): Picture {
  const { title, under, groups, ringed, joined = [], seeds = [1, 2] } = shown;
  const panels = seeds.flatMap((seed, k) => {
    const place = places(MIDDLES[k]!);
    const arms = draw(design, village, { seed }).assignments[0]!;
    const rings = new Set(ringed?.[1](k));
    const of = groups?.(k) ?? [];
    return [
      words([MIDDLES[k]![0], 22], k === 0 ? "one draw" : "another draw", { bold: true }),
      ...[...new Set(of)].map((group, g) =>
        hull(
          place.filter((_, i) => of[i] === group),
          TINTS[g % TINTS.length]!,
        ),
      ),
      edges(lines(village, place)),
      ...joined.map(([a, b]) => line([place[a]!, place[b]!], RING, 3)),
      ...place.map((one, i) => agent(one, fillOf(arms[i]!), 7, rings.has(i) ? RING : undefined)),
      words([MIDDLES[k]![0], 250], under[k]!),
    ];
  });
  const ring = ringed === undefined ? [] : [[ringed[0], undefined, RING] as const];
  const marks = [...panels, legend([24, 282], [["control", undefined], ["treated", TREATED], ...ring])];
  return { title, width: 640, height: 294, marks };
}

const treatedIn = (design: Design, seed: number): number =>
  draw(design, village, { seed }).assignments[0]!.filter((arm) => arm === 1).length;

const counted = (design: Design, seeds: readonly [number, number]): readonly [string, string] =>
  seeds.map((seed) => `${treatedIn(design, seed)} of ${village.n} treated`) as [string, string];

function simple(design: Design, title: string, more: Partial<Shown> = {}): Picture {
  return twice(design, { title, under: counted(design, more.seeds ?? [1, 2]), ...more });
}

/** The pictures, by name of the file. */
export function designPictures(): Readonly<Record<string, Picture>> {
  const halves = complete({ treated: 15 });
  const given = cluster({ clusters: community });
  const found = graphCluster({ seed: 1 });
  const structure = found.law(village).structure;
  const block = "block" in structure ? Array.from(structure.block) : [];
  const stage = twoStage({
    groups: community,
    saturations: [
      { treated: 1, groups: 3 },
      { treated: 5, groups: 2 },
    ],
  });
  const egos = egosOf(village, { order: "degree" }).egos;
  const conflict = conflictGraphDesign({ target: "direct", r: 1 });
  const pairs = Array.from({ length: 15 }, (_, k): [number, number] => [2 * k, 2 * k + 1]);
  const paired = matchedPairs({ pairs: pairs.map(([a, b]) => [village.ids[a]!, village.ids[b]!] as const) });
  const sparse = rerandomized({
    base: { kind: "complete", treated: 15 },
    covariates: { degree: "degree" },
    accept: 0.1,
  });
  const walk = gramSchmidtWalk({ covariates: { degree: "degree" }, phi: 0.1, equalSizes: true });
  return {
    bernoulli: simple(
      bernoulli({ probability: 0.4 }),
      "Every agent is assigned independently: the number treated varies",
      { seeds: [4, 8] },
    ),
    complete: simple(
      complete({ treated: 10 }),
      "Complete randomization: exactly ten agents are treated in each draw",
    ),
    blocked: simple(
      blocked({ blocks: community.map(String), treated: 2 }),
      "Blocked randomization: two agents of each block are treated",
      {
        groups: () => community,
      },
    ),
    cluster: simple(given, "Cluster randomization: all agents of a cluster get the same arm", {
      groups: () => community,
    }),
    "graph-cluster": simple(found, "Clusters found by Leiden in the network are treated as wholes", {
      groups: () => block,
    }),
    "two-stage": twice(stage, {
      title: "Two-stage randomization: groups draw a saturation, then that many members are treated",
      under: ["groups have 1 or 5 of 6 treated", "other groups have the high saturation"],
      groups: () => community,
    }),
    "matched-pairs": simple(paired, "Matched pairs: one agent of each joined pair is treated", {
      joined: pairs,
    }),
    ego: twice(ego({ order: "degree" }), {
      title: "Ego design: all neighbours of an ego are treated, or none",
      under: ["neighbours of each ego: all or none", "drawn for each ego independently"],
      ringed: ["ego", () => Array.from(egos)],
    }),
    "independent-set": simple(
      independentSetDesign(),
      "Independent set: no two studied agents are neighbours",
      {
        ringed: ["studied agent (no two are neighbours)", () => Array.from(independentSet(village))],
      },
    ),
    "conflict-graph": twice(conflict, {
      title: "Conflict graph design: few agents are treated, with all their neighbours untreated",
      under: ["treated agents have no treated neighbour", "other requests are granted"],
      ringed: ["request granted (to be treated, or untreated)", (panel) => grantedIn(conflict, panel + 1)],
    }),
    "quasi-colouring": simple(
      quasiColouring({ treated: 15, accept: 0.02 }),
      "Quasi-colouring: treated and untreated agents have equally many treated neighbours",
    ),
    "randomized-graph-cluster": afresh(),
    rerandomized: balance(halves, sparse, "rerandomized (10 % accepted)"),
    "gram-schmidt-walk": balance(halves, walk, "Gram–Schmidt walk (phi 0.1)"),
    rollout: stages(),
    switchback: periods(),
    bipartite: twoSides(),
    fixed: list(),
  };
}

function grantedIn(design: Design, seed: number): number[] {
  const plan = draw(design, village, { seed });
  const near = (i: number): number[] =>
    Array.from(village.sources.subarray(village.offsets[i], village.offsets[i + 1]));
  const asked = plan.desires![0]!;
  return [...asked.keys()].filter(
    (i) => asked[i] !== 2 && near(i).every((j) => asked[j] === 2 || plan.assignments[0]![j] === 0),
  );
}

/** A new clustering each time. */
function afresh(): Picture {
  const designs = [1, 2].map((seed) => graphCluster({ method: "1-hop-max", seed }));
  const blocks = designs.map((design) => {
    const { structure } = design.law(village);
    return "block" in structure ? Array.from(structure.block) : [];
  });
  const arms = blocks.map((block, k) =>
    block.map((b) => (rng(`afresh ${k}`).fork(String(b)).uniform() < 0.5 ? 1 : 0)),
  );
  const marks = MIDDLES.flatMap((middle, k) => {
    const place = places(middle);
    return [
      words([middle[0], 22], k === 0 ? "one draw" : "another draw", { bold: true }),
      ...[...new Set(blocks[k])].map((b) =>
        hull(
          place.filter((_, i) => blocks[k]![i] === b),
          TINTS[b % TINTS.length]!,
          12,
        ),
      ),
      edges(lines(village, place)),
      ...place.map((one, i) => agent(one, fillOf(arms[k]![i]!))),
      words([middle[0], 250], `${new Set(blocks[k]).size} clusters, found anew`),
    ];
  });
  const title = "Randomized graph cluster randomization: clusters are drawn anew for every assignment";
  return {
    title,
    width: 640,
    height: 294,
    marks: [
      ...marks,
      legend(
        [24, 282],
        [
          ["control", undefined],
          ["treated", TREATED],
        ],
      ),
    ],
  };
}

/** How far the arms are apart in a covariate, over many draws of two designs. */
function balance(plain: Design, better: Design, name: string): Picture {
  const gaps = (design: Design): number[] =>
    draw(design, village, { seed: 7, worlds: 400 }).assignments.map((arms) => {
      const mean = (arm: number): number => {
        const own = arms.flatMap((one, i) => (one === arm ? [degree(village, i)] : []));
        return own.reduce((a, b) => a + b, 0) / own.length;
      };
      return mean(1) - mean(0);
    });
  const x = (gap: number): number => 400 + gap * 115;
  const rows = (
    [
      ["complete", plain, CONDITION_COLORS[0]!],
      [name, better, CONDITION_COLORS[6]!],
    ] as const
  ).flatMap(([label, design, color], row) => {
    const counts = new Map<number, number>();
    for (const gap of gaps(design))
      counts.set(Math.round(gap * 7.5), (counts.get(Math.round(gap * 7.5)) ?? 0) + 1);
    const most = Math.max(...counts.values());
    const base = 110 + 100 * row;
    return [
      ...[...counts].map(([bin, count]) =>
        bar(x(bin / 7.5) - 7, base - (72 * count) / most, 14, (72 * count) / most, color),
      ),
      line([
        [210, base],
        [620, base],
      ]),
      words([20, base - 8], label, { anchor: "start" }),
    ];
  });
  return {
    title: `Difference between the arms in a covariate over 400 draws: complete randomization, and ${name}`,
    width: 640,
    height: 276,
    marks: [
      words([20, 22], "Difference between the arms in mean degree, 400 draws of each design", {
        anchor: "start",
        bold: true,
      }),
      ...rows,
      line(
        [
          [x(0), 36],
          [x(0), 222],
        ],
        undefined,
        1,
        "4 4",
      ),
      ...[-1.5, -1, -0.5, 0, 0.5, 1, 1.5].map((tick) =>
        words([x(tick), 232], String(tick).replace("-", "−"), { size: 12 }),
      ),
      words([400, 260], "treated − untreated (neighbours per agent)"),
    ],
  };
}

function stages(): Picture {
  const design = rollout({ shares: [0.2, 0.5, 0.8] });
  const adopted = draw(design, village, { seed: 1 }).assignments[0]!;
  const marks = [1, 2, 3].flatMap((stage) => {
    const middle: Point = [110 + 210 * (stage - 1), 118];
    const place = places(middle, 210, 170);
    const arms = stageArms(adopted, stage);
    return [
      words([middle[0], 22], `stage ${stage}`, { bold: true }),
      edges(lines(village, place)),
      ...place.map((one, i) => agent(one, fillOf(arms[i]!), 6)),
      words(
        [middle[0], 228],
        `${Array.from(arms).filter((arm) => arm === 1).length} of ${village.n} treated`,
      ),
    ];
  });
  const key = legend(
    [24, 262],
    [
      ["not yet treated", undefined],
      ["treated, and stays so", TREATED],
    ],
  );
  return {
    title: "Rollout: treatment spreads in stages and stays",
    width: 640,
    height: 276,
    marks: [...marks, key],
  };
}

function periods(): Picture {
  const ids = ["Ulm", "Bonn", "Kiel"];
  const network = overTime(fromEdges([], { agents: ids }), { periods: 12, carryOver: 1 });
  const plan = draw(switchback({ every: 3, clusters: "each" }), network, { seed: 5 });
  const arm = new Map(plan.agents.map((id, i) => [id, plan.assignments[0]![i]!]));
  const rows = ids.flatMap((id, row) => [
    words([60, 62 + 44 * row], id, { anchor: "end" }),
    ...Array.from({ length: 12 }, (_, t) => {
      const on = arm.get(`${id}@${String(t + 1).padStart(2, "0")}`) === 1;
      const x = 76 + 45 * t;
      return `<rect ${on ? `class="o" fill="${TREATED}"` : 'class="o p"'} x="${x}" y="${42 + 44 * row}" width="41" height="30" rx="3"/>${on ? words([x + 20, 62 + 44 * row], "on") : ""}`;
    }),
  ]);
  const ticks = Array.from({ length: 12 }, (_, t) => words([96 + 45 * t, 30], String(t + 1), { size: 12 }));
  const note = words([76, 200], "Each place switches by itself, at periods 1, 4, 7 and 10.", {
    anchor: "start",
    size: 12,
  });
  return {
    title: "Switchback: treatment is switched on and off over time",
    width: 640,
    height: 216,
    marks: [words([60, 30], "period", { anchor: "end", size: 12 }), ...ticks, ...rows, note],
  };
}

function twoSides(): Picture {
  const left = ["ad 1", "ad 2", "ad 3", "ad 4"];
  const right = ["ann", "bob", "cid", "dee", "eve"];
  const joined = [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
    [2, 1],
    [2, 2],
    [3, 2],
    [2, 3],
    [3, 3],
    [3, 4],
  ] as const;
  const network = fromEdges(
    joined.map(([a, b]) => [left[a]!, right[b]!] as const),
    { directed: true },
  );
  const plan = draw(
    bipartite({
      units: { prefix: "ad" },
      clusters: { "ad 1": "x", "ad 2": "x", "ad 3": "y", "ad 4": "y" },
      treated: 1,
    }),
    network,
    { seed: 4 },
  );
  const arm = (id: string): number => plan.assignments[0]![plan.agents.indexOf(id)]!;
  const from = (k: number): Point => [170, 62 + 46 * k];
  const to = (k: number): Point => [440, 48 + 42 * k];
  const share = (b: number): string => {
    const own = joined.filter((pair) => pair[1] === b);
    return `${own.filter(([a]) => arm(left[a]!) === 1).length} of ${own.length} treated`;
  };
  return {
    title: "Bipartite design: diversion units are treated, outcomes are measured on the other side",
    width: 640,
    height: 276,
    marks: [
      words([170, 24], "diversion units (treated)", { bold: true }),
      words([440, 24], "outcome units (measured)", { bold: true }),
      hull([from(0), from(1)], TINTS[0]!, 14),
      hull([from(2), from(3)], TINTS[1]!, 14),
      ...joined.map(([a, b]) => arrow([from(a)[0] + 12, from(a)[1]], [to(b)[0] - 10, to(b)[1]])),
      ...left.flatMap((id, k) => [
        agent(from(k), fillOf(arm(id))),
        words([146, from(k)[1] + 4], id, { anchor: "end" }),
      ]),
      ...right.flatMap((id, k) => [
        agent(to(k), undefined),
        words([456, to(k)[1] + 4], `${id}: ${share(k)}`, { anchor: "start" }),
      ]),
      legend(
        [24, 264],
        [
          ["control", undefined],
          ["treated", TREATED],
        ],
      ),
    ],
  };
}

function list(): Picture {
  const assignments = ["100100", "010010", "001001", "110000"];
  const marks = assignments.flatMap((digits, row) => {
    const y = 54 + 34 * row;
    const chosen = row === 1;
    return [
      words([150, y + 5], `weight ${[2, 1, 1, 1][row]}`, { anchor: "end" }),
      ...[...digits].map((digit, i) => agent([190 + 40 * i, y], fillOf(Number(digit)), 9)),
      ...(chosen ? [words([440, y + 5], "← drawn (probability 1/5)", { anchor: "start", bold: true })] : []),
    ];
  });
  return {
    title: "Fixed list: one of the listed assignments is drawn, by weight",
    width: 640,
    height: 206,
    marks: [
      words([290, 24], "six agents, four possible assignments", { bold: true }),
      ...marks,
      legend(
        [130, 196],
        [
          ["control", undefined],
          ["treated", TREATED],
        ],
      ),
    ],
  };
}
