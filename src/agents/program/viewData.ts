import type { Json } from "../../core/canonicalJson.ts";
import { present } from "../../core/present.ts";
import type { AnswerSettings } from "../../survey/answerSettings.ts";
import type { AskedQuestion, Heard, View } from "../Agent.ts";

/** A view as data, for agents outside this process. */
export interface ViewData {
  readonly world: number;
  readonly round: number;
  readonly rounds: number;
  readonly agent: string;
  readonly arm: string;
  readonly heard: readonly Heard[];
  readonly crowd?: Json;
  readonly state?: Json;
  readonly retry?: View["retry"];
  /** Present when it is not to act but to answer a question: what it says is the answer. */
  readonly question?: QuestionData;
  /** A whole number from 0 to 2^32 − 1, from the chance of this turn: another in every turn and every attempt. */
  readonly seed: number;
  /** What the study says to the agents of this arm. */
  readonly settings?: Json;
}

/** A question as data. */
export interface QuestionData {
  readonly name: string;
  /** As the study has it: nothing is filled in. */
  readonly prompt: string;
  readonly answer: AnswerSettings;
  /** The agent's latest turn; absent when it has had none. */
  readonly turn?: {
    readonly round: number;
    readonly heard: readonly Heard[];
    readonly crowd?: Json;
    readonly said?: Json;
  };
}

const WORD = 2 ** 32;

/**
 * What an agent outside is shown: the view, with a seed in the place of its stream of chance, so that a program that draws
 * from a generator with that seed can be run again.
 */
export function viewData(view: View, settings?: Json): ViewData {
  const { world, round, rounds, agent, arm, heard, crowd, state, retry, question, rng } = view;
  const seed = rng.fork("seed").fork(retry?.attempt ?? 1);
  return {
    world,
    round,
    rounds,
    agent,
    arm,
    heard,
    ...present({ crowd, state, retry }),
    ...(question === undefined ? {} : { question: questionData(question) }),
    seed: seed.integer(WORD),
    ...present({ settings }),
  };
}

function questionData({ name, prompt, answer, turn }: AskedQuestion): QuestionData {
  if (turn === undefined) return { name, prompt, answer };
  const { round, heard, crowd } = turn.view;
  const { said } = turn;
  return {
    name,
    prompt,
    answer,
    turn: {
      round,
      heard,
      ...present({ crowd, said }),
    },
  };
}
