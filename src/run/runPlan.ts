// Long because a run is put together in one place: journal, budget, waits, worlds and their end.

import type { TreatmentPlan } from "../../designs/plan.ts";
import type { Agent } from "../agents/Agent.ts";
import type { Population } from "../agents/Population.ts";
import { canonicalJson, type Json } from "../core/canonicalJson.ts";
import { present } from "../core/present.ts";
import type { Rng } from "../core/rng.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { wantWhole } from "../core/wantWhole.ts";
import { openJournal } from "../log/journal/openJournal.ts";
import type { Attempt, RunLine, TurnStatus } from "../log/Turn.ts";
import { ruleWords } from "../network/changes/ruleWords.ts";
import type { Network } from "../network/Network.ts";
import { networkHash } from "../network/networkHash.ts";
import type { SurveySchedule } from "../survey/surveySchedule.ts";
import type { Alarm } from "./Alarm.ts";
import type { Clock } from "./Clock.ts";
import { budget } from "./calls/budget.ts";
import { callDispatcher } from "./calls/callDispatcher.ts";
import { type HaltReason, halt } from "./calls/halt.ts";
import { limiter } from "./calls/limiter.ts";
import { minimumSuccessRate } from "./calls/minimumSuccessRate.ts";
import { type Patience, patience, type Trouble } from "./calls/patience.ts";
import type { Spent } from "./calls/Spent.ts";
import { unanswered } from "./calls/unanswered.ts";
import type { Interaction } from "./interaction.ts";
import type { Elsewhere, PlayWorlds, WriteLine } from "./PlayWorlds.ts";
import { playHere } from "./playHere.ts";
import { resumeJournal } from "./resumeJournal.ts";
import { type RunSettings, runSettings } from "./runSettings.ts";
import { spentAccount } from "./spentAccount.ts";
import { systemAlarm } from "./systemAlarm.ts";
import { armsOfWorld } from "./world/armsOfWorld.ts";
import { scheduledTurns } from "./world/scheduledTurns.ts";
import { momentsOf, turnsInWorld } from "./world/turnsInWorld.ts";
import { worldOrder } from "./world/worldOrder.ts";
import { type WorldTurns, worldTurns } from "./world/worldTurns.ts";

/** Worlds at a time for each that it takes to have all calls open. */
const AHEAD = 8;

/** Where a run stands, after each line of its journal, or after many that came together. */
export interface Progress {
  /** Turns done, those of earlier sittings included. */
  readonly done: number;
  readonly total: number;
  /** Those of them that earlier sittings did. */
  readonly earlier: number;
  /** World and round of the last line. */
  readonly world: number;
  readonly round: number;
  /** Turns that did not end well. */
  readonly failed: number;
  /** Attempts that were not the last of their turn. */
  readonly faults: number;
  /** What was used, earlier sittings included. */
  readonly spent: Spent;
  /** Milliseconds for which all calls wait because the other side said so; absent when they do not. */
  readonly pause?: number;
  /** What went wrong last in this sitting; absent while nothing did. */
  readonly trouble?: Trouble;
  /** Workers of other processes and machines that live; absent when there are none by design. */
  readonly workers?: number;
}

export interface RunPlanOptions {
  readonly plan: TreatmentPlan;
  readonly network: Network;
  /** What the agents are, for the journal: their kind and settings. */
  readonly population: Pick<Population, "name" | "params" | "leastRounds" | "tokens" | "batched"> & {
    readonly synthetic?: boolean;
  };
  /** The agent of each number, as the population creates them. */
  readonly agentOf: (i: number) => Agent;
  /** Rounds of each world, from 1. */
  readonly rounds: number;
  /** The stream of the run. */
  readonly rng: Rng;
  /** How agents interact. Absent: as `WorldSetting` says. */
  readonly interaction?: Interaction | undefined;
  /** What agents are asked outside their turns. Absent: nothing. */
  readonly asking?: SurveySchedule | undefined;
  /** The arm whose treatment every agent gets, whatever its own (A/A). Absent: each gets that of its own. */
  readonly givenArm?: string | undefined;
  readonly journalPath: string;
  readonly clock: Clock;
  /** Limits, budgets and how often to try. */
  readonly settings?: RunSettings;
  /** Asked before lines are written; throws when they must not be. Default: nobody asks. */
  readonly guard?: () => void;
  /** Stops the run cleanly after the turns in flight. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Told what was used, earlier sittings included, when the run ends, however it ends. */
  readonly onEnd?: (spent: Spent) => void;
  /** Plays the worlds elsewhere, on several threads for example. Default: one after another, here. */
  readonly playWorlds?: PlayWorlds;
  /** The timer. Default: that of the machine. */
  readonly alarm?: Alarm;
}

