import { assignByHandLesson } from "./assignByHandLesson.tsx";
import { cascadeLesson } from "./cascadeLesson.tsx";
import { clustersLesson } from "./clustersLesson.tsx";
import { conditionsLesson } from "./conditionsLesson.tsx";
import { intervalsLesson } from "./intervalsLesson.tsx";
import type { Lesson } from "./Lesson.ts";
import { logsLesson } from "./logsLesson.tsx";
import { lotteryLesson } from "./lotteryLesson.tsx";
import { personAndSituationLesson } from "./personAndSituationLesson.tsx";
import { samplingLesson } from "./samplingLesson.tsx";
import { twoAgentsLesson } from "./twoAgentsLesson.tsx";
import { weightsLesson } from "./weightsLesson.tsx";

/** The lessons, in their order. A lesson is a file here, its work a file in work/, and a line in this list. */
export const lessons: readonly Lesson[] = [
  assignByHandLesson,
  twoAgentsLesson,
  conditionsLesson,
  weightsLesson,
  samplingLesson,
  clustersLesson,
  intervalsLesson,
  cascadeLesson,
  logsLesson,
  personAndSituationLesson,
  lotteryLesson,
];
