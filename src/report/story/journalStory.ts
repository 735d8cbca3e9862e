import { existsSync } from "node:fs";
import type { TreatmentPlan } from "../../../designs/plan.ts";
import { present } from "../../core/present.ts";
import { runFolder } from "../../experiment/runFolder.ts";
import { isAct } from "../../log/journal/isAct.ts";
import { scanJournal } from "../../log/journal/scanJournal.ts";
import type { Turn } from "../../log/Turn.ts";
import type { Adoption, RunStory } from "./RunStory.ts";

/** Turns of each arm that are shown of a round. */
const SHOWN = 1;

/** What the journal of a run shows beyond the last round; undefined where there is none. Cost: linear; memory O(agents + rounds × arms). */
export function journalStory(folder: string, plan: TreatmentPlan): RunStory | undefined {
  const { journal } = runFolder(folder);
  if (!existsSync(journal)) return undefined;
  const sums = new Map<string, { round: number; arm: string; sum: number; n: number }>();
  const first = new Map<string, Adoption>();
  const heard = new Map<string, Set<string>>();
  const turns = new Map<string, Turn[]>();
  let binary = true;
  scanJournal(
    journal,
    {
      turn(turn) {
        if (!isAct(turn)) return;
        const { world, round, agent, arm, outcome } = turn;
        const key = JSON.stringify([round, arm]);
        if (outcome !== undefined) {
          const cell = sums.get(key) ?? { round, arm, sum: 0, n: 0 };
          sums.set(key, { ...cell, sum: cell.sum + outcome, n: cell.n + 1 });
          if (outcome !== 0 && outcome !== 1) binary = false;
        }
        if (world !== 0) return;
        const some = turns.get(key) ?? [];
        turns.set(key, some);
        if (some.length < SHOWN) some.push(turn);
        if (first.has(agent)) return;
        const voices = heard.get(agent) ?? new Set<string>();
        heard.set(agent, voices);
        for (const { from } of turn.heard) voices.add(from);
        if (outcome === 1) {
          let source: Adoption | undefined;
          for (const id of voices) {
            const one = first.get(id);
            if (one && one.round < round && (source === undefined || one.round < source.round)) source = one;
          }
          first.set(agent, { agent, arm, round, ...present({ from: source?.agent }) });
        }
      },
    },
    plan,
  );
  const trajectories = [...sums.values()].map(({ round, arm, sum, n }) => ({ round, arm, mean: sum / n, n }));
  const last = trajectories.reduce((most, { round }) => Math.max(most, round), 1);
  const cascade = [...first.values()].sort((a, b) => a.round - b.round);
  return {
    trajectories: trajectories.sort((a, b) => a.round - b.round),
    ...(binary && cascade.some(({ from }) => from !== undefined) ? { cascade } : {}),
    turns: [...turns.values()].flat().filter(({ round }) => round === 1 || round === last),
  };
}