export interface RunResult {
  /** False when the run ended before its last turn; the same call resumes it. */
  readonly complete: boolean;
  /** Why it ended before. */
  readonly halted?: HaltReason;
  /** True when the journal was complete before, and was left as it is. */
  readonly alreadyComplete: boolean;
  /** Turns in the journal, those of earlier sittings included, and of the whole run. */
  readonly turns: number;
  readonly total: number;
  /** How they ended. */
  readonly statuses: Readonly<Record<TurnStatus, number>>;
  /** Attempts that were not the last of their turn. */
  readonly faults: number;
  /** What was used, earlier sittings included. */
  readonly spent: Spent;
  /** What went wrong last in this sitting; absent when nothing did. */
  readonly trouble?: Pick<Trouble, "because" | "times">;
  /** Why a run that is complete cannot be trusted: too few of its turns ended well, or none. */
  readonly unanswered?: string;
}

/**
 * Runs a plan: runs every world and writes the journal, one line for each attempt and each turn, as it ends. Called again
 * with the same journal it resumes: completed turns are kept, attempt counts continue, and a partial last line is
 * truncated. For agents that answer at once, the journal equals that of an uninterrupted run byte by byte, except for `ms` and
 * `at`; for others, lines are in the order in which calls ended. Two processes must not run on one journal:
 * see {@link lockFolder}.
 *
 * Worlds of synthetic agents are played one after another; of others eight times as many at a time as it takes to have all open
 * calls that the settings allow, because a world waits at the end of each round for its slowest call.
 *
 * @throws SpillwayError when plan, network and settings do not fit together, the journal belongs to another run, or it
 * cannot be written.
 */
