import { existsSync } from "node:fs";
import type { TreatmentPlan } from "../../designs/plan.ts";
import { canonicalJson } from "../core/canonicalJson.ts";
import { dataDifferences } from "../core/dataDifferences.ts";
import { present } from "../core/present.ts";
import { type Place, SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { edited } from "../log/journal/runLine.ts";
import { scanJournal } from "../log/journal/scanJournal.ts";
import type { Attempt, RunLine, Turn, TurnStatus } from "../log/Turn.ts";
import type { Network } from "../network/Network.ts";
import { type UsageTally, usageTally } from "./calls/usageTally.ts";
import type { WorldDone } from "./world/playWorld.ts";
import { type WorldTurns, worldTurns } from "./world/worldTurns.ts";

const SETTINGS = ["planHash", "networkHash", "studyHash", "seed", "rounds", "worlds"] as const;

/** What a journal already holds of a run. */
interface ResumedJournal {
  /** Whether the run line is there. */
  readonly begun: boolean;
  /** Whether the end line is there. */
  readonly ended: boolean;
  /** Length in bytes of the lines that count. */
  readonly bytes: number;
  /** Number of lines. */
  readonly lines: number;
  readonly turns: number;
  readonly statuses: Readonly<Record<TurnStatus, number>>;
  readonly ledger: UsageTally;
  /** What each world needs to go on, and how many of its turns are done. */
  readonly worlds: readonly (WorldDone & { readonly turns: number })[];
}

/**
 * What a journal already holds of a run. Nothing when the file is not there. Of worlds that are complete nothing but numbers
 * is kept, of others what they need to go on, so memory does not grow with the length of the journal.
 *
 * @param turnsOf takes in the turns of a world. Default: of one in which everybody acts in every round.
 * @param plan with which arms are compared. Default: they are not.
 * @throws SpillwayError when the journal belongs to another run (the message names every difference) or holds a line
 * that is no part of this one; the file is left as it is.
 */
export function resumeJournal(
  path: string,
  run: RunLine,
  network: Network,
  turnsOf: (world: number) => WorldTurns = () => worldTurns(network.n, run.rounds),
  plan?: TreatmentPlan,
): ResumedJournal {
  const statuses = { ok: 0, refused: 0, invalid: 0, failed: 0, timeout: 0 };
  const index = new Map(network.ids.map((id, i) => [id, i]));
  const worlds = new Map<number, WorldTurns>();
  const account = usageTally();

  let first: RunLine | undefined;
  const numberOf = (line: Turn | Attempt, place: Place): number => {
    const { world, round, agent } = line;
    const i = index.get(agent);
    if (world >= run.worlds || round > run.rounds || i === undefined) {
      if (first) refuseAnother(path, first, run);
      const what = line.type === "turn" ? "a turn" : "an attempt";
      throw new SpillwayError(
        `run: the journal has ${what} of world ${world}, round ${round}, agent ${shown(agent)}, which is no part of this run`,
        { place },
      );
    }
    return i;
  };
  const worldOf = (world: number): WorldTurns => {
    const there = worlds.get(world);
    if (there) return there;
    const made = turnsOf(world);
    worlds.set(world, made);
    return made;
  };
  const fault = (message: string | undefined, place: Place): void => {
    if (message === undefined) return;
    if (first) refuseAnother(path, first, run);
    throw new SpillwayError(`run: ${message}`, { place });
  };

  const scanned = existsSync(path)
    ? scanJournal(
        path,
        {
          run(there) {
            first = there;
            // What an edit can have changed is compared with what holds after the last of them.
            const { rounds, agents, interact, ask } = run;
            refuseAnother(path, edited(there, { rounds, agents, ...present({ interact, ask }) }), run);
          },
          turn(turn, place) {
            const i = numberOf(turn, place);
            fault(worldOf(turn.world).turn(i, turn), place);
            account.take(turn);
            statuses[turn.status]++;
          },
          attempt(attempt, place) {
            const i = numberOf(attempt, place);
            fault(worldOf(attempt.world).attempt(i, attempt), place);
            account.take(attempt);
          },
        },
        plan,
      )
    : { bytes: 0, turns: 0, lines: 0 };
  const { end, run: there } = scanned as { end?: unknown; run?: RunLine };
  if (there) refuseAnother(path, there, run);
  return {
    begun: there !== undefined,
    ended: end !== undefined,
    bytes: scanned.bytes,
    lines: scanned.lines,
    turns: scanned.turns,
    statuses,
    ledger: account,
    worlds: Array.from({ length: run.worlds }, (_, world) => worlds.get(world)?.kept() ?? { turns: 0 }),
  };
}

function refuseAnother(path: string, there: RunLine, here: RunLine): void {
  const differences = compareRuns(there, here);
  if (differences.length === 0) return;
  throw new SpillwayError(
    `run: the journal ${path} belongs to another run: ${differences.join("; ")}: give another place for the output, or go back to these settings`,
  );
}

/** Each setting in which two runs differ, in words. The Spillway version is no setting: a newer one may resume. */
function compareRuns(there: RunLine, here: RunLine): string[] {
  const differences = SETTINGS.filter((key) => there[key] !== here[key]).map(
    (key) => `${key} is ${shown(there[key])} there and ${shown(here[key])} here`,
  );
  if (canonicalJson(there.interact ?? {}) !== canonicalJson(here.interact ?? {})) {
    differences.push(...dataDifferences("interact", there.interact ?? {}, here.interact ?? {}));
  }
  for (const [key, words] of [
    ["ask", "what agents are asked"],
    ["aa", "the arm given to all"],
  ] as const) {
    if (canonicalJson(there[key] ?? null) !== canonicalJson(here[key] ?? null))
      differences.push(`${words} is ${shown(there[key] ?? null)} there and ${shown(here[key] ?? null)} here`);
  }
  if (there.agents?.kind !== here.agents.kind) {
    differences.push(`agents are ${shown(there.agents?.kind)} there and ${shown(here.agents.kind)} here`);
  } else if (canonicalJson(there.agents.params) !== canonicalJson(here.agents.params)) {
    differences.push(...dataDifferences("agents", there.agents.params, here.agents.params));
  }
  return differences;
}
