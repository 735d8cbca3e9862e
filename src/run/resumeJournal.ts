import { existsSync } from "node:fs";
import { canonicalJson } from "../core/canonicalJson.ts";
import { shown } from "../core/explainIssue.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { type Journal, readJournal } from "../log/readJournal.ts";
import type { RunLine, Turn } from "../log/Turn.ts";
import type { Network } from "../network/Network.ts";
import { callId } from "./turnRecord.ts";

const SETTINGS = ["planHash", "networkHash", "studyHash", "seed", "rounds", "worlds"] as const;

/**
 * What a journal already holds of a run: its turns by world. Nothing when the file is not there.
 *
 * @throws SpillwayError when the journal belongs to another run (the message names every difference) or holds a turn
 * that is no part of this one; the file is left as it is.
 */
export function resumeJournal(
  path: string,
  run: RunLine,
  network: Network,
): Journal & { readonly worlds: readonly Turn[][] } {
  const journal: Journal = existsSync(path) ? readJournal(path) : { turns: [], bytes: 0 };
  const differences = journal.run ? compareRuns(journal.run, run) : [];
  if (differences.length > 0) {
    throw new SpillwayError(
      `run: the journal ${path} belongs to another run: ${differences.join("; ")}: give another place for the output, or go back to these settings`,
    );
  }
  const worlds: Turn[][] = Array.from({ length: run.worlds }, () => []);
  const ids = new Set(network.ids);
  const seen = new Set<string>();
  journal.turns.forEach((turn, k) => {
    const { world, round, agent } = turn;
    const fault = (message: string): SpillwayError =>
      new SpillwayError(`run: ${message}`, { place: { file: path, line: k + 2 } });
    if (world >= run.worlds || round > run.rounds || !ids.has(agent)) {
      throw fault(
        `the journal has a turn of world ${world}, round ${round}, agent ${shown(agent)}, which is no part of this run`,
      );
    }
    const id = callId(run.planHash, world, agent, round);
    if (turn.callId !== id)
      throw fault(`the call id of agent ${shown(agent)} is not that of this plan: the line was changed`);
    if (seen.has(id)) throw fault(`agent ${shown(agent)} has two turns in world ${world}, round ${round}`);
    seen.add(id);
    worlds[world]!.push(turn);
  });
  return { ...journal, worlds };
}

/** Each setting in which two runs differ, in words. The Spillway version is no setting: a newer one may resume. */
function compareRuns(there: RunLine, here: RunLine): string[] {
  const differences = SETTINGS.filter((key) => there[key] !== here[key]).map(
    (key) => `${key} is ${shown(there[key])} there and ${shown(here[key])} here`,
  );
  if (there.agents?.kind !== here.agents.kind) {
    differences.push(`agents are ${shown(there.agents?.kind)} there and ${shown(here.agents.kind)} here`);
  } else if (canonicalJson(there.agents.params) !== canonicalJson(here.agents.params)) {
    differences.push(
      `the settings of the agents are ${shown(there.agents.params)} there and ${shown(here.agents.params)} here`,
    );
  }
  return differences;
}
