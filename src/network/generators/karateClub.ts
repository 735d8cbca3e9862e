import { z } from "zod";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import type { NetworkModel } from "../NetworkModel.ts";
import { numberedNetwork } from "./numberedNetwork.ts";

/** Each member and those friends whose numbers are larger. Zachary numbers from 1, we from 0. */
const FRIENDS: readonly (readonly [number, readonly number[]])[] = [
  [0, [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 17, 19, 21, 31]],
  [1, [2, 3, 7, 13, 17, 19, 21, 30]],
  [2, [3, 7, 8, 9, 13, 27, 28, 32]],
  [3, [7, 12, 13]],
  [4, [6, 10]],
  [5, [6, 10, 16]],
  [6, [16]],
  [8, [30, 32, 33]],
  [9, [33]],
  [13, [33]],
  [14, [32, 33]],
  [15, [32, 33]],
  [18, [32, 33]],
  [19, [33]],
  [20, [32, 33]],
  [22, [32, 33]],
  [23, [25, 27, 29, 32, 33]],
  [24, [25, 27, 31]],
  [25, [31]],
  [26, [29, 33]],
  [27, [33]],
  [28, [31, 33]],
  [29, [32, 33]],
  [30, [32, 33]],
  [31, [32, 33]],
  [32, [33]],
];

/**
 * The friendships of a university karate club before it split in two: 34 agents, 78 edges, agent 0 the instructor and
 * agent 33 the president. Zachary (1977), "An information flow model for conflict and fission in small groups", Journal
 * of Anthropological Research 33, 452–473, figure 1.
 */
export const karateClub: Kind<Record<string, never>, NetworkModel> = defineKind({
  kind: "karate-club",
  summary: "the friendships of 34 members of a karate club (Zachary 1977)",
  settings: z.strictObject({}),
  make: () => ({
    name: "karate-club",
    params: {},
    draw() {
      const sink = numberedNetwork("karate-club", 34, 78);
      for (const [member, friends] of FRIENDS) for (const friend of friends) sink.add(member, friend);
      return sink.network();
    },
  }),
});
