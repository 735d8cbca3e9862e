import { expect, it } from "vitest";
import type { Design } from "../../designs/Design.ts";
import { bernoulli, cluster, complete } from "../../designs/index.ts";
import type { Estimate } from "../../estimators/Estimator.ts";
import type { StudyResult } from "../../src/experiment/finishStudy.ts";
import { naiveSentences } from "../../src/experiment/naiveSentences.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { tiny } from "../support/tinyWorlds.ts";

/** Two triangles and two pairs: agents 0–5 have 2 neighbours each, 6–9 have 1. */
const network = tiny(10, [
  [0, 1],
  [0, 2],
  [1, 2],
  [3, 4],
  [3, 5],
  [4, 5],
  [6, 7],
  [8, 9],
]);

/** Agent 0 of the first triangle treated, so its friends are `indirect`; the others are `none`. */
function result(
  design: Design,
  naive: [number, number],
  other: [number, number],
  arms = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
): StudyResult {
  const row = (estimator: string, ci: [number, number]): Partial<Estimate> => ({
    contrast: "spillover",
    first: "indirect",
    second: "none",
    estimator,
    naive: estimator === "difference-in-means",
    estimate: (ci[0] + ci[1]) / 2,
    ci,
  });
  return {
    prepared: { network, law: design.law(network), study: { data: { expose: anyTreatedNeighbor() } } },
    plan: { assignments: [arms] },
    rows: [row("hajek", other), row("difference-in-means", naive)],
    truths: { contrasts: [{ contrast: "spillover", value: 1, how: "by hand" }] },
  } as unknown as StudyResult;
}
const clusters = [0, 0, 0, 1, 1, 1, 2, 2, 3, 3];

it("names unlike neighbourhoods and clusters when both are there", () => {
  // The two indirect agents have 2 neighbours each; of the seven in none, three have 2 and four have 1: 1.4 on average.
  expect(naiveSentences(result(cluster({ clusters }), [1.5, 2.5], [0.5, 2.5]))).toEqual([
    "The naive estimate of spillover is wrong: 2.00 (1.50 to 2.50) where the truth is 1.00, because agents who ended in indirect have 2.0 neighbours on average and those in none 1.4, so it compares agents that differ even without treatment, and it treats 10 agents as assigned one by one, but 4 clusters were assigned as wholes.",
  ]);
  expect(naiveSentences(result(bernoulli(), [1.5, 2.5], [0.5, 2.5]))[0]).not.toContain("clusters");
});

it("says nothing when the naive interval holds the truth, when the other misses it too, or when no reason shows", () => {
  expect(naiveSentences(result(bernoulli(), [0.5, 2.5], [0.5, 2.5]))).toEqual([]);
  expect(naiveSentences(result(bernoulli(), [1.5, 2.5], [1.5, 2.5]))).toEqual([]);
  // With agents 0 and 8 treated, indirect has 2, 2 and 1 neighbours, none has 2, 2, 2, 1 and 1: no difference to speak of.
  expect(
    naiveSentences(result(complete({ treated: 2 }), [1.5, 2.5], [0.5, 2.5], [1, 0, 0, 0, 0, 0, 0, 0, 1, 0])),
  ).toEqual([]);
});
