import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { estimators } from "../../estimators/catalogue.ts";
import { estimatorChoices } from "../../src/compare/estimatorChoices.ts";
import { diagnose } from "../../src/diagnose/diagnose.ts";
import { check } from "../../src/experiment/check.ts";
import { estimateFiles } from "../../src/experiment/estimates/estimateFiles.ts";
import { runStudy } from "../../src/experiment/runStudy.ts";
import { prepareStudy } from "../../src/study/prepareStudy.ts";
import type { Study } from "../../src/study/study.ts";
import { studyData, studyHash } from "../../src/study/studyData.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-inquiries-"));
afterAll(() => rmSync(folder, { recursive: true }));

const text = (inquiry: string, answer: string, more = ""): string => `
seed: 5
model:
  network: { kind: ring-lattice, n: 60, k: 4 }
  agents: { kind: linear-in-means, direct: 1, indirect: 0.5, noise: 0.2 }
inquiry: ${inquiry}
data:
  assign: { kind: bernoulli, probability: 0.5 }
  expose: own-arm
  rounds: 3
answer: ${answer}
${more}`;

const ALL = `
  own: [treated, control]
  everybody: { kind: global }
  share: { kind: slope, on: share }
  sharp: { kind: test, hypothesis: no-effect }
  reach: { kind: test, hypothesis: no-spillover, distance: 1 }`;
const ANSWER = `[hajek, { kind: exposure-regression, covariates: [degree], slopes: common }, snipe, exposure-slope, randomization-test, focal-unit-test]`;
const read = (inquiry: string, answer: string, more = ""): Promise<Study> =>
  parseStudy(text(inquiry, answer, more), { file: "study.yaml" });

describe("inquiries of a study", () => {
  it("contrasts and others are told apart, as a mapping and as a list, and are written down again", async () => {
    const study = await read(ALL, "[hajek, snipe, exposure-slope, randomization-test, focal-unit-test]");
    expect(study.inquiry).toEqual([{ name: "own", first: "treated", second: "control" }]);
    expect(study.further).toEqual([
      { kind: "global", name: "everybody" },
      { kind: "slope", name: "share", on: "share" },
      { kind: "test", name: "sharp", hypothesis: "no-effect" },
      { kind: "test", name: "reach", hypothesis: "no-spillover", distance: 1 },
    ]);
    const listed = `\n${(studyData(study).inquiry as object[]).map((one) => `  - ${JSON.stringify(one)}`).join("\n")}`;
    const again = await read(listed, "[hajek, snipe, exposure-slope, randomization-test, focal-unit-test]");
    expect(studyHash(again)).toBe(studyHash(study));
  });

  it("a study of contrasts alone has the hash that it had before", async () => {
    const study = await read("{ own: [treated, control] }", "[hajek]");
    expect("further" in study || "simultaneous" in study || "adjust" in study).toBe(false);
    expect(studyData(study).inquiry).toEqual([{ name: "own", first: "treated", second: "control" }]);
  });

  it.each([
    [
      "{ a: { kind: globe } }",
      "[snipe]",
      'inquiry.a.kind must be valid (kind must be one of policy, slope, global, test, most), got "globe"',
    ],
    ["{ a: { kind: global, share: 1 } }", "[snipe]", "inquiry.a"],
    ["{ a: { kind: policy, effect: total } }", "[two-stage-effects]", "inquiry.a.saturation"],
    [
      "{ a: { kind: policy, effect: direct, saturation: 1 } }",
      "[two-stage-effects]",
      "the saturation of direct must be between 0 and 1, got 1",
    ],
    [
      "{ a: { kind: policy, effect: total, saturation: 0.5, reference: 0.5 } }",
      "[two-stage-effects]",
      "must compare two different saturations",
    ],
    [
      "{ a: { kind: test, hypothesis: no-spillover, distance: -1 } }",
      "[focal-unit-test]",
      "inquiry.a.distance",
    ],
    ["{ a: { kind: global } }", "[hajek]", 'no estimator of answer takes "a", an inquiry of the kind global'],
    [
      "{ a: [treated, control] }",
      "[hajek, snipe]",
      "answer names snipe, which answers inquiries of the kind global, and the study asks none",
    ],
    [
      "{ a: { kind: test, hypothesis: no-efect } }",
      "[randomization-test]",
      'no estimator of answer takes "a"',
    ],
    ["{}", "[hajek]", "inquiry must hold at least one contrast or other inquiry, got none"],
  ])("%s with %s: an error with its place", async (inquiry, answer, wanted) => {
    const fault = await read(inquiry, answer).then(
      () => "",
      (error: Error) => error.message,
    );
    expect(fault).toContain(wanted);
    expect(fault).toMatch(/^study\.yaml:\d+/);
    expect(fault.length).toBeLessThan(2000);
  });
});

