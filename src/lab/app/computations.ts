import { assignByHand } from "./computed/assignByHand.ts";
import { cascade } from "./computed/cascade.ts";
import { clusterSizes } from "./computed/clusterSizes.ts";
import { conditions } from "./computed/conditions.ts";
import { coverage } from "./computed/coverage.ts";
import { exercise } from "./computed/exercise.ts";
import { logs } from "./computed/logs.ts";
import { lottery } from "./computed/lottery.ts";
import { marks } from "./computed/marks.ts";
import { personAndSituation } from "./computed/personAndSituation.ts";
import { sampling } from "./computed/sampling.ts";
import { twoAgents } from "./computed/twoAgents.ts";
import { weights } from "./computed/weights.ts";

/** What the lessons have computed, by the name of the function: the setting of the control, and a seed. */
export const computations = {
  ...{ assignByHand, cascade, clusterSizes, conditions, coverage, logs, lottery },
  ...{ exercise, marks, personAndSituation, sampling, twoAgents, weights },
} as const;

export type Computations = typeof computations;
