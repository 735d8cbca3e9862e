import { assignByHand } from "./work/assignByHand.ts";
import { cascade } from "./work/cascade.ts";
import { clusterSizes } from "./work/clusterSizes.ts";
import { conditions } from "./work/conditions.ts";
import { coverage } from "./work/coverage.ts";
import { exercise } from "./work/exercise.ts";
import { logs } from "./work/logs.ts";
import { lottery } from "./work/lottery.ts";
import { marks } from "./work/marks.ts";
import { personAndSituation } from "./work/personAndSituation.ts";
import { sampling } from "./work/sampling.ts";
import { twoAgents } from "./work/twoAgents.ts";
import { weights } from "./work/weights.ts";

/** What the lessons have computed, by the name of the function: the setting of the control, and a seed. */
export const work = {
  ...{ assignByHand, cascade, clusterSizes, conditions, coverage, logs, lottery },
  ...{ exercise, marks, personAndSituation, sampling, twoAgents, weights },
} as const;

export type Work = typeof work;
