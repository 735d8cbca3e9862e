import type { TreatmentPlan } from "../../designs/plan.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import type { PlayWorlds } from "../run/PlayWorlds.ts";
import { isModel } from "../study/networkOf.ts";
import type { Study } from "../study/study.ts";
import { threadPlayer } from "./threadPlayer.ts";
import type { ThreadData } from "./worldWorker.ts";

/**
 * Plays worlds in threads, as many at a time as there are workers. Each thread makes network and agents for itself from
 * the study as data, so results do not depend on the number of workers. Agents' calls of one world stay in one thread.
 * Limits hold for each thread by itself, so only agents that compute are played in this way.
 *
 * @throws SpillwayError when a part of the study is no catalogue entry: functions cannot go to a thread.
 */
export async function playInThreads(
  study: Study,
  data: Omit<ThreadData, "plan" | "folder">,
  plan: TreatmentPlan,
  workers: number,
): Promise<PlayWorlds> {
  await refuseFunctions(study);
  return async (jobs, write, halt) => {
    const threads = Math.min(workers, Math.max(1, jobs.length));
    const player = threadPlayer({ ...data, plan, ...folderOf(study) }, threads);
    try {
      await Promise.all(jobs.map((job) => player.play(job, write, halt)));
    } finally {
      await player.close();
    }
  };
}

const folderOf = ({ folder }: Study): Pick<Study, "folder"> => (folder === undefined ? {} : { folder });

async function refuseFunctions(study: Study): Promise<void> {
  const { catalogues } = await import("../study/catalogues.ts");
  const { model, data } = study;
  const { interact } = data;
  const parts = [
    [catalogues.agents, model.agents],
    [catalogues.designs, data.assign],
    [catalogues.exposures, data.expose],
    ...(interact
      ? [
          [catalogues.schedules, interact.schedule] as const,
          ...[interact.channel, ...Object.values(interact.hears)].map(
            (channel) => [catalogues.channels, channel] as const,
          ),
        ]
      : []),
    ...(isModel(model.network) ? [[catalogues.networks, model.network] as const] : []),
  ] as const;
  for (const [{ noun, entries }, { name }] of parts) {
    if (entries.some(({ kind }) => kind === name)) continue;
    throw new SpillwayError(
      `run: workers must be 1 here: the ${noun} "${name}" is no catalogue entry, and functions cannot go to a thread`,
    );
  }
}
