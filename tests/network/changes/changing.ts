import { changeRules } from "../../../src/network/changes/changeRules.ts";
import { changingNetwork } from "../../../src/network/changes/changingNetwork.ts";
import { eachEdge } from "../../../src/network/eachEdge.ts";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import type { Network } from "../../../src/network/Network.ts";
import { everyCase } from "../../support/enumeration/inTurn.ts";

/** Every rule of the catalogue with settings that fit eight agents; a rule without a line here fails the test that walks them. */
export const RULES: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  listed: [
    {
      edges: [
        ["0", "1", 1, 2],
        ["1", "0", 4],
        ["2", "5", 2, 3],
        ["6", "7", 1],
      ],
    },
  ],
  rewire: [{ share: 0.3 }, { share: 0.5, every: 2 }, { share: 0.6, keep: "degrees" }, { share: 1 }],
  partners: [
    {},
    { size: 3 },
    { every: 2 },
    { strangers: true },
    { within: ["x", "x", "x", "x", "y", "y", "y", "y"] },
  ],
  sampled: [{ probability: 0.5 }, { probability: 0.3, every: 3 }],
  switched: [{ from: 3 }, { from: 2, to: "off", share: 0.5 }],
  redrawn: [
    { model: { kind: "erdos-renyi", n: 8, p: 0.3 } },
    { model: { kind: "ring-lattice", n: 8, k: 2 }, every: 2 },
  ],
};

export const cases: readonly (readonly [
  name: string,
  kind: string,
  settings: Readonly<Record<string, unknown>>,
])[] = Object.entries(RULES).flatMap(([kind, list]) =>
  list.map((settings) => [`${kind} ${JSON.stringify(settings).slice(0, 50)}`, kind, settings] as const),
);

/** The same, or one of each rule where not every case is wanted. */
export const someCases: typeof cases = everyCase
  ? cases
  : cases.filter(([, kind], k) => cases[k - 1]?.[1] !== kind);

const ids = Array.from({ length: 8 }, (_, i) => `${i}`);
const ends = [
  ["0", "1", 2],
  ["1", "2"],
  ["2", "3"],
  ["3", "4", 0.5],
  ["4", "5"],
  ["5", "6"],
  ["0", "2"],
  ["1", "5"],
  ["3", "0"],
] as const;

/** Eight agents, nine edges of different weights, and one agent without any. */
export const eight = (directed: boolean): Network => fromEdges(ends, { directed, agents: ids });

export function changed(
  network: Network,
  kind: string,
  settings: unknown,
  seed: string | number = 1,
): Network {
  const entry = changeRules.find((one) => one.kind === kind)!;
  return changingNetwork(network, entry.from(settings), { seed });
}

/** The edges of a network as texts, with their weights. */
export function edgesOf(network: Network): string[] {
  const found: string[] = [];
  eachEdge(
    network,
    (s, t, w) => void found.push(`${network.ids[s]}-${network.ids[t]}${w === 1 ? "" : `*${w}`}`),
  );
  return found;
}
