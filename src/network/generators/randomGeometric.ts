import { z } from "zod";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import { wholeNumber } from "../../core/fields.ts";
import type { NetworkModel } from "../NetworkModel.ts";
import { wantSize } from "../wantSize.ts";
import { numberedNetwork } from "./numberedNetwork.ts";

export interface RandomGeometricSettings {
  /** Number of agents, at least 1. */
  n: number;
  /** Agents at most this far apart are joined; above 0, in sides of the square. */
  radius: number;
}

/**
 * Agents at uniformly random places in the unit square, joined when they are at most `radius` apart (Gilbert 1961, "Random
 * plane networks"; Penrose 2003, "Random Geometric Graphs"). Away from the border (n − 1) π radius² neighbours are
 * expected. The same stream gives the same network in every engine: distances are compared squared.
 *
 * Cost: O(n + pairs in neighbouring cells), by a grid whose cells are at least `radius` wide.
 */
export const randomGeometric: Kind<RandomGeometricSettings, NetworkModel> = defineKind({
  kind: "random-geometric",
  summary: "agents at random places in a square, joined when they are near (Gilbert 1961)",
  settings: z.strictObject({
    n: wholeNumber(1),
    radius: z.number({ error: "must be a number above 0" }).positive({ error: "must be a number above 0" }),
  }),
  make: ({ n, radius }) => ({
    name: "random-geometric",
    params: { n, radius },
    draw(rng) {
      // Near the border agents have fewer neighbours, so this is the most that is expected.
      const expected = (n * (n - 1) * Math.min(1, Math.PI * radius ** 2)) / 2;
      wantSize("random-geometric", n, expected / 2);
      const x = new Float64Array(n);
      const y = new Float64Array(n);
      for (let i = 0; i < n; i++) {
        x[i] = rng.uniform();
        y[i] = rng.uniform();
      }
      // One cell per agent is enough: more would cost memory and save nothing.
      const side = Math.max(1, Math.min(Math.floor(1 / radius), Math.ceil(Math.sqrt(n))));
      const cellOf = (place: number): number => Math.floor(place * side);
      const cells: number[][] = Array.from({ length: side * side }, () => []);
      const sink = numberedNetwork("random-geometric", n, n);
      for (let i = 0; i < n; i++) {
        const [column, row] = [cellOf(x[i]!), cellOf(y[i]!)];
        for (let r = Math.max(0, row - 1); r <= Math.min(side - 1, row + 1); r++) {
          for (let c = Math.max(0, column - 1); c <= Math.min(side - 1, column + 1); c++) {
            for (const j of cells[r * side + c]!) {
              const [dx, dy] = [x[i]! - x[j]!, y[i]! - y[j]!];
              if (dx * dx + dy * dy <= radius * radius) sink.add(j, i);
            }
          }
        }
        cells[row * side + column]!.push(i);
      }
      return sink.network();
    },
  }),
});
