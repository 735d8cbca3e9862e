import { expect, it } from "vitest";
import { rng } from "../../../src/core/rng.ts";
import { countTreated } from "../../../src/exposure/countTreated.ts";
import { preferentialAttachment } from "../../../src/network/generators/preferentialAttachment.ts";
import { agentTypes } from "../../../src/probability/laws/agentTypes.ts";
import { chancesOf } from "../../../src/probability/laws/Chances.ts";
import { coinLaws } from "../../../src/probability/laws/coinLaws.ts";
import { conditionRuns } from "../../../src/probability/laws/conditionRuns.ts";
import { incidence, totalDoses } from "../../../src/probability/laws/incidence.ts";
import { pairLaws } from "../../../src/probability/laws/pairLaws.ts";
import { nearPairs } from "../../../src/probability/nearPairs.ts";

const network = preferentialAttachment({ n: 80, m: 2 }).draw(rng(1));
const exposure = countTreated({ cap: 3 });
const mapping = exposure.local!(network)!;
const conditions = exposure.conditions.length;
// Clusters of unequal size and two chances, so that there are many kinds of entries and types.
const block = Uint32Array.from({ length: 80 }, (_, i) => Math.floor(Math.sqrt(i * 5)));
const blocks = block[79]! + 1;
const probability = Float64Array.from({ length: 2 * blocks }, (_, k) =>
  k % 4 < 2 ? 0.5 : k % 2 ? 0.3 : 0.7,
);
const chances = chancesOf({ kind: "independent-blocks", block, blocks, probability }, 2);
const total = totalDoses(mapping);
const rows = incidence(mapping, block, (i) => total[i]!);
const types = agentTypes(rows, block, chances.group, total);
const engine = coinLaws(rows, block, total, {
  chances,
  focal: 1,
  conditions,
  bits: false,
  run: conditionRuns(mapping.rule),
});

const plenty = { signatures: 1e6, starts: 1e6, entries: 2 ** 31, kept: 1e6 };

it.each([
  ["with room for everything", plenty],
  ["with starts found by hashing", { ...plenty, starts: 0 }],
  ["with kinds of entries numbered first", { ...plenty, entries: 0 }],
  ["when signatures run out", { ...plenty, signatures: 40 }],
  ["when tables run out", { ...plenty, kept: 5 * conditions ** 2 }],
  ["with nothing kept at all", { signatures: 0, starts: 0, entries: 0, kept: 0 }],
])("every near pair has the law that the engine computes for it, %s", (_, limits) => {
  const laws = pairLaws(engine, types, conditions, limits);
  const near = nearPairs(rows, blocks, types.entry, laws);
  let pairs = 0;
  // Twice: laws are kept at the first visit and found at the second.
  for (let round = 0; round < 2; round++) {
    near.forEach((i, j, law) => {
      pairs++;
      const found = Array.from({ length: conditions ** 2 }, (_, k) => [
        law.joint(Math.floor(k / conditions), k % conditions),
        law.possible(Math.floor(k / conditions), k % conditions),
      ]);
      const { joint, possible } = engine.pair(i, j);
      expect(found.map(([p]) => p)).toEqual([...joint]);
      expect(found.map(([, can]) => can)).toEqual([...possible].map((can) => can === 1));
    });
  }
  expect(pairs).toBeGreaterThan(1000);
  expect(types.count).toBeGreaterThan(20);
});
