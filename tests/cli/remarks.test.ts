import { expect, test } from "vitest";
import { complete } from "../../designs/index.ts";
import { differenceInMeans, estimate, hajek, horvitzThompson } from "../../estimators/index.ts";
import { estimatesTable } from "../../src/cli/text/estimatesTable.ts";
import { anyTreatedNeighbor, draw, exposureProbabilities, ringLattice, rng } from "../../src/index.ts";

const network = ringLattice({ n: 40, k: 2 }).draw(rng(1));
const design = complete({ treated: 12 });
const probabilities = exposureProbabilities(network, design, anyTreatedNeighbor());
const plan = draw(design, network, { seed: 3 });
const outcomes = plan.assignments[0]!.map((arm, i) => arm + (i % 5));

const remarks = (
  contrasts: Readonly<Record<string, readonly [string, string]>>,
  kinds = [hajek(), horvitzThompson(), differenceInMeans()],
): string[] =>
  estimatesTable(estimate({ plan, probabilities, outcomes, contrasts, estimators: kinds }))
    .split("\n")
    .map((line) => line.trimEnd());

test("a remark names whole contrasts or whole estimators, and both only where it must", () => {
  const two = { direct: ["direct", "none"], spillover: ["indirect", "none"] } as const;
  const text = remarks(two).join("\n");
  expect(text).toContain("hajek, horvitz-thompson: design-based");
  expect(text).toContain("\ndirect: mean outcome in condition direct");
  expect(text).toContain("difference-in-means: an association");
  expect(text).not.toMatch(/^\w+\/\w+/m);
  // An estimator and a contrast of one name are told apart.
  const same = remarks({ hajek: ["direct", "none"], spillover: ["indirect", "none"] }).join("\n");
  expect(same).toContain("hajek/hajek, hajek/horvitz-thompson, spillover/hajek");
  // A remark about one row of several.
  const rows = estimate({
    plan,
    probabilities,
    outcomes,
    contrasts: two,
    estimators: [hajek(), horvitzThompson()],
  });
  const [first, ...rest] = rows;
  const one = estimatesTable([{ ...first!, notes: [...first!.notes, "seen alone"] }, ...rest]);
  expect(one).toContain("direct/hajek: seen alone");
  expect(one).toContain("all rows: design-based");
});
