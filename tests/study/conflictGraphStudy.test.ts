import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { bernoulli, conflictGraphDesign, planHash, type TreatmentPlan } from "../../designs/index.ts";
import { conflictGraphEstimate, type Estimate, hajek } from "../../estimators/index.ts";
import { linearInMeans } from "../../src/agents/index.ts";
import { canonicalJson } from "../../src/core/canonicalJson.ts";
import { estimateFiles } from "../../src/experiment/estimates/estimateFiles.ts";
import { readPlan } from "../../src/experiment/keepPlan.ts";
import { loadRun } from "../../src/experiment/loadRun.ts";
import { type FinishedRun, runStudy } from "../../src/experiment/runStudy.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { formatEdges } from "../../src/network/files/formatEdges.ts";
import { karateClub } from "../../src/network/generators/karateClub.ts";
import { analyze } from "../../src/study/analyze.ts";
import { planStudy } from "../../src/study/planStudy.ts";
import { prepareStudy } from "../../src/study/prepareStudy.ts";
import { type StudyInput, study } from "../../src/study/study.ts";

const home = mkdtempSync(join(tmpdir(), "spillway-conflict-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const input: StudyInput = {
  seed: 3,
  model: { network: karateClub(), agents: linearInMeans({ direct: 2, noise: 0.5 }) },
  inquiry: { direct: ["direct", "none"] },
  data: {
    assign: conflictGraphDesign({ target: "direct", r: 1 }),
    expose: anyTreatedNeighbor(),
    rounds: 2,
    worlds: 3,
  },
  answer: [conflictGraphEstimate(), hajek()],
  draws: 500,
};
const out = join(home, "run");
const finished = runStudy(study(input), { out }) as Promise<FinishedRun>;

test("a run keeps desires in its plan, and estimates by them, now and again from its folder", async () => {
  const { plan, rows } = await finished;
  expect(plan.desires).toHaveLength(3);
  expect(readPlan(join(out, "plan.json")).desires).toEqual(plan.desires);
  const loaded = await loadRun(out);
  expect(loaded.plan.desires).toEqual(plan.desires);
  const again = analyze({ study: loaded.prepared.study, plan: loaded.plan, units: loaded.units });
  expect(again).toEqual(rows);
  expect(rows[0]).toMatchObject({ estimator: "conflict-graph-estimate", population: 34, mcse: 0 });
  expect(rows[1]!.notes).toContain("mean of 3 worlds");
});

test("the same study draws the same desires", async () => {
  const { plan } = await finished;
  expect(planStudy(study(input)).desires).toEqual(plan.desires);
});

test("a plan that lies about desires is refused, also when its hash was made to fit", async () => {
  const { plan, units, prepared } = await finished;
  const file = join(home, "lie.json");
  const world = plan.assignments.findIndex((assignment) => assignment.includes(1));
  const liar = plan.assignments[world]!.indexOf(1);
  const { hash: _, ...rest } = plan;
  const lie: Omit<TreatmentPlan, "hash"> = {
    ...rest,
    desires: plan.desires!.map((one, w) => one.map((desire, i) => (w === world && i === liar ? 0 : desire))),
  };
  writeFileSync(file, canonicalJson({ ...lie, hash: plan.hash }));
  expect(() => readPlan(file)).toThrow("the content does not fit its hash");
  writeFileSync(file, canonicalJson({ ...lie, hash: planHash(lie) }));
  expect(() => analyze({ study: prepared.study, plan: readPlan(file), units, prepared })).toThrow(
    `these desires put agent "${plan.agents[liar]}" in arm control, but it is in treated (world ${world})`,
  );
});

test("an estimator that the design cannot serve is refused before anything is drawn", () => {
  const other = study({ ...input, data: { ...input.data, assign: bernoulli() } });
  expect(() => prepareStudy(other)).toThrow(
    "conflict-graph-estimate: this estimator weighs agents by what they desired under the design conflict-graph, and this design draws no desires: use that design, or another estimator",
  );
});

test("estimates from files take desires from a plan", async () => {
  const { plan, prepared, rows } = await finished;
  const network = join(home, "edges.csv");
  writeFileSync(network, formatEdges(prepared.network));
  const files = {
    network,
    design: '{"kind":"conflict-graph","target":"direct","r":1}',
    exposure: "any-treated",
    units: join(out, "units.csv"),
    contrasts: ["direct=direct:none"],
    estimators: ["conflict-graph-estimate"],
    draws: 100,
    plan: join(out, "plan.json"),
  };
  const [found] = await estimateFiles(files);
  expect((found!.rows[0] as Estimate).estimate).toBeCloseTo((rows[0] as Estimate).estimate, 12);
  const [second] = await estimateFiles({ ...files, world: 1 });
  expect((second!.rows[0] as Estimate).n[0]).toBeLessThan((found!.rows[0] as Estimate).n[0]);
  const { plan: _, ...without } = files;
  await expect(estimateFiles(without)).rejects.toThrow(
    "conflict-graph-estimate: the plan must hold what every agent desired (desires), got none: give the plan that was drawn, or use another estimator",
  );
  const fewer = join(home, "fewer.json");
  const { hash: __, ...rest } = plan;
  const short = { ...rest, assignments: plan.assignments.slice(0, 2), desires: plan.desires!.slice(0, 2) };
  writeFileSync(fewer, canonicalJson({ ...short, hash: planHash(short) }));
  await expect(estimateFiles({ ...files, plan: fewer })).rejects.toThrow(
    "plan: the unit table has a world 2, the plan has 2",
  );
  const foreign = { ...rest, networkHash: "0".repeat(64) };
  writeFileSync(fewer, canonicalJson({ ...foreign, hash: planHash(foreign) }));
  await expect(estimateFiles({ ...files, plan: fewer })).rejects.toThrow(
    "plan: the plan was drawn for another network than that of --network",
  );
});
