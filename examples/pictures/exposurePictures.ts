// A picture of each exposure: an agent and its neighbours, once for each condition.
import {
  countTreated,
  formulaExposure,
  shareTreated,
  treatedShare,
  twoHop,
  weightedThreshold,
} from "../../src/entries/exposures.ts";
import { allTreated, anyTreatedNeighbor, type Exposure, fromEdges, ownArm } from "../../src/index.ts";
import { CONDITION_COLORS } from "../../src/report/figures/palette.ts";
import { agent, edges, legend, line, type Picture, type Point, words } from "./canvas.ts";

const TREATED = CONDITION_COLORS[2]!;
const FOCUS = CONDITION_COLORS[6]!;
const fillOf = (arm: number): string | undefined => (arm === 0 ? undefined : TREATED);

/** Own arm, arms of the neighbours, and arms of agents two steps away (one behind each neighbour). */
interface Case {
  readonly own: number;
  readonly near: readonly number[];
  readonly far?: readonly number[];
  readonly weights?: readonly number[];
}

const PANEL = 156;

/** The condition of the middle agent is computed by the exposure itself. */
function star(
  title: string,
  exposure: Exposure | undefined,
  cases: readonly Case[],
  label?: (one: Case, k: number) => string,
): Picture {
  const columns = Math.min(4, cases.length);
  const rows = Math.ceil(cases.length / columns);
  const left = (640 - columns * PANEL) / 2;
  const marks = cases.flatMap((one, k) => {
    const middle: Point = [left + PANEL * ((k % columns) + 0.5), 76 + 168 * Math.floor(k / columns)];
    const place = one.near.map((_, j): Point => around(middle, j, one.near.length, one.far ? 34 : 44));
    const beyond = (one.far ?? []).map((_, j): Point => around(middle, j, one.near.length, 62));
    return [
      edges(
        place.map((p) => [p, middle] as const),
        1.3,
      ),
      edges(
        beyond.map((p, j) => [p, place[j]!] as const),
        1.3,
      ),
      ...(one.weights ?? []).map((weight, j) => {
        const [x, y] = around(middle, j, one.near.length, 66);
        return words([x, y + 4], String(weight), { size: 12 });
      }),
      ...beyond.map((p, j) => agent(p, fillOf(one.far![j]!), 6)),
      ...place.map((p, j) => agent(p, fillOf(one.near[j]!), 7)),
      agent(middle, fillOf(one.own), 10, FOCUS),
      words([middle[0], middle[1] + 88], label ? label(one, k) : conditionOf(exposure!, one), { bold: true }),
    ];
  });
  const height = 168 * rows + 44;
  const key = legend(
    [24, height - 12],
    [
      ["control", undefined],
      ["treated", TREATED],
      ["the agent in question", undefined, FOCUS],
    ],
  );
  return { title, width: 640, height, marks: [...marks, key] };
}

function conditionOf(exposure: Exposure, one: Case): string {
  const { network, arms, me } = world(one);
  const bound = exposure.forArms?.(["control", "treated"]) ?? exposure;
  return bound.conditions[bound.of(network, arms)[me]!]!;
}

function world({ own, near, far = [], weights }: Case) {
  const pairs: (readonly [string, string, number])[] = [
    ...near.map((_, j) => [`n${j}`, "me", weights?.[j] ?? 1] as const),
    ...far.map((_, j) => [`f${j}`, `n${j}`, 1] as const),
  ];
  const network = fromEdges(pairs, {
    agents: ["me", ...near.map((_, j) => `n${j}`), ...far.map((_, j) => `f${j}`)],
  });
  const arms = Uint8Array.from(network.ids, (id) =>
    id === "me" ? own : (id[0] === "n" ? near : far)[Number(id.slice(1))]!,
  );
  return { network, arms, me: network.ids.indexOf("me") };
}

function around([x, y]: Point, k: number, of: number, radius: number): Point {
  const turn = -Math.PI / 2 + (2 * Math.PI * (k + 0.5)) / of;
  return [x + radius * Math.cos(turn), y + radius * Math.sin(turn)];
}

