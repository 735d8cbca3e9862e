import type { PreparedStudy } from "../study/prepareStudy.ts";

/** What to say of an A/A run wherever its numbers are shown; undefined for any other run. */
export function describeAa({ playing }: Pick<PreparedStudy, "playing">): string | undefined {
  const { givenArm } = playing;
  if (givenArm === undefined) return undefined;
  return `A/A RUN: every agent got the treatment of arm "${givenArm}", whatever its arm, so every true effect is 0 and any effect found is an artefact`;
}
