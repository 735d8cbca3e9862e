import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { AnswerRow, Estimate } from "../../../estimators/Estimator.ts";
import { type EstimateFilesOptions, estimateFiles } from "../../../src/experiment/estimates/estimateFiles.ts";

const home = mkdtempSync(join(tmpdir(), "spillway-runs-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));
let files = 0;
const put = (text: string): string => {
  const file = join(home, `${files++}.csv`);
  writeFileSync(file, text);
  return file;
};
const message = (request: Promise<unknown>): Promise<string> =>
  request.then(
    () => "no error",
    (error: Error) => error.message.replaceAll(`${home}/`, ""),
  );

const AGENTS = 12;
const agent = (i: number): string => `a${String(i).padStart(2, "0")}`;
const treated = (world: number, i: number): boolean => (i + world) % 2 === 0;
const ring = put(
  `source,target\n${Array.from({ length: AGENTS }, (_, i) => `${agent(i)},${agent((i + 1) % AGENTS)}`).join("\n")}\n`,
);
const outcome = (world: number, round: number, i: number): number =>
  (treated(world, i) ? 2 + world : 0) + round + ((7 * i + 3 * world) % 5) / 5;
const table = (worlds: number, rounds: readonly (number | undefined)[], arm = treated): string =>
  [
    `agent,world,${rounds[0] === undefined ? "" : "round,"}arm,outcome`,
    ...rounds.flatMap((round) =>
      Array.from({ length: worlds }, (_, world) =>
        Array.from({ length: AGENTS }, (_, i) =>
          [
            agent(i),
            world,
            ...(round === undefined ? [] : [round]),
            arm(world, i) ? "treated" : "control",
            outcome(world, round ?? 0, i),
          ].join(","),
        ),
      ).flat(),
    ),
  ].join("\n");
const base = {
  network: ring,
  design: '{"kind":"complete","treated":6}',
  exposure: "own-arm",
  contrasts: ["own=treated:control"],
  estimators: ["hajek"],
} as const;
const estimateOf = (row: AnswerRow | undefined): Estimate => row as Estimate;

describe("errors by runs", () => {
  test.each(["world", "run"])(
    "--cluster %s has the spread between worlds, t of their number − 1, and all signs",
    async (cluster) => {
      const units = put(table(5, [undefined]));
      const [block] = await estimateFiles({ ...base, units, cluster });
      const row = estimateOf(block!.rows[0]);
      const single = await Promise.all(
        [0, 1, 2, 3, 4].map(
          async (world) => estimateOf((await estimateFiles({ ...base, units, world }))[0]!.rows[0]).estimate,
        ),
      );
      const mean = single.reduce((a, b) => a + b, 0) / 5;
      const se = Math.sqrt(single.reduce((a, one) => a + (one - mean) ** 2, 0) / 4 / 5);
      expect(row.estimate).toBeCloseTo(mean, 12);
      expect(row.se).toBeCloseTo(se, 12);
      expect(row).toMatchObject({
        degrees: 4,
        varianceMethod: "between-runs",
        signs: { p: 0.0625, least: 0.0625, listed: true, runs: 5 },
      });
      expect(row.notes.join()).toContain("p of all 32 signs of the runs' estimates: 0.0625");
      expect(row.warnings.join()).toContain("rests on 5 runs");
    },
  );

  test("one world has no spread, and a column of that name is a column", async () => {
    expect(
      await message(estimateFiles({ ...base, units: put(table(1, [undefined])), cluster: "world" })),
    ).toContain("need at least two worlds");
    const named = put(
      table(2, [undefined])
        .split("\n")
        .map((line, k) => `${line},${k === 0 ? "run" : `r${k % 4}`}`)
        .join("\n"),
    );
    const [block] = await estimateFiles({ ...base, units: named, cluster: "run" });
    expect(estimateOf(block!.rows[0]).varianceMethod).toContain("cluster");
  });

  test("arms of whole runs are refused with the command that compares runs", async () => {
    const units = put(table(4, [undefined], (world) => world < 2));
    expect(await message(estimateFiles({ ...base, units, design: "bernoulli" }))).toContain(
      "--system arm --task world --unpaired compares runs",
    );
  });
});

describe("all rounds", () => {
  test("have one more block with their mean, whose error is the mean of their errors", async () => {
    const blocks = await estimateFiles({ ...base, units: put(table(1, [0, 1, 2])), round: "all" });
    expect(blocks.map(({ round, pooled }) => pooled ?? `round ${round}`)).toEqual([
      "round 0",
      "round 1",
      "round 2",
      3,
    ]);
    const rows = blocks.map((block) => estimateOf(block.rows[0]));
    const pooled = rows.pop()!;
    const mean = (of: (row: Estimate) => number): number => rows.reduce((a, row) => a + of(row), 0) / 3;
    expect(pooled.estimate).toBeCloseTo(
      mean((row) => row.estimate),
      12,
    );
    expect(pooled.se).toBeCloseTo(
      mean((row) => row.se!),
      12,
    );
    expect(pooled.ci![0]).toBeCloseTo(
      mean((row) => row.ci![0]),
      12,
    );
    expect(pooled.estimand).toContain("mean over rounds");
  });

  test("over all assignments of a tiny world, the pooled variance is on average no smaller than the true one", async () => {
    const ids = ["a", "b", "c", "d", "e", "f"];
    const network = put(`source,target\n${ids.map((id, i) => `${id},${ids[(i + 1) % 6]}`).join("\n")}\n`);
    const estimates: number[] = [];
    const variances: number[] = [];
    for (let mask = 0; mask < 64; mask++) {
      if ([...mask.toString(2)].filter((bit) => bit === "1").length !== 3) continue;
      const rows = [0, 1].flatMap((round) =>
        ids.map(
          (id, i) =>
            `${id},0,${round},${(mask >> i) & 1 ? "treated" : "control"},${((i * (3 * round + 1)) % 7) + 2 * ((mask >> i) & 1)}`,
        ),
      );
      const blocks = await estimateFiles({
        ...base,
        network,
        design: '{"kind":"complete","treated":3}',
        units: put(`agent,world,round,arm,outcome\n${rows.join("\n")}`),
        round: "all",
      });
      const pooled = estimateOf(blocks.at(-1)!.rows[0]);
      estimates.push(pooled.estimate);
      variances.push(pooled.variance!);
    }
    const mean = estimates.reduce((a, b) => a + b, 0) / estimates.length;
    const truth = estimates.reduce((a, one) => a + (one - mean) ** 2, 0) / estimates.length;
    expect(estimates).toHaveLength(20);
    expect(mean).toBeCloseTo(2, 9);
    expect(variances.reduce((a, b) => a + b, 0) / variances.length).toBeGreaterThanOrEqual(truth);
  });
});

describe("edges that came about in the run", () => {
  const units = put(table(1, [undefined]));
  const realized = put(
    `source,target,messages\n${Array.from({ length: AGENTS }, (_, i) => `${agent(i)},${agent((i + 1) % AGENTS)},2`).join("\n")}\n`,
  );
  const spill = {
    ...base,
    units,
    exposure: "any-treated",
    contrasts: ["x=direct:none"],
    design: '{"kind":"bernoulli"}',
  };
  const claims = async (options: Partial<EstimateFilesOptions>): Promise<string[]> => [
    ...new Set(
      (await estimateFiles({ ...spill, ...options } as EstimateFilesOptions)).flatMap(({ rows }) =>
        rows.map(({ claim }) => claim),
      ),
    ),
  ];

  test.each<[string, Partial<EstimateFilesOptions>, string]>([
    ["declared", {}, "design-based"],
    ["declared with a column of messages, so realized", { network: realized }, "association"],
    ["said to be realized", { edges: "realized" }, "association"],
    ["said to be declared", { network: realized, edges: "declared" }, "design-based"],
    ["of a channel with a known law", { network: realized, channel: "random-partner" }, "design-based"],
    [
      "realized, of the own arm",
      { network: realized, exposure: "own-arm", contrasts: ["x=treated:control"] },
      "design-based",
    ],
  ])("%s", async (_, options, claim) => {
    expect(await claims(options)).toEqual([claim]);
  });

  test("a test on realized edges is an association, too: never randomized", async () => {
    const blocks = await estimateFiles({
      ...spill,
      ...{
        network: realized,
        inquiries: ["t=test:no-effect"],
        contrasts: [],
        estimators: ["randomization-test"],
      },
    });
    expect(blocks.flatMap(({ rows }) => rows.map(({ claim }) => claim))).toEqual(["association"]);
  });

  const messages = (rows: readonly string[]): string =>
    put(`world,round,source,target\n${rows.join("\n")}\n`);

  test("each world and round has the network of its own messages, of a round before with a lag", async () => {
    const log = put(table(2, [0, 1]));
    const heard = messages(
      [0, 1].flatMap((world) =>
        [0, 1].flatMap((round) =>
          Array.from(
            { length: AGENTS },
            (_, i) => `${world},${round},${agent(i)},${agent((i + 1 + 2 * round) % AGENTS)}`,
          ),
        ),
      ),
    );
    const { network: _, ...rest } = spill;
    const share = {
      ...rest,
      units: log,
      heard,
      exposure: "any-treated",
      contrasts: ["x=direct:none"],
      round: "1",
    };
    const [now] = await estimateFiles(share);
    const [before] = await estimateFiles({ ...share, lag: 1 });
    expect(now!.rows[0]!.claim).toBe("association");
    expect(before!.notes.join()).toContain("of 1 round before the outcome");
    const alone = await estimateFiles({
      ...{ ...spill, units: log, round: "1", edges: "realized" as const },
      network: put(
        `source,target\n${Array.from({ length: AGENTS }, (_, i) => `${agent(i)},${agent((i + 1) % AGENTS)}`).join("\n")}\n`,
      ),
      directed: true,
    });
    expect(before!.rows.map((row) => ("estimate" in row ? row.estimate : "none"))).toEqual(
      alone[0]!.rows.map((row) => ("estimate" in row ? row.estimate : "none")),
    );
  });

  test.each<[string, Partial<EstimateFilesOptions>, string]>([
    ["a network beside", { heard: messages(["0,0,a00,a01"]), network: ring }, "give one of them"],
    ["a stranger", { heard: messages(["0,,a00,zoe"]) }, "zoe"],
    ["a lag without rounds", { heard: messages(["0,,a00,a01"]), lag: 1 }, "needs rounds"],
    ["no column", { heard: put("from,to\na,b\n") }, "wants the columns source and target"],
    ["an empty end", { heard: put("source,target\na00,\n") }, "2: estimate: wanted source and target"],
    ["a lag without messages", { lag: 1, network: ring }, "give them with --heard"],
    ["a channel of declared edges", { channel: "yoked", network: ring }, "--edges realized"],
  ])("%s is refused", async (_, options, why) => {
    const { network: __, ...rest } = spill;
    expect(await message(estimateFiles({ ...rest, ...options }))).toContain(why);
  });

  test("arms that change within the lag are refused", async () => {
    const changed = put(table(1, [0, 1]).replace("a00,0,0,treated", "a00,0,0,control"));
    const { network: _, ...rest } = spill;
    expect(
      await message(
        estimateFiles({ ...rest, units: changed, heard: messages(["0,0,a00,a01"]), lag: 1, round: "1" }),
      ),
    ).toContain('is in arm "control" in round 0 and in "treated" in round 1');
  });
});

describe("assignments apart from outcomes", () => {
  const outcomes = (worlds: number): string =>
    put(
      [
        "agent,world,outcome",
        ...Array.from({ length: worlds }, (_, w) =>
          Array.from({ length: AGENTS }, (_, i) => `${agent(i)},${w},${outcome(w, 0, i)}`),
        ).flat(),
      ].join("\n"),
    );
  const arms = (header: string, cells: (world: number, i: number) => string, worlds = 1): string =>
    put(
      [
        header,
        ...Array.from({ length: worlds }, (_, w) =>
          Array.from({ length: AGENTS }, (_, i) => cells(w, i)),
        ).flat(),
      ].join("\n"),
    );
  const armOf = (w: number, i: number): string => (treated(w, i) ? "treated" : "control");
  const rest = { ...base, design: '{"kind":"complete","treated":6}' };

  test.each([
    ["agents", 1, (w: number, i: number) => `${agent(i)},${armOf(w, i)}`, "agent,arm"],
    ["agents and worlds", 3, (w: number, i: number) => `${agent(i)},${w},${armOf(w, i)}`, "agent,world,arm"],
    ["probabilities", 1, (w: number, i: number) => `${agent(i)},${armOf(w, i)},0.5`, "agent,arm,probability"],
  ])("by %s give the numbers of a table that says the arms itself", async (_, worlds, cells, header) => {
    const [apart] = await estimateFiles({
      ...rest,
      units: outcomes(worlds),
      assignments: arms(header, cells, worlds),
    });
    const [together] = await estimateFiles({ ...rest, units: put(table(worlds, [undefined])) });
    expect(apart!.rows).toEqual(together!.rows);
  });

  test("probabilities that agree with the design are said, others refused with the way out", async () => {
    const with_ = (p: number): Partial<EstimateFilesOptions> => ({
      units: outcomes(1),
      assignments: arms("agent,arm,probability", (w, i) => `${agent(i)},${armOf(w, i)},${p}`),
    });
    const [block] = await estimateFiles({ ...rest, ...with_(0.5) } as EstimateFilesOptions);
    expect(block!.notes.join()).toContain(
      "the 12 probabilities of the table of assignments are those of the design",
    );
    const fault = await message(estimateFiles({ ...rest, ...with_(0.3) } as EstimateFilesOptions));
    expect(fault).toContain("with probability 0.3 by the table, and 0.5 by the design");
    expect(fault).toContain('"kind":"bernoulli","probability"');
  });

  test.each([
    ["a unit without an assignment", "agent,arm\na00,treated", "has no row of agent"],
    [
      "an agent twice",
      `agent,arm\n${["a00", "a00"].map((one) => `${one},treated`).join("\n")}`,
      "is assigned twice",
    ],
    ["an unknown column", "agent,arm,colour\na00,treated,red", "there is no column"],
    [
      "a probability of 2",
      "agent,arm,probability\na00,treated,2",
      "2: assignments: probability must be above 0 and at most 1",
    ],
    [
      "an arm that the design has not",
      `agent,arm\n${Array.from({ length: AGENTS }, (_, i) => `${agent(i)},blue`).join("\n")}`,
      "which the design does not have",
    ],
  ])("%s is an error that says where", async (_, text, why) => {
    expect(await message(estimateFiles({ ...rest, units: outcomes(1), assignments: put(text) }))).toContain(
      why,
    );
  });

  test("an arm holds from its round until a later row, and an arm that the log tells as well is compared with it", async () => {
    const rounds = put(table(1, [0, 1]));
    const assigned = put(
      [
        "agent,from-round,arm",
        ...Array.from({ length: AGENTS }, (_, i) => [
          `${agent(i)},0,control`,
          `${agent(i)},1,${armOf(0, i)}`,
        ]).flat(),
      ].join("\n"),
    );
    const [block] = await estimateFiles({ ...rest, units: rounds, assignments: assigned, round: "1" });
    const [plain] = await estimateFiles({ ...rest, units: rounds, round: "1" });
    expect(estimateOf(block!.rows[0]).estimate).toBe(estimateOf(plain!.rows[0]).estimate);
    const wrong = put(
      [
        "agent,arm",
        ...Array.from(
          { length: AGENTS },
          (_, i) => `${agent(i)},${armOf(0, i === 0 ? 2 : i === 2 ? 1 : i === 1 ? 0 : i)}`,
        ),
      ].join("\n"),
    );
    const [told] = await estimateFiles({ ...rest, units: put(table(1, [undefined])), assignments: wrong });
    expect(told!.rows[0]!.warnings.join()).toContain(
      "column delivered holds another arm than arm in 2 of 12 rows",
    );
  });
});

describe("damaged rows of units", () => {
  const lines = table(1, [undefined]).split("\n");
  test.each([
    ["an outcome that is no number", "zz0,0,treated,much"],
    ["a row that is too short", "zz0,0"],
    ["an empty agent", ",0,treated,1"],
    ["a world that is no number", "zz0,x,treated,1"],
    ["an agent twice", lines[1]!],
  ])("%s is an error with its line, and with room for it left out and named", async (_, line) => {
    const units = put([...lines, line].join("\n"));
    expect(await message(estimateFiles({ ...base, units }))).toMatch(/^\d+\.csv:14/);
    const [block] = await estimateFiles({ ...base, units, skipDamaged: 1 });
    const [clean] = await estimateFiles({ ...base, units: put(lines.join("\n")) });
    expect(block!.rows).toEqual(clean!.rows);
    expect(block!.notes.join()).toMatch(/1 damaged record was skipped, of 1 allowed.*\.csv:14/);
    const two = put([...lines, line, line === lines[1] ? lines[2]! : line].join("\n"));
    expect(await message(estimateFiles({ ...base, units: two, skipDamaged: 1 }))).toContain(
      "allow more with --skip-damaged",
    );
  });
});
