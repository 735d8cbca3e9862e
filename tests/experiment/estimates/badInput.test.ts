import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { SpillwayError } from "../../../src/core/SpillwayError.ts";
import { type EstimateFilesOptions, estimateFiles } from "../../../src/experiment/estimates/estimateFiles.ts";
import { spillway } from "../../cli/spillway.ts";

// Data that an estimator cannot answer from: a sentence and exit code 2, or a row that says why there is no estimate, no error or no interval.
const cwd = mkdtempSync(join(tmpdir(), "spillway-estimators-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const put = (file: string, text: string): void => writeFileSync(join(cwd, file), text);

// Four triangles in a row.
const N = 12;
const triangles = [0, 3, 6, 9].flatMap((b): [number, number][] => [
  [b, b + 1],
  [b, b + 2],
  [b + 1, b + 2],
]);
const bridges: [number, number][] = [
  [2, 3],
  [5, 6],
  [8, 9],
];
const lines = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map((row) => `${row.join()}\n`).join("");
put("edges.csv", lines([["source", "target"], ...triangles, ...bridges]));
put("islands.csv", lines([["source", "target"], ...triangles]));
put("negative.csv", lines([["source", "target", "weight"], ...bridges.map((e) => [...e, -1])]));

type Column = (i: number) => string | number;
const USUAL: Readonly<Record<string, Column>> = {
  agent: (i) => i,
  arm: (i) => [1, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1][i]!,
  outcome: (i) => [3, 5, 2, 4, 6, 1, 7, 2, 8, 3, 1, 6][i]!,
  group: (i) => Math.floor(i / 3),
  x: (i) => [1, 4, 2, 8, 5, 7, 3, 6, 9, 1, 2, 5][i]!,
};
function table(changed: Readonly<Record<string, Column>>, agents = N): string {
  const columns = { ...USUAL, ...changed };
  const rows = Array.from({ length: agents }, (_, i) => Object.values(columns).map((of) => of(i)));
  return lines([Object.keys(columns), ...rows]);
}
const twoStage = (...groups: readonly number[]): string =>
  JSON.stringify({
    kind: "two-stage",
    groups: Array.from({ length: N }, (_, i) => Math.floor(i / 3)),
    saturations: groups.map((count, k) => ({ treated: 2 - k, groups: count })),
  });

interface Case {
  readonly estimator: string;
  readonly ask?: Pick<EstimateFilesOptions, "inquiries"> & Partial<Pick<EstimateFilesOptions, "contrasts">>;
  readonly units?: Readonly<Record<string, Column>>;
  readonly agents?: number;
  readonly design?: object | string;
  readonly exposure?: string;
  readonly network?: string;
  readonly more?: Partial<EstimateFilesOptions>;
  /** Words of the error, or of the row's `because`, `withheld` or warnings. */
  readonly says: RegExp;
}
const CONTRAST = { contrasts: ["c=treated:control"] };
const asks = (question: string) => ({ inquiries: [`q=${question}`] });
const regression = (settings: object): string => JSON.stringify({ kind: "exposure-regression", ...settings });

/** The rows, as the command line prints them; or the words of the error that it ends with, with exit code 2. */
async function outcomeOf({ estimator, ask = CONTRAST, units = {}, agents, ...rest }: Case) {
  const { design = { kind: "bernoulli", probability: 0.5 }, exposure = "own-arm", more = {} } = rest;
  put("units.csv", table(units, agents));
  const file = (name: string): string => join(cwd, name);
  try {
    const [block] = await estimateFiles({
      ...{ network: file(rest.network ?? "edges.csv"), units: file("units.csv"), exposure },
      ...{ design: typeof design === "string" ? design : JSON.stringify(design), estimators: [estimator] },
      ...{ contrasts: [], ...ask, ...more },
    });
    return { rows: block!.rows as readonly Row[], err: "" };
  } catch (cause) {
    if (!(cause instanceof SpillwayError)) throw cause;
    return { rows: [], err: cause.message };
  }
}

/** Numbers and words of the inner layers, that nobody should read. */
const INNER = /NaN|Infinity|undefined|\[object|\n {4}at |studentTQuantile/;

const halfTreated: Column = (i) => Number(i < 6);
const oneOfEach = { arm: (i: number) => [1, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0][i]! };

const refused: readonly (readonly [string, Case])[] = [
  [
    "a covariate that is text",
    {
      estimator: regression({ covariates: ["x"] }),
      units: { x: (i) => "abc"[i % 3]! },
      says: /column "x" must hold numbers, and that of agent "0" is "a"/,
    },
  ],
  [
    "a covariate that is text, of an outside model",
    {
      estimator: '{"kind":"difference-estimator","predictions":"x"}',
      units: { x: () => "high" },
      says: /column "x" must hold numbers/,
    },
  ],
  [
    "an unknown covariate",
    { estimator: "hajek", more: { covariates: ["nope"] }, says: /no covariate "nope"/ },
  ],
  [
    "a baseline that the data have not",
    { estimator: "hajek", more: { baseline: [0] }, says: /no outcomes of round 0: the data have rounds 1/ },
  ],
  ["an unknown cluster column", { estimator: "hajek", more: { cluster: "nope" }, says: /no column "nope"/ }],
  [
    "an agent without a cluster",
    {
      estimator: "hajek",
      units: { group: (i) => (i === 3 ? "" : 1) },
      more: { cluster: "group" },
      says: /units\.csv:5:.*"3" has none/,
    },
  ],
  [
    "runs as clusters, and one run",
    { estimator: "hajek", more: { cluster: "world" }, says: /at least two worlds/ },
  ],
  [
    "an agent twice",
    {
      estimator: "hajek",
      units: { agent: (i) => (i === 1 ? 0 : i) },
      says: /units\.csv:3:.*"0" stands twice/,
    },
  ],
  [
    "a network that covers no unit",
    { estimator: "hajek", units: { agent: (i) => `z${i}` }, says: /agent "z0" is not in the network/ },
  ],
  [
    "negative weights",
    {
      estimator: "hajek",
      network: "negative.csv",
      more: { weight: "weight" },
      says: /negative\.csv:2: network: weight must be a finite number above 0/,
    },
  ],
  [
    "a probability above 1",
    {
      estimator: "hajek",
      design: { kind: "bernoulli", probability: 2 },
      says: /must be a probability from 0 to 1/,
    },
  ],
  [
    "everybody treated by the design",
    { estimator: "hajek", design: { kind: "complete", treated: 12 }, says: /from 1 to 11/ },
  ],
  [
    "a saturation above 1",
    { estimator: "two-stage-effects", ask: asks("policy:total:1.2:0"), says: /from 0 to 1, got 1\.2/ },
  ],
  [
    "a direct effect where all are treated",
    { estimator: "two-stage-effects", ask: asks("policy:direct:1"), says: /between 0 and 1, got 1/ },
  ],
  [
    "a policy against itself",
    {
      estimator: "partial-interference",
      ask: asks("policy:total:0.5:0.5"),
      says: /two different saturations, got 0\.5 twice/,
    },
  ],
  [
    "a negative distance",
    {
      estimator: "focal-unit-test",
      ask: asks("test:no-spillover:-1"),
      says: /whole number of at least 0, got -1/,
    },
  ],
  [
    "an unknown focal agent",
    {
      estimator: '{"kind":"focal-unit-test","focals":["zz"]}',
      ask: asks("test:no-spillover"),
      says: /focal agent "zz" is not in the network/,
    },
  ],
  [
    "an order of 0",
    { estimator: '{"kind":"snipe","order":0}', ask: asks("global"), says: /at least 1, got 0/ },
  ],
];

test.each(refused)("refused: %s", async (_, given) => {
  const { rows, err } = await outcomeOf(given);
  expect(rows).toEqual([]);
  expect(err).toMatch(given.says);
  expect(err).not.toMatch(INNER);
  expect(err.length).toBeLessThan(2000);
});

const cluster = {
  kind: "cluster",
  clusters: Array.from({ length: N }, (_, i) => Math.floor(i / 3)),
  treated: 1,
};
const firstTriangle: Column = (i) => Number(i < 3);
const WITHOUT_ERROR = ["hajek", "horvitz-thompson", "difference-in-means", regression({})] as const;

const unanswered: readonly (readonly [string, Case])[] = [
  [
    "rank deficiency: a constant covariate",
    {
      estimator: regression({ covariates: ["x"] }),
      units: { x: () => 3 },
      says: /the other columns of the regression determine x/,
    },
  ],
  [
    "rank deficiency: a covariate twice",
    {
      estimator: regression({ covariates: ["x", "y"] }),
      units: { y: (i) => 2 * Number(USUAL.x!(i)) },
      says: /determine y/,
    },
  ],
  [
    "more covariates than agents",
    {
      estimator: regression({ covariates: ["x", "y", "v"] }),
      units: { y: (i) => i ** 2, v: (i) => i ** 3, outcome: (i) => (i < 4 ? i : "") },
      says: /5 coefficients cannot be fitted to 4 agents/,
    },
  ],
  [
    "a constant covariate of propensities",
    {
      estimator: '{"kind":"generalized-propensity","covariates":["x"]}',
      units: { x: () => 3 },
      says: /covariate "x" is a combination of the constant/,
    },
  ],
  [
    "a covariate that is missing of all",
    {
      estimator: regression({ covariates: ["x"] }),
      units: { x: () => "" },
      says: /no agents? .*with a known x/,
    },
  ],
  [
    "predictions that are missing of all",
    {
      estimator: '{"kind":"difference-estimator","predictions":"x"}',
      units: { x: () => "" },
      says: /with a known x$/,
    },
  ],
  [
    "a covariate that tells the arms",
    {
      estimator: '{"kind":"augmented-weighting","covariates":["x"]}',
      units: { x: USUAL.arm! },
      says: /separation/,
    },
  ],
  [
    "nobody treated",
    { estimator: "hajek", units: { arm: () => 0 }, says: /no agent is in condition treated/ },
  ],
  [
    "a design that leaves nothing to chance",
    {
      estimator: "hajek",
      units: { arm: () => 1 },
      design: { kind: "bernoulli", probability: 1 },
      says: /no agent can be in both/,
    },
  ],
  [
    "everybody treated, without a mapping",
    {
      estimator: "exposure-slope",
      ask: asks("slope:share"),
      units: { arm: () => 1 },
      says: /determine share/,
    },
  ],
  [
    "a saturation with one group",
    {
      estimator: "two-stage-effects",
      ask: asks("policy:total:0.67:0.33"),
      units: oneOfEach,
      network: "islands.csv",
      design: twoStage(1, 3),
      says: /at least two groups with a saturation of 0\.67, got 1/,
    },
  ],
  [
    "a saturation that the design has not",
    {
      estimator: "two-stage-effects",
      ask: asks("policy:total:1:0"),
      units: { arm: (i) => [1, 1, 0, 0, 1, 0][i % 6]! },
      network: "islands.csv",
      design: twoStage(2, 2),
      says: /no saturation of 1: its saturations are 0\.6667, 0\.3333/,
    },
  ],
  [
    "α outside what was seen",
    {
      estimator: "partial-interference",
      ask: asks("policy:total:0.99:0.01"),
      more: { cluster: "group" },
      says: /0\.99 is outside the shares treated that were seen in groups, 0\.333 to 0\.667/,
    },
  ],
  [
    "α of 1 and 0",
    {
      estimator: "partial-interference",
      ask: asks("policy:total:1:0"),
      more: { cluster: "group" },
      says: /a share of 1 is outside/,
    },
  ],
  [
    "one group",
    {
      estimator: "partial-interference",
      ask: asks("policy:total:0.6:0.4"),
      units: { group: () => 1 },
      more: { cluster: "group" },
      says: /at least two groups with outcomes, got 1/,
    },
  ],
  [
    "one stage of a roll-out",
    { estimator: "rollout-interpolation", ask: asks("global"), says: /needs 2 stages/ },
  ],
  [
    "a design without coins",
    {
      estimator: "snipe",
      ask: asks("global"),
      design: { kind: "complete", treated: 6 },
      says: /products over independent coins/,
    },
  ],
  ["a floor that nobody reaches", { estimator: "hajek", more: { floor: 0.9 }, says: /at least 0\.9/ }],
  ...[
    "randomization-test",
    "focal-unit-test",
    "imputation-test",
    "biclique-test",
    "specification-test",
  ].flatMap((kind): (readonly [string, Case])[] => {
    const question =
      {
        "randomization-test": "no-effect",
        "biclique-test": "equal-conditions:indirect:none",
        "specification-test": "exposure-own",
      }[kind] ?? "no-spillover";
    const given = { estimator: kind, ask: asks(`test:${question}`), exposure: "any-treated" };
    return [
      [`${kind}: no outcome`, { ...given, units: { outcome: () => "" }, says: /no outcome was observed/ }],
      [
        `${kind}: one outcome`,
        {
          ...given,
          units: { outcome: (i) => (i === 0 ? 1 : "") },
          says: /one outcome was observed|have an outcome, and it takes 2|has an outcome, and it takes 2/,
        },
      ],
    ];
  }),
];

interface Row {
  readonly because?: string;
  readonly withheld?: string;
  readonly estimate?: number;
  readonly se?: number;
  readonly ci?: readonly number[];
  readonly p?: number;
  readonly warnings: readonly string[];
}
const rowsOf = async (given: Case): Promise<readonly Row[]> => {
  const { rows, err } = await outcomeOf(given);
  expect(err).toBe("");
  const text = JSON.stringify(rows, (_, value: unknown) =>
    typeof value === "number" && !Number.isFinite(value) ? "NaN" : value,
  );
  expect(text).not.toMatch(INNER);
  return rows;
};

test.each(unanswered)("no estimate: %s", async (_, given) => {
  const [row] = await rowsOf(given);
  expect(row!.because).toMatch(given.says);
  expect(row).not.toHaveProperty("estimate");
  expect(row).not.toHaveProperty("p");
});

const withheld: readonly (readonly [string, Case])[] = [
  ...WITHOUT_ERROR.map((estimator): readonly [string, Case] => [
    `a constant outcome: ${estimator}`,
    estimator === "horvitz-thompson"
      ? {
          estimator,
          units: { arm: (i) => Number(i === 0) },
          says: /needs two agents in each condition, and treated has fewer/,
        }
      : { estimator, units: { outcome: () => 5 }, says: /no variation/ },
  ]),
  ...WITHOUT_ERROR.map((estimator): readonly [string, Case] => [
    `one cluster in an arm: ${estimator}`,
    {
      estimator,
      units: { arm: firstTriangle },
      design: cluster,
      more: { cluster: "group" },
      says: /two clusters with agents in each condition, got 1 and 3|effective sample size of condition treated/,
    },
  ]),
  ...WITHOUT_ERROR.map((estimator): readonly [string, Case] => [
    `one cluster in all: ${estimator}`,
    { estimator, units: { group: () => 1 }, more: { cluster: "group" }, says: /two clusters/ },
  ]),
  [
    "one agent in a condition, errors by the network",
    {
      estimator: regression({ errors: "network" }),
      units: { arm: (i) => Number(i === 0) },
      says: /treated has fewer/,
    },
  ],
  [
    "a bandwidth that takes in everybody",
    {
      estimator: regression({ errors: "network", bandwidth: 99 }),
      says: /room for 1\.0 such neighbourhoods/,
    },
  ],
  [
    "two clusters, half of the agents in each",
    {
      estimator: "hajek",
      units: { arm: halfTreated },
      design: { ...cluster, clusters: Array.from({ length: N }, (_, i) => Number(i < 6)) },
      says: /effective sample size of condition treated under the design is 1/,
    },
  ],
  [
    "nobody in a condition, unknown interference",
    { estimator: "expected-effect", units: { arm: () => 1 }, says: /control has fewer/ },
  ],
  [
    "outcomes that cannot be squared",
    {
      estimator: "hajek",
      units: { outcome: (i) => (i % 2 ? "1e308" : "-1e308") },
      says: /beyond the numbers/,
    },
  ],
  [
    "predictions that cannot be squared",
    {
      estimator: '{"kind":"difference-estimator","predictions":"x"}',
      units: { x: (i) => (i % 2 ? "1e300" : "-1e300") },
      says: /beyond the numbers/,
    },
  ],
];

test.each(withheld)("no error and no interval: %s", async (_, given) => {
  const [row] = await rowsOf(given);
  expect(row!.withheld).toMatch(given.says);
  expect(row).not.toHaveProperty("ci");
  expect(row).not.toHaveProperty("se");
});

describe("tests that say little say so", () => {
  test("fewer than 20 assignments", async () => {
    const design = {
      kind: "fixed",
      assignments: [0, 1].map((flip) =>
        Array.from({ length: N }, (_, i) => Math.abs(flip - Number(USUAL.arm!(i)))),
      ),
    };
    const [row] = await rowsOf({
      estimator: "randomization-test",
      ask: asks("test:no-effect"),
      design,
      says: /./,
    });
    expect(row!.p).toBe(1);
    expect(row!.warnings.join()).toMatch(
      /cannot reach 0\.05: only 2 assignments are possible, and it takes 20/,
    );
  });

  test("an interval by inversion is none where nobody is to be compared with, or ends are no numbers", async () => {
    for (const units of [{ arm: () => 1 }, { outcome: (i: number) => (i % 2 ? "1e308" : "-1e308") }]) {
      const [row] = await rowsOf({
        estimator: "randomization-test",
        ask: asks("test:no-effect"),
        units,
        says: /./,
      });
      expect(row!.p).toBeGreaterThan(0);
      expect(row).not.toHaveProperty("ci");
    }
  });
});

test("without a single outcome no range of outcomes is supposed", async () => {
  const rows = await rowsOf({ estimator: "hajek", units: { outcome: () => "" }, says: /./ });
  expect(rows.map(({ because }) => because).join()).toMatch(/declare them with outcomeRange/);
  expect(rows.every((row) => row.because !== undefined)).toBe(true);
});

test("covariates with decimal commas are numbers where outcomes are", async () => {
  put(
    "comma.csv",
    table({ outcome: (i) => `${USUAL.outcome!(i)}`, x: (i) => `${USUAL.x!(i)}.5` })
      .replaceAll(",", ";")
      .replaceAll(".", ","),
  );
  put("point.csv", table({ x: (i) => `${USUAL.x!(i)}.5` }));
  const of = async (units: string): Promise<number | undefined> => {
    const [block] = await estimateFiles({
      ...{
        network: join(cwd, "edges.csv"),
        units: join(cwd, units),
        exposure: "own-arm",
        design: "bernoulli",
      },
      ...{ ...CONTRAST, estimators: [regression({ covariates: ["x"] })] },
    });
    return (block!.rows[0] as Row).estimate;
  };
  const [comma, point] = [await of("comma.csv"), await of("point.csv")];
  expect(point).toBeTypeOf("number");
  expect(comma).toBe(point);
});

test("on the command line they end with exit code 2 and the same words", () => {
  const args = ["estimate", "--network", "edges.csv", "--units", "units.csv", "--design", "bernoulli"];
  args.push("--exposure", "own-arm", ...["--contrast", "c=treated:control", "--baseline", "0", "--json"]);
  put("units.csv", table({}));
  const { code, out, err } = spillway(args, { cwd });
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(/no outcomes of round 0: the data have rounds 1/);
  expect(err).not.toMatch(INNER);
});
