import { agentFrameworks } from "./agentFrameworks.ts";
import { observability } from "./observability.ts";
import { ownLogs } from "./ownLogs.ts";
import type { ReadyMap } from "./ReadyMap.ts";
import { simulators } from "./simulators.ts";
import { surveysAndLabs } from "./surveysAndLabs.ts";

/** All ready maps; the first whose signs a log bears is the likeliest. */
export const readyMaps: readonly ReadyMap[] = [
  ...ownLogs,
  ...observability,
  ...agentFrameworks,
  ...simulators,
  ...surveysAndLabs,
];