describe("what an estimator reads and the study will not have", () => {
  it.each([
    [
      "{ kind: exposure-regression, covariates: [age] }",
      "it needs the covariate age, which is not known of the agents",
    ],
    ["{ kind: change-from-baseline, baseline: [7] }", "it needs round 7, and the study has rounds 1 to 3"],
  ])("%s is refused with its place, before anything is spent", async (estimator, wanted) => {
    const study = await read("{ own: [treated, control] }", `[hajek, ${estimator}]`);
    expect(() => check(study)).toThrow(wanted);
    expect(() => check(study)).toThrow(/^study\.yaml:\d+/);
    await expect(runStudy(study, { out: join(folder, "refused") })).rejects.toThrow(wanted);
  });
});

describe("every verb takes them", () => {
  it("run, its files and the report: one table, contrasts first", async () => {
    const study = await read(ALL, ANSWER, "simultaneous: true\nadjust: holm");
    const out = join(folder, "run");
    const result = await runStudy(study, { out });
    if (!result.complete) throw new Error("not complete");
    expect(result.rows.map((row) => `${row.contrast} ${row.estimator}`)).toEqual([
      "own hajek",
      "own exposure-regression",
      "everybody snipe",
      "share exposure-slope",
      "sharp randomization-test",
      "reach focal-unit-test",
    ]);
    expect(result.truths?.contrasts.map(({ contrast }) => contrast)).toEqual(["own", "everybody"]);
    const csv = readFileSync(join(out, "estimates.csv"), "utf8").trimEnd().split("\n");
    expect(csv).toHaveLength(7);
    expect(csv[0]).toMatch(
      /,kind,statistic,p,assignments,simultaneous_low,simultaneous_high,adjusted_p,quantity,policy,link$/,
    );
    const { rows } = JSON.parse(readFileSync(join(out, "estimates.json"), "utf8")) as {
      rows: Record<string, unknown>[];
    };
    expect(rows.map(({ kind }) => kind)).toEqual([undefined, undefined, "global", "slope", "test", "test"]);
    expect(rows[0]).toHaveProperty("simultaneous");
    for (const row of rows.slice(4)) expect(row.adjusted).toBeGreaterThanOrEqual(row.p as number);
    expect(JSON.stringify(rows)).not.toMatch(/NaN|Infinity/);
  });

  it("check tells what is asked, by whom, and the error to be expected", async () => {
    const found = check(await read(ALL, ANSWER));
    expect(found.further?.map(({ name, kind, answers }) => [name, kind, answers.length])).toEqual([
      ["everybody", "global", 1],
      ["share", "slope", 1],
      ["sharp", "test", 1],
      ["reach", "test", 1],
    ]);
    expect(found.further?.[0]?.answers[0]?.se).toBeGreaterThan(0);
  });

  it("diagnose judges the global effect by its truth, and tests by how often they reject", async () => {
    const study = await read(ALL, ANSWER);
    const { rows } = await diagnose(study, { simulations: 20, replays: 20 });
    const of = (contrast: string) => rows.find((row) => row.contrast === contrast)!;
    expect(of("everybody").truth?.value).toBeCloseTo(1.5, 1);
    expect(of("everybody").kind).toBe("global");
    // The effect of treatment is five times the noise: a test of no effect finds it.
    expect(of("sharp").power.value).toBe(1);
    expect(of("sharp").noEstimate.value).toBe(0);
    expect(of("reach").truth).toBeUndefined();
  });

  it("which estimator: applies, or why not", async () => {
    const choices = estimatorChoices(estimators, prepareStudy(await read(ALL, ANSWER)));
    expect(choices.map(({ kind }) => kind)).toEqual(estimators.map(({ kind }) => kind));
    for (const { applies, because, inquiries, assumes } of choices) {
      expect(applies ? inquiries.length > 0 && assumes.length > 0 : because !== undefined).toBe(true);
    }
    const of = (kind: string) => choices.find((one) => one.kind === kind)!;
    expect(of("two-stage-effects").because).toBe(
      "it answers inquiries of the kind policy, and the study asks none",
    );
    expect(of("change-from-baseline").because).toMatch(/^it needs settings: .*baseline/);
    expect(of("snipe").inquiries[0]!.se).toBeGreaterThan(0);
  });
});

