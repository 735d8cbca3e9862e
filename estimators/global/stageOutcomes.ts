import type { Law } from "../../designs/Design.ts";
import { few } from "../../src/core/few.ts";
import { sum } from "../../src/core/numbers/sum.ts";
import { shown } from "../../src/core/shown.ts";
import type { Measurements, RoundData, WorldData } from "../ExperimentData.ts";

/** Outcomes of a roll-out, stage by stage. */
export interface StageOutcomes {
  /** Share of agents (or clusters) that have adopted at each stage. */
  readonly shares: readonly number[];
  /** Outcome of each agent at each stage. */
  readonly values: readonly Float64Array[];
  /** 1 for the agents whose outcome is known at every stage. */
  readonly among: Uint8Array;
}

/** What the rounds show. */
interface Asked {
  readonly stages?: readonly number[] | undefined;
  readonly outcome?: string | undefined;
}

/** The outcomes of each stage that the rounds of a world show; or in words why there are none. Cost: O(n × rounds). */
export function stageOutcomes(world: WorldData, asked: Asked): StageOutcomes | string {
  const { law } = world.probabilities;
  const rounds = world.rounds ?? [];
  if (rounds.length === 0)
    return "outcomes of every stage are needed, and the data have no rounds: give a table with a column round";
  const stages = stagesOf(rounds, law.arms.length - 1, asked.stages);
  if (typeof stages === "string") return stages;
  const measured = rounds.map((round) => outcomeOf(round, asked.outcome));
  const without = measured.indexOf(undefined);
  if (without >= 0) {
    const names = [...rounds[without]!.outcomes.keys()];
    return asked.outcome === undefined
      ? `round ${rounds[without]!.round} has ${names.length === 0 ? "no outcomes" : `the outcomes ${few(names)}`}: name one with outcome`
      : `round ${rounds[without]!.round} has no outcome ${shown(asked.outcome)}${names.length === 0 ? "" : `, but ${few(names)}`}`;
  }
  const found = measured as readonly Measurements[];
  const by = sharesOf(law);
  return {
    shares: stages.map((stage) => by[stage]!),
    values: found.map(({ values }) => values),
    among: Uint8Array.from(world.observed, (_, i) =>
      found.every(({ observed }) => observed[i] === 1) ? 1 : 0,
    ),
  };
}

function stagesOf(
  rounds: readonly RoundData[],
  last: number,
  given: readonly number[] | undefined,
): readonly number[] | string {
  if (given) {
    if (given.length === rounds.length && given.every((stage) => stage <= last)) return given;
    return `stages must name a stage from 0 to ${last} for each of ${rounds.length} rounds, got ${shown(given)}`;
  }
  if (rounds.length === last) return rounds.map((_, r) => r + 1);
  if (rounds.length === last + 1) return rounds.map((_, r) => r);
  return `the data have ${rounds.length} rounds, and the roll-out has ${last} stages: say with stages which stage each round shows (0 before anybody adopts)`;
}

function outcomeOf({ outcomes }: RoundData, name: string | undefined): Measurements | undefined {
  if (name !== undefined) return outcomes.get(name);
  return outcomes.size === 1 ? [...outcomes.values()][0] : outcomes.get("outcome");
}

/** What share has adopted by each stage, from stage 0: the chance, or the number of agents or clusters over all. */
function sharesOf({ arms, structure }: Law): number[] {
  const rows =
    structure.kind === "independent-blocks"
      ? Array.from(structure.probability.subarray(0, arms.length))
      : structure.kind === "fixed-counts"
        ? arms.map((_, a) => sum(structure.counts.filter((_, k) => k % arms.length === a)) / structure.blocks)
        : [];
  return rows.map((_, stage) => sum(rows.slice(1, stage + 1)));
}
