import { subset } from "../core/numbers/subset.ts";
import type { Rng } from "../core/rng.ts";
import { askPhase } from "../log/journal/isAct.ts";
import type { Network } from "../network/Network.ts";
import type { Question } from "./Question.ts";

/** A question, and the numbers of the agents that are asked it, in their order. */
export interface AskedNow {
  readonly question: Question;
  readonly agents: readonly number[];
}

/** Who is asked what, and when. */
export interface SurveySchedule {
  readonly questions: readonly Question[];
  /** How many answers a world has. */
  readonly perWorld: number;
  /** What is asked after a round of a world. */
  after(world: number, round: number): readonly AskedNow[];
  /** The answers that come after a round of a world: `phase:agent`, the agent by its number. */
  expected(world: number, round: number): ReadonlySet<string>;
}

/**
 * Draws who is asked. Of n agents a question with share s asks n · s, rounded, and at least one, each set of them equally
 * likely: once for each world from the child `asked` of the run's stream, so that after every round the same ones are
 * asked.
 *
 * @param rng the stream of the run.
 * @returns undefined when there is nothing to ask.
 */
export function surveySchedule(
  questions: readonly Question[] | undefined,
  { n }: Pick<Network, "n">,
  rng: Rng,
): SurveySchedule | undefined {
  if (questions === undefined || questions.length === 0 || n === 0) return undefined;
  const stream = rng.fork("asked");
  const size = ({ share }: Question): number => Math.max(1, Math.round(n * share));
  const drawn = (question: Question, world: number): number[] => {
    const all = Array.from({ length: n }, (_, i) => i);
    if (size(question) === n) return all;
    const chosen = subset(stream.fork(question.name).fork(world), n, size(question));
    return all.filter((i) => chosen[i] === 1);
  };
  const after = (world: number, round: number): readonly AskedNow[] =>
    questions.flatMap((question) =>
      question.after.includes(round) ? [{ question, agents: drawn(question, world) }] : [],
    );
  return {
    questions,
    perWorld: questions.reduce((total, question) => total + question.after.length * size(question), 0),
    after,
    expected: (world, round) =>
      new Set(
        after(world, round).flatMap(({ question: { name }, agents }) =>
          agents.map((i) => answerKey(askPhase(name), i)),
        ),
      ),
  };
}

/** Names an answer of a round: by its phase and the number of its agent. */
export const answerKey = (phase: string, i: number): string => `${phase}:${i}`;
