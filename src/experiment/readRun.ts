import type { TreatmentPlan } from "../../designs/plan.ts";
import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { isAct } from "../log/journal/isAct.ts";
import { scanJournal } from "../log/journal/scanJournal.ts";
import type { Turn, TurnStatus } from "../log/Turn.ts";
import type { UnitRow } from "../log/units/UnitRow.ts";
import { unitTable } from "../log/units/unitTable.ts";
import { runChecks } from "../run/checks/runChecks.ts";
import { beyondEdges } from "../run/interaction.ts";
import { turnsInWorld } from "../run/world/turnsInWorld.ts";
import type { PreparedStudy } from "../study/prepareStudy.ts";
import { answerColumns } from "./answers/answerColumns.ts";
import { describeAa } from "./describeAa.ts";
import type { StudyChecks } from "./studyChecks.ts";
import { questionChecks } from "./survey/questionChecks.ts";

/** What the journal of a complete run says. */
interface ReadRun {
  /** One row per world and agent, of the last round, or with its latest outcome where the schedule passed over it there. */
  readonly units: readonly UnitRow[];
  /** One row per world, round and agent, where an estimator reads several rounds. */
  readonly allRounds?: readonly UnitRow[];
  readonly statuses: Partial<Record<TurnStatus, number>>;
  readonly checks: StudyChecks;
}

/** Reads a journal once, and keeps of it the last turn and the answers of each agent in each world only. */
export function readRun(path: string, plan: TreatmentPlan, prepared: PreparedStudy): ReadRun {
  const { study, network } = prepared;
  const { rounds, interact } = study.data;
  const partial = interact?.schedule.partial ?? false;
  const last = new Map<string, Turn>();
  const statuses: Partial<Record<TurnStatus, number>> = {};
  const several = study.answer.some(({ needs }) => needs?.rounds !== undefined && needs.rounds.length > 0);
  const every: Turn[] = [];
  const checker = runChecks(plan, network);
  const questions = questionChecks(prepared, plan);
  const answers = study.data.outcomes && answerColumns(study);
  const scanned = scanJournal(
    path,
    {
      turn(turn) {
        checker.take(turn);
        statuses[turn.status] = (statuses[turn.status] ?? 0) + 1;
        answers?.take(turn);
        if (!isAct(turn)) {
          questions.take(turn);
          return;
        }
        if (several) every.push(turn);
        // Rounds come in their order, so a later turn takes the place of an earlier one.
        if (partial || turn.round === rounds) last.set(`${turn.world}:${turn.agent}`, turn);
      },
      attempt: checker.take,
    },
    plan,
  );
  if (scanned.end) {
    const playing = { network, rounds, rng: prepared.streams.run, ...prepared.playing };
    plan.assignments.forEach((_, world) => {
      const [wanted, there] = [turnsInWorld(playing, world), scanned.turnsIn(world)];
      if (there !== wanted)
        throw new SpillwayError(
          `journal: the last line says that the run is complete, and world ${world} has ${there} turns of ${wanted}: lines are missing`,
          { place: { file: path, line: scanned.lines } },
        );
    });
  }
  const table = unitTable(last.values(), { rounds: partial ? "latest" : "last", last: rounds });
  const units = answers ? answers.beside(table) : table;
  const allRounds = several ? unitTable(every, { rounds: "all" }) : undefined;
  const beyond = interact !== undefined && beyondEdges(interact, network) > 0;
  const checks = checker.checks(units, beyond);
  if (study.data.ask === undefined && !study.data.aa)
    return { units, statuses, checks, ...present({ allRounds }) };
  const asked = questions.checks();
  const aa = describeAa(prepared);
  return {
    units,
    statuses,
    ...present({ allRounds }),
    checks: {
      ...present({ aa }),
      ...checks,
      ...(study.data.ask ? { questions: asked.questions } : {}),
      notes: [...checks.notes, ...asked.notes],
    },
  };
}
