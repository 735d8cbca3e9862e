import { present } from "../../../core/present.ts";
import { worker } from "../../../parallel/worker.ts";
import { output } from "../../output.ts";
import { redisUrl } from "../../redisUrl.ts";
import { stopOnInterrupt } from "../../stopOnInterrupt.ts";

interface WorkerCommandOptions {
  readonly workers: number;
  readonly once?: boolean;
  readonly folder?: string;
  readonly lease: number;
  readonly quiet?: boolean;
}

/** What `spillway worker` does. */
export async function workerAction(
  address: string | undefined,
  options: WorkerCommandOptions,
): Promise<void> {
  const { workers, once = false, folder, lease, quiet = false } = options;
  const { note } = output({ quiet });
  const interrupt = stopOnInterrupt(note, "stopping after the calls in flight; once more to stop at once");
  try {
    await worker(redisUrl("worker", address ?? true)!, {
      ...{ workers, once, lease, note },
      ...present({ folder }),
      signal: interrupt.signal,
    });
    note(interrupt.signal.aborted ? "stopped; unfinished work is returned" : "no more work");
  } finally {
    interrupt.forget();
  }
}
