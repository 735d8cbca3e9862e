import type { WorldJob } from "./PlayWorlds.ts";
import { type PlayWorldOptions, playWorld } from "./world/playWorld.ts";

interface PlayHereOptions extends Omit<PlayWorldOptions, "world" | "done" | "played" | "attempts"> {
  readonly jobs: readonly WorldJob[];
  /** Worlds played at a time. */
  readonly lanes: number;
}

/**
 * Plays worlds in this thread, `lanes` of them at a time, in their order. When one fails the others end after the calls in
 * flight, and its error is thrown.
 */
export async function playHere({ jobs, lanes, ...setting }: PlayHereOptions): Promise<void> {
  const { network, desk } = setting;
  const agents = network.ids.map((_, i) => setting.agentOf(i));
  const shared = { ...setting, agentOf: (i: number) => agents[i]! };
  let next = 0;
  let failure: { readonly cause: unknown } | undefined;
  const lane = async (): Promise<void> => {
    try {
      while (next < jobs.length && !desk.halt.reason) await playWorld({ ...shared, ...jobs[next++]! });
    } catch (cause) {
      failure ??= { cause };
      desk.halt.call({ kind: "interrupted", because: "another world failed" });
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, jobs.length) }, lane));
  if (failure) throw failure.cause;
}