describe("from files", () => {
  const random = (i: number): number => ((i * 7919) % 101) / 101;
  const network = join(folder, "edges.csv");
  const units = join(folder, "units.csv");
  const ids = Array.from({ length: 60 }, (_, i) => `a${i}`);
  writeFileSync(network, `source,target\n${ids.map((id, i) => `${id},${ids[(i + 1) % 60]}`).join("\n")}\n`);
  const rows = [0, 1, 2].flatMap((round) =>
    ids.map((id, i) => {
      const treated = random(i) < 0.5 ? 1 : 0;
      const outcome =
        10 * random(i + 13) + round + (round === 2 ? 2 * treated : 0) + random(31 * i + round) / 5;
      return `${round},${id},${treated === 1 ? "treated" : "control"},${outcome.toFixed(4)},${i % 3 === 0 ? "x" : "y"},${20 + (i % 7)}`;
    }),
  );
  writeFileSync(units, `round,agent,arm,outcome,group,age\n${rows.join("\n")}\n`);
  const files = { network, units, design: "bernoulli", exposure: "own-arm", round: "2" };
  const asked = { contrasts: ["own=treated:control"] };

  it("--covariates and --baseline add a regression and changes, which are far more precise where outcomes persist", async () => {
    const [block] = await estimateFiles({ ...files, ...asked, covariates: ["age"], baseline: [0, 1] });
    const found = new Map(block!.rows.map((row) => [row.estimator, row]));
    expect([...found.keys()]).toEqual([
      "hajek",
      "horvitz-thompson",
      "exposure-regression",
      "change-from-baseline",
    ]);
    const seOf = (name: string): number => (found.get(name) as { se: number }).se;
    expect(seOf("change-from-baseline")).toBeLessThan(seOf("hajek") / 5);
    expect(seOf("exposure-regression")).toBeLessThan(seOf("hajek") / 5);
    expect((found.get("change-from-baseline") as { estimate: number }).estimate).toBeCloseTo(2, 0);
  });

  it("--by adds rows about each group, whose populations add up", async () => {
    const [block] = await estimateFiles({ ...files, ...asked, estimators: ["hajek"], by: "group" });
    expect(block!.rows.map(({ contrast, population }) => [contrast, population])).toEqual([
      ["own", 60],
      ["own (group = x)", 20],
      ["own (group = y)", 40],
    ]);
    const weighted = block!.rows.slice(1).map((row) => row.notes.join());
    expect(weighted[0]).toContain("the contrast is about agents with group = x: 40 agents left out");
  });

  it("--inquiry asks the rest, of the usual estimators when nobody is named", async () => {
    const inquiries = [
      "everybody=global",
      "sharp=test:no-effect",
      "reach=test:no-spillover:1",
      "per=slope:count",
    ];
    const [block] = await estimateFiles({ ...files, contrasts: [], inquiries });
    expect(block!.rows.map((row) => `${row.contrast} ${row.estimator}`)).toEqual([
      "everybody snipe",
      "sharp randomization-test",
      "reach focal-unit-test",
      "reach imputation-test",
      "per exposure-slope",
    ]);
  });

  it.each([
    [{ by: "age", contrasts: ["own=treated:control"], round: "all" }, undefined],
    [{ by: "nobody", contrasts: ["own=treated:control"] }, '--by: the unit table has no column "nobody"'],
    [
      { covariates: ["weight"], contrasts: ["own=treated:control"] },
      'covariates: there is no covariate "weight"',
    ],
    [{ baseline: [9], contrasts: ["own=treated:control"] }, "baseline: there are no outcomes of round 9"],
    [{ contrasts: [], inquiries: ["x=policy:direct"] }, "--inquiry: wanted a saturation"],
    [{ contrasts: [], inquiries: ["x=globe"] }, '(did you mean "global"?)'],
    [{ contrasts: [], inquiries: ["x=test:no-efect"] }, "estimate: none of the estimators"],
    [
      { contrasts: [] },
      "wanted at least one --contrast name=first:second or --inquiry name=question, got none",
    ],
  ])("%j", async (options, wanted) => {
    const fault = await estimateFiles({ ...files, ...options }).then(
      () => undefined,
      (error: Error) => error.message,
    );
    if (wanted === undefined) expect(fault).toBeUndefined();
    else expect(fault).toContain(wanted);
  });
});
