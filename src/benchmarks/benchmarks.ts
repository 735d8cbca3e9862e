import type { Benchmark } from "./Benchmark.ts";
import { beautyContestGame } from "./beautyContestGame.ts";
import { complexContagion } from "./complexContagion.ts";
import { conformity } from "./conformity.ts";
import { govsim } from "./govsim.ts";
import { informationCascade } from "./informationCascade.ts";
import { namingGame } from "./namingGame.ts";
import { opinionDynamics } from "./opinionDynamics.ts";
import { publicGoodsGame } from "./publicGoodsGame.ts";
import { wisdomOfCrowds } from "./wisdomOfCrowds.ts";

/** Every benchmark study. */
export const benchmarks: readonly Benchmark[] = [
  informationCascade,
  conformity,
  wisdomOfCrowds,
  complexContagion,
  namingGame,
  opinionDynamics,
  govsim,
  publicGoodsGame,
  beautyContestGame,
];
