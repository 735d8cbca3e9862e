/** Beginning of the names of all keys. */
export const PREFIX = "spillway";

/** Sorted set of the workers that live: until when, in milliseconds of the server's clock. */
export const WORKERS: string = `${PREFIX}:workers`;

/** How long what nobody cares for any more stays on a server, in milliseconds: a week. */
export const KEPT: number = 7 * 24 * 3600 * 1000;

/** Milliseconds after which a coordinator without a sign of life counts as gone. */
export const SILENCE = 20_000;

/** The keys of a run (or a diagnosis) on a server. */
export interface RunKeys {
  /** What all of them begin with. */
  readonly base: string;
  /** Hash: version, hash of the plan, the data for workers, `halt`, and what workers report as `halted` and `fault`. */
  readonly run: string;
  /** Text that is there as long as the coordinator lives. */
  readonly alive: string;
  /** Hash: the fencing token and the worker that has a world. */
  readonly owners: string;
  /** Hash: how often a world was taken. */
  readonly fences: string;
  /** Hash: worlds that are complete. */
  readonly done: string;
  /** Hash: number of entries in the list of lines of a world. */
  readonly counts: string;
  /** Hash: by world, fencing token and worker, the number of the last writing. */
  readonly written: string;
  /** List: worlds with something new. */
  readonly news: string;
  /** Hash, hash and two sorted sets of the shared limits. */
  readonly limits: string;
  readonly passes: string;
  readonly requests: string;
  readonly tokens: string;
  /** List: lines of a world, several in an entry. */
  lines(world: number): string;
  /** What the journal had of a world before. */
  start(world: number): string;
}

/** The keys that belong to the token of one sitting of a run. */
export function runKeys(token: string): RunKeys {
  const base = `${PREFIX}:run:${token}:`;
  const key = (name: string): string => `${base}${name}`;
  return {
    base,
    run: key("run"),
    alive: key("alive"),
    owners: key("owners"),
    fences: key("fences"),
    done: key("done"),
    counts: key("counts"),
    written: key("written"),
    news: key("news"),
    limits: key("limits"),
    passes: key("passes"),
    requests: key("requests"),
    tokens: key("tokens"),
    lines: (world) => key(`lines:${world}`),
    start: (world) => key(`start:${world}`),
  };
}

/** The keys of a run that do not belong to one world. */
export function sharedKeys(keys: RunKeys): string[] {
  const { run, owners, fences, done, counts, written, news, limits, passes, requests, tokens } = keys;
  return [run, owners, fences, done, counts, written, news, limits, passes, requests, tokens];
}
