/** The phase of a round in which agents act. */
export const ACT = "act";

const ASK = "ask:";

/** The phase of a round in which agents are asked a question, outside their turns. */
export function askPhase(question: string): string {
  return `${ASK}${question}`;
}

/** Whether a line of a journal is of an agent's acting, and not of an answer to a question. */
export function isAct({ phase }: { readonly phase: string }): boolean {
  return phase === ACT;
}

/** The name of the question that a phase is of; undefined for acting. */
export function questionOfPhase(phase: string): string | undefined {
  return phase.startsWith(ASK) ? phase.slice(ASK.length) : undefined;
}
