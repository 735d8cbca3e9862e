import { mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { TreatmentPlan } from "../../../designs/plan.ts";
import type { Agent } from "../../agents/Agent.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { writeFileWhole } from "../../log/files/writeFileWhole.ts";
import { isAct } from "../../log/journal/isAct.ts";
import { scanJournal } from "../../log/journal/scanJournal.ts";
import { type RunResult, runPlan } from "../../run/runPlan.ts";
import { systemClock } from "../../run/systemClock.ts";
import { replay } from "../../run/world/replay.ts";
import type { PreparedStudy } from "../../study/prepareStudy.ts";

/** Outcome of each agent by world and round, from round 1 at 0; undefined where there is none. Where a schedule passes over an agent its latest one stands. */
export type BranchOutcomes = readonly (readonly (readonly (number | undefined)[])[])[];

/** What branches are played with. */
interface BranchSetting {
  readonly prepared: PreparedStudy;
  readonly plan: TreatmentPlan;
  /** The last round that all branches share. */
  readonly after: number;
  readonly signal?: AbortSignal;
}

/** Plays all worlds of a branch in memory, for synthetic agents. */
export function replayBranch(
  { prepared, plan }: BranchSetting,
  agentOf: (i: number) => Agent,
): BranchOutcomes {
  const { study, network, streams, playing } = prepared;
  return plan.assignments.map((arms, world) => {
    const rounds: (number | undefined)[][] = [];
    replay({
      ...{ network, world, rounds: study.data.rounds, agentOf, rng: streams.run, arms, armNames: plan.arms },
      ...(playing.interaction ? { interaction: playing.interaction } : {}),
      ...(playing.givenArm === undefined ? {} : { givenArm: playing.givenArm }),
      afterRound: (_, outcome, present) =>
        void rounds.push(Array.from(outcome, (value, i) => (present[i] === 1 ? value : undefined))),
    });
    return rounds;
  });
}

/**
 * Plays a branch with the runner: its journal begins with the lines of the base run up to the fork, from which every world is resumed, so that the rounds that the branches share are
 * asked once. Called again it resumes.
 *
 * @returns how the run ended, when that was before its last turn.
 * @throws SpillwayError as `runPlan`.
 */
export async function runBranch(
  { prepared, plan, after, signal }: BranchSetting,
  agentOf: (i: number) => Agent,
  base: string,
  journalPath: string,
): Promise<BranchOutcomes | RunResult> {
  const { study, network, streams } = prepared;
  mkdirSync(dirname(journalPath), { recursive: true });
  beginWith(base, journalPath, after);
  const run = await runPlan({
    ...{ plan, network, population: study.model.agents, agentOf, rounds: study.data.rounds },
    ...{ rng: streams.run, journalPath, clock: systemClock, settings: study.run ?? {} },
    ...prepared.playing,
    ...(signal ? { signal } : {}),
  });
  return run.complete ? journalOutcomes(journalPath, prepared, plan) : run;
}

/** The lines of a journal up to a round, as the beginning of another; one that is there already is left as it is. */
function beginWith(base: string, path: string, after: number): void {
  try {
    readFileSync(path);
    return;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT")
      throw new SpillwayError(`twin: cannot read "${path}" (${(cause as NodeJS.ErrnoException).code})`, {
        kind: "failure",
        cause,
      });
  }
  const lines = readFileSync(base, "utf8").split("\n");
  const kept = lines.filter((line) => {
    if (line === "") return false;
    const { type, round } = JSON.parse(line) as { readonly type: string; readonly round?: number };
    return type === "run" || (round !== undefined && round <= after);
  });
  writeFileWhole(path, `${kept.join("\n")}\n`, { own: true });
}

/** What a journal says that agents did. */
export function journalOutcomes(
  path: string,
  { study, network }: PreparedStudy,
  plan: TreatmentPlan,
): BranchOutcomes {
  const { rounds, interact } = study.data;
  const index = new Map(network.ids.map((id, i) => [id, i]));
  const found = plan.assignments.map(() =>
    Array.from({ length: rounds }, () => new Array<number | undefined>(network.n).fill(undefined)),
  );
  const acted = plan.assignments.map(() => Array.from({ length: rounds }, () => new Uint8Array(network.n)));
  scanJournal(path, {
    turn(turn) {
      const i = index.get(turn.agent);
      if (!isAct(turn) || i === undefined) return;
      found[turn.world]![turn.round - 1]![i] = turn.outcome;
      acted[turn.world]![turn.round - 1]![i] = 1;
    },
  });
  if (interact?.schedule.partial)
    for (const [w, all] of found.entries())
      for (let t = 1; t < rounds; t++)
        for (let i = 0; i < network.n; i++) if (acted[w]![t]![i] === 0) all[t]![i] = all[t - 1]![i];
  return found;
}
