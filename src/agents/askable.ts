import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { suggest } from "../core/suggest.ts";
import { type AnswerRule, answerRule } from "../survey/answerRule.ts";
import { judgeAnswer } from "../survey/judgeAnswer.ts";
import type { Question } from "../survey/Question.ts";
import type { Action, Agent, View } from "./Agent.ts";
import { AgentFault } from "./AgentFault.ts";
import type { Population } from "./Population.ts";

/**
 * The same agents, able to answer these questions. Agents that are synthetic, or follow a script, answer as the question's
 * `answers` say for their arm, and in their turns they are as before. Others answer for themselves; what they answer is
 * checked, and of what else they return with it only the call is kept.
 *
 * @throws SpillwayError when the agents cannot be asked, with what to do about it; when they are made, for arms without
 * an answer.
 */
export function askable(agents: Population, questions: readonly Question[]): Population {
  if (questions.length === 0) return agents;
  const ruled = (arm: string): boolean => agents.synthetic || agents.scripted?.includes(arm) === true;
  for (const question of questions) {
    const { name, answers } = question;
    if (!agents.synthetic) {
      if (!agents.wantQuestion)
        throw new SpillwayError(
          `ask: "${name}": agents of kind ${agents.name} cannot be asked: give their population the method wantQuestion, and let its agents answer views with a question`,
        );
      wantAnswerable(agents, question);
    } else if (answers === undefined)
      throw new SpillwayError(
        `ask: "${name}": agents of kind ${agents.name} are synthetic and have no answer: say what those of each arm answer, answers: { control: …, treated: … }`,
      );
    for (const [arm, rule] of Object.entries(answers ?? {}))
      answerRule(whoAsks(name, arm), rule, question.answer);
  }
  return {
    ...agents,
    ...(agents.inFolder
      ? { inFolder: (folder: string) => askable(agents.inFolder!(folder), questions) }
      : {}),
    create(setting) {
      const rules = new Map(questions.map((one) => [one.name, rulesOf(one, setting.arms, ruled)]));
      const make = agents.create(setting);
      return (i) => interviewed(make(i), rules);
    },
  };
}

function wantAnswerable({ wantQuestion }: Population, question: Question): void {
  try {
    wantQuestion?.(question);
  } catch (cause) {
    if (!(cause instanceof SpillwayError)) throw cause;
    throw new SpillwayError(`ask: "${question.name}": ${cause.message}`, {
      kind: cause.kind,
      cause,
      ...present({ inside: cause.inside }),
    });
  }
}

type Rules = ReadonlyMap<string, AnswerRule>;

const whoAsks = (name: string, arm: string): string => `ask: "${name}": answers.${arm}`;

function rulesOf(
  { name, answer, answers = {} }: Question,
  arms: readonly string[],
  ruled: (arm: string) => boolean,
): Rules {
  const unknown = Object.keys(answers).find((arm) => !arms.includes(arm));
  if (unknown !== undefined)
    throw new SpillwayError(
      `ask: "${name}": answers: there is no arm "${unknown}"${suggest(unknown, arms)}; the arms of the design are ${arms.join(", ")}`,
    );
  return new Map(
    arms.filter(ruled).map((arm) => {
      const given = Object.hasOwn(answers, arm) ? answers[arm] : undefined;
      if (given === undefined)
        throw new SpillwayError(
          `ask: "${name}": answers lacks the arm "${arm}": agents there cannot answer for themselves`,
        );
      return [arm, answerRule(whoAsks(name, arm), given, answer)];
    }),
  );
}

function interviewed(agent: Agent, rules: ReadonlyMap<string, Rules>): Agent {
  return (view, context) => {
    const { question } = view;
    if (question === undefined) return agent(view, context);
    const rule = rules.get(question.name)?.get(view.arm);
    if (rule) return { said: rule.draw(view.rng) };
    const action = agent(view, context);
    return action instanceof Promise ? action.then((one) => checked(one, view)) : checked(action, view);
  };
}

/** The answer alone: what an agent keeps or measures while it is asked counts nowhere. */
function checked(action: Action, { question }: View): Action {
  const { said, call } = action;
  const fault = judgeAnswer(said, question!.answer);
  if (fault !== undefined) throw new AgentFault("invalid", fault, call === undefined ? {} : { call });
  return { said: said!, ...present({ call }) };
}
