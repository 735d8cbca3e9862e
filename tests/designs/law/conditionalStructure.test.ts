import { expect, test } from "vitest";
import { conditionalStructure } from "../../../designs/law/conditionalStructure.ts";
import { mergeAssignments } from "../../../designs/law/mergeAssignments.ts";
import { supportOf } from "../../../designs/law/supportOf.ts";
import { rng } from "../../../src/core/rng.ts";
import { manyChecks } from "../../support/manyChecks.ts";
import { tinyDesigns, tinyDesignsOfThreeArms, tinyNetworks } from "../../support/tinyWorlds.ts";

test("the law given some arms is the list of what agrees with them, and its chance their share", () => {
  const { near, holds, end } = manyChecks();
  const network = tinyNetworks["two pairs and an isolate"]!;
  const stream = rng("held");
  let known = 0;
  for (const [name, design] of Object.entries({ ...tinyDesigns(5), ...tinyDesignsOfThreeArms(5) })) {
    const { structure, arms, support } = design.law(network);
    const all = mergeAssignments(support!());
    for (let k = 0; k < 12; k++) {
      const own = stream.fork(name).fork(k);
      const held = Uint8Array.from({ length: 5 }, () => own.integer(2));
      // Half of them possible, half anything.
      const assignment =
        k % 2 === 0
          ? all[own.integer(all.length)]![0]
          : Uint8Array.from({ length: 5 }, () => own.integer(arms.length));
      const agree = all.filter(([z]) => z.every((arm, i) => held[i] === 0 || arm === assignment[i]));
      const chance = agree.reduce((sum, [, p]) => sum + p, 0);
      const found = conditionalStructure(structure, arms.length, { held, assignment });
      if (!found) continue;
      known++;
      const where = (): string => `${name}, ${held} held of ${assignment}`;
      near(Math.exp(found.logChance), chance, 1e-12, where);
      if (chance === 0) continue;
      const given = mergeAssignments(supportOf(found.structure, arms.length, 5)).filter(([, p]) => p > 0);
      holds(given.length === agree.length, where);
      const listed = new Map(given.map(([z, p]) => [z.join(), p]));
      for (const [z, p] of agree) near(listed.get(z.join()) ?? Number.NaN, p / chance, 1e-12, where);
    }
  }
  end();
  expect(known).toBeGreaterThan(400);
});
