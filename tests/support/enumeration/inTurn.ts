/** Whether every case is wanted, as `.ci/run` wants; `npm test` looks at a third of the longest enumerations. */
export const everyCase: boolean = process.env.SPILLWAY_TEST_ALL === "1";

/** Every third of a list, begun at another place for each turn, so that three turns look at all; the whole list where {@link everyCase}. */
export function inTurn<Case>(list: readonly Case[], turn: number): readonly Case[] {
  return everyCase ? list : list.filter((_, k) => (k + turn) % 3 === 0);
}
