import { z } from "zod";
import type { Kind } from "../core/defineKind.ts";
import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { ACT, askPhase } from "../log/journal/isAct.ts";
import type { Turn } from "../log/Turn.ts";
import type { Action, View } from "./Agent.ts";
import { AgentFault } from "./AgentFault.ts";
import { definePopulation } from "./definePopulation.ts";
import type { Population } from "./Population.ts";

export interface RecordedSettings {
  /** The journal of an earlier run; relative to the folder of the study. */
  readonly journal: string;
}

/** What was recorded of a turn. */
type Recorded = Pick<Turn, "arm" | "action" | "outcome" | "status" | "because" | "model">;

const WHO = "recorded";

/**
 * Agents that repeat an earlier run: each returns its answer of the same world and round from the journal. So you can try
 * another exposure or estimator without paying for calls again. A turn that failed there, is missing there, or belonged to
 * another arm, fails here too: nothing is imputed. Messages heard then and now are not compared.
 *
 * The journal is read when the first agent is asked, and kept in memory. A journal that cannot be read stops the run.
 */
export const recorded: Kind<RecordedSettings, Population> = definePopulation({
  kind: WHO,
  summary: "agents that repeat their answers from the journal of an earlier run",
  settings: z.strictObject({
    journal: z
      .string({ error: "must be the name of a journal" })
      .min(1, { error: "must be the name of a journal" })
      .describe("the journal of an earlier run, relative to the folder of the study"),
  }),
  make: ({ journal }): Population => fromJournal(journal, undefined),
});

function fromJournal(journal: string, folder: string | undefined): Population {
  return {
    name: WHO,
    params: { journal },
    synthetic: false,
    inFolder: (there) => fromJournal(journal, there),
    wantQuestion: () => {},
    create() {
      const path = placeOf(journal, folder);
      let turns: ReadonlyMap<string, Recorded> | undefined;
      let reading: Promise<ReadonlyMap<string, Recorded>> | undefined;
      return () => (view) => {
        if (turns) return answer(turns, view, journal);
        reading ??= read(path);
        return reading.then((found) => {
          turns = found;
          return answer(found, view, journal);
        });
      };
    },
  };
}

async function read(path: string): Promise<ReadonlyMap<string, Recorded>> {
  const { scanJournal } = await import("../log/journal/scanJournal.ts");
  const turns = new Map<string, Recorded>();
  try {
    scanJournal(path, {
      turn({ world, round, phase, agent, arm, action, outcome, status, because, model }) {
        turns.set(key(world, round, phase, agent), {
          arm,
          status,
          ...present({ action, outcome, because, model }),
        });
      },
    });
  } catch (cause) {
    if (!(cause instanceof SpillwayError)) throw cause;
    throw new AgentFault("stop", `${WHO}: ${cause.message}`, { cause });
  }
  return turns;
}

function answer(turns: ReadonlyMap<string, Recorded>, view: View, journal: string): Action {
  const { world, round, agent, arm, question } = view;
  const turn = turns.get(key(world, round, question ? askPhase(question.name) : ACT, agent));
  if (turn === undefined) {
    const what = question ? `answer to "${question.name}"` : "turn";
    throw new Error(`${WHO}: ${journal} has no ${what} of agent ${agent} in world ${world}, round ${round}`);
  }
  if (turn.arm !== arm)
    throw new Error(`${WHO}: agent ${agent} was in arm ${turn.arm} then, and is in arm ${arm} now`);
  const { status, because = "for no reason given", action, outcome, model } = turn;
  if (status === "refused") throw new AgentFault("refused", because);
  if (status !== "ok") throw new Error(`${WHO}: the turn was ${status} then: ${because}`);
  return {
    ...action,
    ...present({ outcome }),
    ...(model === undefined ? {} : { call: { model } }),
  };
}

/** The id stands last: it alone may hold a colon. */
const key = (world: number, round: number, phase: string, agent: string): string =>
  `${world}:${round}:${phase}:${agent}`;

function placeOf(journal: string, folder: string | undefined): string {
  const absolute = /^([/\\]|[A-Za-z]:[/\\])/.test(journal);
  return absolute || folder === undefined ? journal : `${folder}/${journal}`;
}
