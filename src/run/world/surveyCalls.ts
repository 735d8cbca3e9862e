import type { Agent, LatestTurn } from "../../agents/Agent.ts";
import type { Attempt, Turn } from "../../log/Turn.ts";
import type { Question } from "../../survey/Question.ts";
import type { AskedNow } from "../../survey/surveySchedule.ts";
import type { Call } from "../calls/callDispatcher.ts";
import { turnView } from "./turnView.ts";
import type { WorldState } from "./World.ts";
import type { WorldSetting } from "./WorldSetting.ts";

/** Keeps what agents did last, and makes the calls that ask them about it. Nothing that it does changes a world. */
export interface SurveyCalls {
  /** Agent i is about to act. */
  begins(i: number, round: number): void;
  /** Agent i has acted. */
  acted(i: number, turn: Pick<Turn, "round" | "status" | "action" | "text">): void;
  /** The call that asks agent i a question after a round. */
  call(
    question: Question,
    i: number,
    round: number,
    agent: Agent,
    before: readonly Attempt[] | undefined,
  ): Call;
  /** What is asked after a round. */
  after(round: number): readonly AskedNow[];
}

/**
 * The interview of one world. An agent that is asked sees itself as it is when the round has ended (what it keeps, its
 * history) and its latest turn as it was. Its chance comes from the child `ask` of the run's stream, so that its turns
 * draw the same as without questions.
 */
export function surveyCalls(setting: WorldSetting, state: WorldState): SurveyCalls | undefined {
  const { asking, network, world, rounds, rng, interaction } = setting;
  if (!asking) return undefined;
  const stream = rng.fork("ask");
  const latest: (LatestTurn | undefined)[] = new Array(network.n).fill(undefined);
  // Where everybody acts in every round, the latest turn is that of the round after which is asked.
  const everyRound = interaction?.schedule.partial !== true;
  const asked = asking.questions.flatMap(({ after }) => after);
  const noted = (round: number): boolean => !everyRound || asked.includes(round);
  return {
    begins(i, round) {
      if (noted(round)) latest[i] = { view: state.view(i, round) };
    },
    acted(i, { round, status, action, text }) {
      const before = latest[i];
      if (!before || !noted(round) || status !== "ok") return;
      const said = action?.said;
      latest[i] = {
        view: before.view,
        ...(said === undefined ? {} : { said }),
        ...(text === undefined ? {} : { text }),
      };
    },
    call(question, i, round, agent, before) {
      const { name, prompt, answer } = question;
      const turn = latest[i];
      const draws = stream.fork(name);
      return {
        agent,
        i,
        round,
        before,
        state: {
          view(_, at, retry) {
            const heard = turn?.view.heard ?? [];
            const id = network.ids[i]!;
            const seen = { world, round: at, rounds, agent: id, heard, crowd: turn?.view.crowd, retry };
            return turnView(
              {
                ...seen,
                ...state.kept(i),
                question: { name, prompt, answer, ...(turn ? { turn } : {}) },
              },
              draws,
            );
          },
        },
      };
    },
    after: (round) => asking.after(world, round),
  };
}