export async function runPlan(options: RunPlanOptions): Promise<RunResult> {
  wantArgument("runPlan", "options", options, { fields: ["plan", "network", "journalPath"] });
  const { plan, network, rounds, journalPath, onProgress, population, clock } = options;
  const { alarm = systemAlarm } = options;
  const settings = runSettings(options.settings);
  wantWhole("run: rounds", rounds, population.leastRounds ?? 1);
  const { interaction, asking, givenArm } = options;
  const turnsOf = plan.assignments.map((_, world) => turnsInWorld(options, world));
  const total = turnsOf.reduce((all, turns) => all + turns, 0);
  const hash = networkHash(network);
  if (hash !== plan.networkHash) {
    throw new SpillwayError(
      `run: the plan was drawn for the network ${plan.networkHash}, got the network ${hash}: draw a plan for this one`,
    );
  }
  for (let world = 0; world < plan.assignments.length; world++) armsOfWorld(plan, network, world);
  const run = runLine(options);
  const turnsIn = (world: number): WorldTurns => {
    const expected = asking && ((round: number) => asking.expected(world, round));
    return interaction
      ? scheduledTurns(momentsOf(options, interaction, world), rounds, expected)
      : worldTurns(network.n, rounds, expected);
  };
  const journal = resumeJournal(journalPath, run, network, turnsIn, plan);
  const { ledger } = journal;
  const account = spentAccount({
    journalPath,
    planHash: plan.hash,
    ledger,
    // Calls in batches that a killed process had on their way are found again, and counted then.
    begun: journal.begun && population.batched !== true,
    kept: population.synthetic === false && !journal.ended,
  });
  const statuses = { ...journal.statuses };
  let done = journal.turns;
  const result = (alreadyComplete: boolean): RunResult => ({
    complete: done === total,
    ...(done < total && stop.reason ? { halted: stop.reason } : {}),
    alreadyComplete,
    turns: done,
    total,
    statuses,
    faults: ledger.faults,
    spent: account.spent,
    ...(watch?.trouble() ? { trouble: pick(watch.trouble()!) } : {}),
    ...present({
      unanswered: done === total ? unanswered(statuses, total, settings.floor, watch?.trouble()) : undefined,
    }),
  });
  let watch: Patience | undefined;
  const stop = halt(options.signal);
  if (journal.ended && done !== total)
    throw new SpillwayError(
      `run: the last line of the journal says that the run is complete, and it has ${done} turns of ${total}: lines are missing; without that last line the run goes on`,
      { place: { file: journalPath, line: journal.lines } },
    );
  if (journal.ended) return result(true);

  const gate = limiter({
    settings,
    budget: budget(settings.budget, account.spent, ledger.most),
    halt: stop,
    clock,
    alarm,
  });
  const floor = minimumSuccessRate(settings.floor);
  watch = patience({
    ...{ seconds: settings.patience, halt: stop, clock, alarm },
    pause: () => elsewhere?.pause ?? gate.pause(),
  });
  const { take: watchLine, trouble: troubleNow, end: endWatch } = watch;
  const earlier = done;
  let elsewhere: Elsewhere | undefined;
  const writer = openJournal(journalPath, journal.bytes, options.guard);
  const put: WriteLine = (line, cheap = false) => {
    if (line.type === "plain") {
      writer.appendBytes(line.bytes);
      ledger.takePlain(line.turns);
      statuses.ok += line.turns;
      done += line.turns;
      for (let k = 0; k < line.turns; k++) floor.take({ status: "ok" });
    } else {
      if (cheap) writer.hold(line);
      else writer.append(line);
      ledger.take(line);
    }
    if (line.type !== "plain") watchLine(line);
    if (line.type === "turn") {
      statuses[line.status]++;
      done++;
      const because = floor.take(line);
      if (because !== undefined) stop.call({ kind: "floor", because });
    }
    if (!onProgress) return;
    const pause = elsewhere?.pause ?? gate.pause();
    onProgress({
      done,
      total,
      earlier,
      world: line.world,
      round: line.round,
      failed: done - statuses.ok,
      faults: ledger.faults,
      spent: account.spent,
      ...(pause > 0 ? { pause } : {}),
      ...present({ trouble: troubleNow() }),
      ...(elsewhere ? { workers: elsewhere.workers } : {}),
    });
  };
  // Lines of synthetic agents wait for their place; those of calls that cost something never do.
  const order = worldOrder(
    journal.worlds.map(({ turns }, world) => turnsOf[world]! - turns),
    put,
  );
  const { ok: before } = statuses;
  const write: WriteLine = population.synthetic === false ? put : order.take;
  const jobs = journal.worlds.flatMap(({ turns, ...rest }, world) =>
    turns < turnsOf[world]! ? [{ world, ...rest }] : [],
  );
  try {
    if (!journal.begun) writer.append(run);
    if (options.playWorlds) {
      const tell = (now: Elsewhere): void => {
        elsewhere = now;
        if (now.spent) account.elsewhere(now.spent, now.open);
      };
      const { most } = ledger;
      await options.playWorlds(jobs, write, stop, { spent: account.spent, most, tell });
    } else {
      const attempt = (line: Attempt): void => write(line, false);
      const { tokens } = population;
      const desk = callDispatcher({
        planHash: plan.hash,
        settings,
        limiter: gate,
        halt: stop,
        clock,
        alarm,
        rng: options.rng,
        ...(tokens ? { tokens: tokens.bind(population) } : {}),
        begin: account.begin,
        most: ledger.most,
        before,
        attempt,
      });
      const atOnce = Math.max(1, interaction?.schedule.atOnce(network.n) ?? network.n);
      const lanes = population.synthetic === false ? AHEAD * Math.ceil(settings.open / atOnce) : 1;
      const { agentOf, rng } = options;
      const setting = {
        plan,
        network,
        rounds,
        agentOf,
        rng,
        desk,
        write,
        roundEnds: writer.flush,
        ...(interaction ? { interaction } : {}),
        ...(asking ? { asking } : {}),
        ...present({ givenArm }),
      };
      await playHere({ ...setting, jobs, lanes });
    }
    if (done < total && !stop.reason) {
      throw new SpillwayError(`run: wanted ${total} turns, got ${done}: playWorlds ended early`, {
        kind: "failure",
      });
    }
    if (done === total) writer.append({ type: "end", turns: total });
  } finally {
    endWatch();
    options.onEnd?.(account.atMost);
    account.close();
    writer.close();
  }
  return result(false);
}

function runLine({
  plan,
  network,
  population,
  rounds,
  interaction,
  asking,
  givenArm,
}: RunPlanOptions): RunLine {
  return {
    type: "run",
    format: 1,
    spillway: plan.spillway,
    planHash: plan.hash,
    networkHash: plan.networkHash,
    ...present({ studyHash: plan.studyHash }),
    seed: plan.seed,
    rounds,
    worlds: plan.assignments.length,
    // Through canonical JSON, so that what is compared on resume is what the file can hold.
    agents: { kind: population.name, params: JSON.parse(canonicalJson(population.params)) as Json },
    ...(interaction ? { interact: interaction.data } : {}),
    ...(network.changes ? { changes: ruleWords(network.changes.rule) } : {}),
    ...(asking ? { ask: JSON.parse(canonicalJson(asking.questions)) as Json } : {}),
    ...present({ aa: givenArm }),
  };
}

const pick = ({ because, times }: Trouble): Pick<Trouble, "because" | "times"> => ({ because, times });
