import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantText } from "../../core/wantText.ts";
import type { Attempt, JournalLine, Turn, TurnStatus } from "../../log/Turn.ts";
import { atWork } from "../../run/lockFolder.ts";
import { turnsInWorld } from "../../run/world/turnsInWorld.ts";
import { prepareStudy } from "../../study/prepareStudy.ts";
import { readStudy } from "../../study-file/readStudy.ts";
import { runFolder } from "../runFolder.ts";
import { readManifest } from "../runManifest.ts";

/** Where a run stands, seen from outside. */
export interface RunStatus {
  readonly done: number;
  readonly total: number;
  /** World and round of the last line. */
  readonly world: number;
  readonly round: number;
  readonly statuses: Readonly<Record<TurnStatus, number>>;
  /** Attempts that were not the last of their turn. */
  readonly faults: number;
  /** Tokens and money that the journal tells of. */
  readonly spent: { readonly input: number; readonly output: number; readonly money: number };
  /** Why the last call that did not end well did not, and how often that happened. */
  readonly trouble?: { readonly because: string; readonly times: number; readonly at: string };
  /** When the first and the last line were written that tell of a time. */
  readonly from?: string;
  readonly until?: string;
  readonly complete: boolean;
  /** The process that is at work; absent where none is. */
  readonly atWork?: { readonly pid: number; readonly host: string; readonly since: string };
  /** How the last sitting ended, where none is at work, and why. */
  readonly ended?: string;
  readonly because?: string;
}

/** Looks at a run again and again; each time it reads what is new in the journal. */
interface RunWatch {
  look(): RunStatus;
  close(): void;
}

const PIECE = 1 << 20;
/** Reasons that are counted apart. */
const REASONS = 1000;

/**
 * Watches a run from outside, by what its folder holds. Nothing there is written or locked.
 *
 * @param folder of a run that has begun.
 * @throws SpillwayError when there is no run.
 */
export async function watchRun(folder: string): Promise<RunWatch> {
  wantText("watchRun", "the folder of a run", folder);
  const files = runFolder(folder);
  if (!existsSync(files.study) || !existsSync(files.plan))
    throw new SpillwayError(
      `watch: there is no run in "${folder}": wanted a folder in which spillway run is at work, or was`,
    );
  const prepared = prepareStudy(await readStudy(files.study, { still: true }));
  const { network, streams, playing, study } = prepared;
  const setting = { network, rounds: study.data.rounds, rng: streams.run, ...playing };
  let total = 0;
  for (let world = 0; world < study.data.worlds; world++) total += turnsInWorld(setting, world);
  const tally = journalTally();
  /** Where the first line begins that was not whole yet: a run that is resumed cuts a torn one away. */
  let at = 0;
  let file: number | undefined;
  const read = (): void => {
    if (file === undefined && existsSync(files.journal)) file = openSync(files.journal, "r");
    if (file === undefined) return;
    const { size } = fstatSync(file);
    let rest = Buffer.alloc(0);
    while (at + rest.length < size) {
      const from = at + rest.length;
      const piece = Buffer.alloc(Math.min(PIECE, size - from));
      const got = readSync(file, piece, 0, piece.length, from);
      if (got === 0) break;
      const whole = Buffer.concat([rest, piece.subarray(0, got)]);
      const end = whole.lastIndexOf(10) + 1;
      for (const line of whole.subarray(0, end).toString("utf8").split("\n"))
        if (line !== "") tally.take(line);
      at += end;
      rest = whole.subarray(end);
    }
  };
  return {
    look() {
      // First who is at work: a run that ends meanwhile is seen as one that goes on, and not as one that was interrupted.
      const holder = atWork(folder);
      read();
      const found = tally.now();
      if (found.complete || holder) return { ...found, total, ...(holder ? { atWork: holder } : {}) };
      const sitting = readManifest(files.manifest)?.sittings.at(-1);
      return {
        ...found,
        total,
        ...(sitting ? { ended: sitting.ended ?? "killed" } : {}),
        ...(sitting?.because === undefined ? {} : { because: sitting.because }),
      };
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}

function journalTally(): { take(line: string): void; now(): Omit<RunStatus, "total"> } {
  const statuses = { ok: 0, refused: 0, invalid: 0, failed: 0, timeout: 0 };
  const reasons = new Map<string, number>();
  const spent = { input: 0, output: 0, money: 0 };
  let [done, faults, world, round] = [0, 0, 0, 1];
  let trouble: RunStatus["trouble"];
  let from: string | undefined;
  let until: string | undefined;
  let complete = false;
  let lines = 0;
  const failed = ({ because = "no reason was told", at }: Pick<Turn, "because" | "at">): void => {
    const times = (reasons.get(because) ?? 0) + 1;
    if (reasons.size < REASONS || reasons.has(because)) reasons.set(because, times);
    trouble = { because, times, at };
  };
  const placed = (one: Turn | Attempt): void => {
    ({ world, round } = one);
    from ??= one.at;
    until = one.at;
  };
  return {
    take(text) {
      lines++;
      let line: JournalLine;
      try {
        line = JSON.parse(text) as JournalLine;
      } catch (cause) {
        throw new SpillwayError(`watch: line ${lines} of the journal is no JSON`, { cause });
      }
      if (line.type === "end") complete = true;
      if (line.type === "attempt") {
        placed(line);
        if (line.kind !== "step") {
          faults++;
          failed(line);
        }
      }
      if (line.type !== "turn") return;
      placed(line);
      done++;
      statuses[line.status]++;
      spent.input += line.usage?.input ?? 0;
      spent.output += line.usage?.output ?? 0;
      spent.money += line.cost ?? 0;
      if (line.status !== "ok") failed(line);
    },
    now: () => ({
      ...{ done, world, round, statuses: { ...statuses }, faults, spent: { ...spent }, complete },
      ...(trouble ? { trouble } : {}),
      ...(from === undefined ? {} : { from }),
      ...(until === undefined ? {} : { until }),
    }),
  };
}