/** The pictures, by name of the file. */
export function exposurePictures(): Readonly<Record<string, Picture>> {
  const none = [0, 0, 0, 0];
  const one = [1, 0, 0, 0];
  const all = [1, 1, 1, 1];
  const share = treatedShare();
  return {
    "own-arm": star("Own arm: only the agent's own treatment counts", ownArm(), [
      { own: 0, near: none },
      { own: 0, near: [1, 1, 0, 1] },
      { own: 1, near: none },
      { own: 1, near: [1, 1, 0, 1] },
    ]),
    "any-treated": star("Any treated neighbour: four conditions from two questions", anyTreatedNeighbor(), [
      { own: 0, near: none },
      { own: 0, near: one },
      { own: 1, near: none },
      { own: 1, near: [1, 0, 1, 0] },
    ]),
    "share-treated": star(
      "Share of treated neighbours, with a threshold of 0.75",
      shareTreated({ treated: 0.75 }),
      [
        { own: 1, near: [1, 1, 1, 0] },
        { own: 0, near: one },
        { own: 1, near: [1, 1, 0, 0] },
        { own: 0, near: [] },
      ],
    ),
    "count-treated": star("Number of treated neighbours, up to a cap of 2", countTreated(), [
      { own: 0, near: none },
      { own: 0, near: one },
      { own: 0, near: [1, 0, 1, 1] },
      { own: 1, near: [1, 0, 1, 0] },
    ]),
    "weighted-threshold": star(
      "Weighted threshold of 3: the numbers are weights of edges",
      weightedThreshold({ threshold: 3 }),
      [
        { own: 0, near: [1, 0, 0, 0], weights: [2, 1, 4, 1] },
        { own: 0, near: [1, 1, 0, 0], weights: [2, 1, 4, 1] },
        { own: 0, near: [0, 0, 1, 0], weights: [2, 1, 4, 1] },
        { own: 1, near: [0, 1, 0, 1], weights: [2, 1, 4, 1] },
      ],
    ),
    "two-hop": star("Two hops: treated neighbours (near) and treated agents two steps away (far)", twoHop(), [
      { own: 0, near: none, far: none },
      { own: 0, near: none, far: one },
      { own: 0, near: one, far: none },
      { own: 1, near: one, far: [0, 0, 1, 0] },
    ]),
    "all-treated": star("Full neighbourhood exposure: all, none, or mixed", allTreated(), [
      { own: 1, near: all },
      { own: 0, near: none },
      { own: 1, near: [1, 1, 0, 1] },
      { own: 0, near: all },
    ]),
    formula: star(
      "Conditions by formulas: crowd is untreated with two treated neighbours or more",
      formulaExposure({
        conditions: { crowd: "own == 0 and treated >= 2", quiet: "own == 0 and treated == 0" },
      }),
      [
        { own: 0, near: [1, 0, 1, 0] },
        { own: 0, near: none },
        { own: 0, near: one },
        { own: 1, near: [1, 0, 1, 0] },
      ],
    ),
    exposures: star(
      "One assignment, three exposures: each names the condition of the same agent differently",
      undefined,
      [0, 1, 2].map(() => ({ own: 0, near: [1, 1, 0, 0] })),
      (one, k) => {
        const exposure = [ownArm(), anyTreatedNeighbor(), allTreated()][k]!;
        return `${exposure.name}: ${conditionOf(exposure, one)}`;
      },
    ),
    "treated-share": star(
      "Share of treated neighbours as a number",
      undefined,
      [
        { own: 0, near: none },
        { own: 0, near: one },
        { own: 1, near: [1, 1, 0] },
        { own: 0, near: all },
      ],
      (c) => {
        const { network, arms, me } = world(c);
        return `share ${share.of(network, arms)[me]!.toFixed(2)}`;
      },
    ),
    "exposure-response": star(
      "A table of potential outcomes: the condition of an agent decides its outcome",
      undefined,
      [
        { own: 0, near: none },
        { own: 0, near: one },
        { own: 1, near: none },
        { own: 1, near: one },
      ],
      (it, k) => `${conditionOf(anyTreatedNeighbor(), it)}: outcome ${[10, 12, 13, 16][k]!}`,
    ),
    "custom-exposure": boss(),
  };
}

function boss(): Picture {
  const panels = [
    ["untouched", 0, 0],
    ["boss", 0, 1],
    ["own", 1, 0],
  ] as const;
  const marks = panels.flatMap(([label, own, head], k) => {
    const x = 120 + 200 * k;
    const top: Point = [x, 40];
    const me: Point = [x - 40, 116];
    const other: Point = [x + 40, 116];
    return [
      edges(
        [
          [top, me],
          [top, other],
          [me, other],
        ],
        1.3,
      ),
      agent(top, fillOf(head), 10),
      words([x + 18, 38], "boss", { anchor: "start", size: 12 }),
      agent(me, fillOf(own), 10, FOCUS),
      agent(other, TREATED, 7),
      words([x, 160], label, { bold: true }),
      ...(head === 1 ? [line([top, me], FOCUS, 3)] : []),
    ];
  });
  const key = legend(
    [24, 196],
    [
      ["control", undefined],
      ["treated", TREATED],
      ["the agent in question", undefined, FOCUS],
    ],
  );
  return {
    title: "An exposure of your own: only the boss among the neighbours counts",
    width: 640,
    height: 210,
    marks: [...marks, key],
  };
}
