import type { Law } from "../../designs/Design.ts";
import { studiedBy } from "../../designs/law/studiedBy.ts";
import { describeMechanism } from "./describeMechanism.ts";

/** Of how many agents an experiment is, and how arms were assigned: what its results are about. */
export interface ExperimentScope {
  readonly agents: number;
  /** Agents that the design studies, where these are not all. */
  readonly studied?: number;
  /** Name of the design. */
  readonly design: string;
  /** The assignment mechanism in a phrase. */
  readonly mechanism: string;
}

/** The scope of an experiment. */
export function experimentScope(design: string, law: Law): ExperimentScope {
  const studied = law.studied ? studiedBy(law).reduce((sum, one) => sum + one, 0) : law.n;
  return {
    agents: law.n,
    ...(studied === law.n ? {} : { studied }),
    design,
    mechanism: describeMechanism(law),
  };
}
