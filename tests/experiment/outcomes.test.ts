import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { estimateOutcomes } from "../../estimators/estimate.ts";
import { longCsv, longTable } from "../../src/experiment/export/longTable.ts";
import { loadRun } from "../../src/experiment/loadRun.ts";
import { runStudy } from "../../src/experiment/runStudy.ts";
import { parquetFile } from "../../src/log/parquet/parquetFile.ts";
import { readUnits } from "../../src/log/units/readUnits.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import { spillway } from "../cli/spillway.ts";
import { still } from "../run/ring.ts";
import { inTurn } from "../support/enumeration/inTurn.ts";
import { type FaultServer, faultServer } from "../support/faultServer.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-outcomes-"));
let server: FaultServer;
beforeAll(async () => {
  server = await faultServer({
    answer: ({ body }) => {
      const asked = JSON.stringify(body.messages);
      const k = Number(/agent (\d+)/.exec(asked)![1]);
      if (asked.includes("How do you feel")) return JSON.stringify({ mood: k / 4, why: `"so", ${k}\n=1+1` });
      if (asked.includes("warm")) return String(10 + k);
      return JSON.stringify({ support: k / 2, vote: k % 3 ? "yes" : "no" });
    },
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const OUTCOMES = `
  outcomes:
    vote: { field: vote, points: { "yes": 1, "no": 0 } }
    mood: { question: feelings, field: mood, inquiry: [own] }
    weather: { question: weather }`;
const text = (outcomes = OUTCOMES): string => `
seed: 1
model:
  network: { kind: ring-lattice, n: 12, k: 2 }
  agents:
    kind: language
    model: { url: "${server.url}", model: m }
    prompt: "You are agent {{ agent }}."
    attributes: [${Array.from({ length: 12 }, (_, k) => `{ agent: "${k}", age: ${20 + k}, town: "${k % 2 ? "A, B" : "C"}" }`).join(", ")}]
    answer:
      kind: object
      fields:
        - { name: support, kind: number, from: 0, to: 10 }
        - { name: vote, kind: choice, options: ["yes", "no"], shuffle: false }
    outcome: { field: support }
inquiry: { own: [treated, control], again: [control, treated] }
data:
  assign: { kind: complete, treated: 5 }
  expose: own-arm
  rounds: 2
  ask:
    - { name: weather, prompt: "agent {{ agent }}, how warm is it?", answer: { kind: number, from: 0, to: 40 } }
    - name: feelings
      prompt: "How do you feel, agent {{ agent }}?"
      answer: { kind: object, fields: [{ name: mood, kind: number, from: 0, to: 10 }, { name: why, kind: text }] }${outcomes}
answer: [hajek]
simultaneous: true
`;

describe("several outcomes", () => {
  it("are columns of the units, estimated as by hand, with intervals that hold for all of them", async () => {
    const out = join(folder, "run");
    const study = await parseStudy(text());
    const result = await runStudy(study, { out, clock: still });
    if (!result.complete) throw new Error("stopped");
    const units = await readUnits(join(out, "units.csv"));
    const [third] = units.filter(({ agent }) => agent === "3");
    expect(third).toMatchObject({
      outcome: 1.5,
      covariates: {
        "answer.vote": "no",
        "ask.weather": "13",
        "ask.feelings.mood": "0.75",
        "ask.feelings.why": '"so", 3\n=1+1',
      },
    });
    expect(result.rows.map(({ contrast }) => contrast)).toEqual([
      ...["own", "again", "vote: own", "vote: again", "mood: own", "weather: own", "weather: again"],
    ]);
    const { prepared, plan } = result;
    const by = (f: (k: number) => number): Map<string, number> =>
      new Map(plan.agents.map((id) => [id, f(Number(id))]));
    const all = estimateOutcomes({
      plan,
      probabilities: prepared.probabilities,
      outcomes: {
        outcome: by((k) => k / 2),
        vote: by((k) => (k % 3 ? 1 : 0)),
        weather: by((k) => 10 + k),
      },
      contrasts: { own: ["treated", "control"], again: ["control", "treated"] },
      estimators: study.answer,
    });
    for (const [name, rows] of Object.entries(all))
      for (const row of rows) {
        const found = result.rows.find(
          (one) => one.contrast === (name === "outcome" ? row.contrast : `${name}: ${row.contrast}`),
        )!;
        expect(found).toMatchObject({
          estimate: (row as { estimate: number }).estimate,
          ci: (row as { ci: unknown }).ci,
        });
        const { ci, simultaneous } = found as unknown as {
          ci: [number, number];
          simultaneous: [number, number];
        };
        expect(simultaneous[0]).toBeLessThanOrEqual(ci[0]);
        expect(simultaneous[1]).toBeGreaterThanOrEqual(ci[1]);
      }
  });

  it("change no byte of a study that names none, whose run can be asked for them afterwards without a call", async () => {
    const out = join(folder, "plain");
    await runStudy(await parseStudy(text("")), { out, clock: still });
    const before = readFileSync(join(out, "units.csv"), "utf8");
    expect(before.split("\n")[0]).toBe("world,round,agent,arm,outcome,status,answer.support,answer.vote");
    const asked = server.requests.length;
    const loaded = await loadRun(out, await parseStudy(text()));
    expect(loaded.units[0]!.covariates).toHaveProperty("ask.weather");
    expect(server.requests.length).toBe(asked);
    const file = join(folder, "plain.yaml");
    writeFileSync(file, text(""));
    const kept = readFileSync(join(out, "estimates.json"), "utf8");
    const share = spillway(["estimate", file, "--out", out, "--outcome", "answer.vote=yes", "--json"], {
      cwd: folder,
    });
    const own = loaded.units.filter(({ arm }) => arm === "treated");
    const other = loaded.units.filter(({ arm }) => arm === "control");
    const yes = (rows: typeof own): number =>
      rows.filter(({ covariates }) => covariates?.["answer.vote"] === "yes").length / rows.length;
    expect(JSON.parse(share.out).rows[0].estimate).toBeCloseTo(yes(own) - yes(other), 12);
    expect(readFileSync(join(out, "estimates.json"), "utf8")).toBe(kept);
    const files = [
      "estimate",
      "--units",
      join(out, "units.csv"),
      "--exposure",
      "own-arm",
      "--design",
      '{"kind":"complete","treated":5}',
      "--contrast",
      "own=treated:control",
      "--json",
    ];
    const same = spillway([...files, "--outcome", "answer.vote=yes"], { cwd: folder });
    expect(JSON.parse(same.out).rows[0].estimate).toBeCloseTo(yes(own) - yes(other), 12);
    const refused: readonly (readonly [string, string])[] = [
      ["answer.vote", "for the share of those with one value, give answer.vote=value"],
      ["answer.vot", 'did you mean "answer.vote"'],
      ["answer.vote=perhaps", 'no answer.vote is "perhaps"'],
      ["=yes", "wanted a column"],
    ];
    for (const [wrong, words] of inTurn(refused, 1)) {
      const told = spillway([...files, "--outcome", wrong], { cwd: folder });
      expect([told.code, told.err]).toEqual([2, expect.stringContaining(words)]);
    }
  });

  it("that cannot be measured are refused at their line, with the way out", async () => {
    const cases: readonly (readonly [string, string])[] = [
      ["{ field: vote }", "points lacks the option"],
      ["{ field: votes }", 'did you mean "vote"'],
      ["{ field: support, points: { a: 1 } }", "points are for the options"],
      ["{ question: weathr }", 'did you mean "weather"'],
      ["{ question: feelings }", "wanted the field of the answer, one of mood, why"],
      ["{ question: feelings, field: why }", "got a text"],
      ["{ question: weather, field: x }", "has no field"],
      ["{ field: support, inquiry: [owns] }", 'did you mean "own"'],
      ["{}", "wanted field (of the answer) or question"],
    ];
    for (const [one, words] of cases) {
      const given = text(`\n  outcomes:\n    odd: ${one}`);
      const line = given.split("\n").findIndex((row) => row.includes("    odd:")) + 1;
      await expect(parseStudy(given)).rejects.toMatchObject({
        message: expect.stringContaining(words),
        place: { line },
      });
    }
    await expect(parseStudy(text("\n  outcomes: { outcome: { field: support } }"))).rejects.toThrow(
      "has that name already",
    );
  });
});

describe("the long table", () => {
  it("has every field of every turn as it was parsed, in CSV and in Parquet", async () => {
    const table = await longTable(join(folder, "run"));
    const file = parquetFile(table.columns);
    const read = (await parquetReadObjects({
      file: file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer,
    })) as Record<string, unknown>[];
    // Two rounds × 12 agents × (outcome, said, two fields), one answer about the weather, two about feelings.
    expect(read.length).toBe(2 * 12 * 4 + 12 + 24);
    expect(Object.keys(read[0]!)).toEqual([
      ...[
        "world",
        "round",
        "agent",
        "arm",
        "field",
        "value",
        "number",
        "status",
        "attribute.age",
        "attribute.town",
      ],
    ]);
    const of = (agent: string, field: string): unknown =>
      read.filter((row) => row.agent === agent && row.field === field && row.round === 2n)[0];
    expect(of("3", "answer.vote")).toMatchObject({
      value: "no",
      number: null,
      "attribute.age": 23,
      "attribute.town": "A, B",
    });
    expect(of("3", "ask.weather")).toMatchObject({ value: "13", number: 13 });
    expect(of("3", "ask.feelings.why")).toMatchObject({ value: '"so", 3\n=1+1', status: "ok" });
    for (const [k, row] of read.entries())
      for (const column of table.columns) {
        const value = row[column.name];
        expect(typeof value === "bigint" ? Number(value) : (value ?? undefined)).toEqual(column.values[k]);
      }
    const csv = longCsv(table);
    writeFileSync(join(folder, "long.csv"), csv);
    writeFileSync(join(folder, "long.parquet"), file);
    expect(csv.split("\n")[0]).toBe(Object.keys(read[0]!).join(","));
  });

  it("holds nulls, texts beyond the plane, many rows and many groups in Parquet", async () => {
    const n = 100_003;
    const file = parquetFile([
      {
        name: "a",
        kind: "text",
        values: Array.from({ length: n }, (_, k) => (k % 3 ? `é𝄞${k % 7}` : undefined)),
      },
      { name: "b", kind: "number", values: Array.from({ length: n }, (_, k) => (k % 5 ? k / 3 : undefined)) },
      { name: "c", kind: "whole", values: Array.from({ length: n }, (_, k) => k * 2 ** 20) },
    ]);
    const rows = await parquetReadObjects({
      file: file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer,
    });
    const wrong = rows.findIndex(
      (row, k) =>
        row.a !== (k % 3 ? `é𝄞${k % 7}` : null) ||
        row.b !== (k % 5 ? k / 3 : null) ||
        row.c !== BigInt(k * 2 ** 20),
    );
    expect([rows.length, wrong]).toEqual([n, -1]);
    expect(
      (
        await parquetReadObjects({
          file: new Uint8Array(parquetFile([{ name: "a", kind: "text", values: [] }])).buffer,
        })
      ).length,
    ).toBe(0);
  });

  const python = spawnSync("python3", ["-c", "import pandas"]).status === 0;
  it.skipIf(!python)(
    `opens in pandas without cleaning${python ? "" : " (skipped: python3 with pandas is not installed)"}`,
    () => {
      const code =
        "import pandas as p; t = p.read_csv('long.csv'); print(t[(t.field=='ask.weather')].number.sum(), t.number.dtype, t.world.dtype)";
      const done = spawnSync("python3", ["-c", code], { cwd: folder, encoding: "utf8" });
      expect(done.stdout.trim()).toBe("186.0 float64 int64");
    },
  );

  const r = spawnSync("Rscript", ["--version"]).status === 0;
  it.skipIf(!r)(`opens in R without cleaning${r ? "" : " (skipped: R is not installed)"}`, () => {
    const code =
      "t <- read.csv('long.csv'); cat(sum(t$number[t$field=='ask.weather']), class(t$number), class(t$world))";
    const done = spawnSync("Rscript", ["-e", code], { cwd: folder, encoding: "utf8" });
    expect(done.stdout.trim()).toBe("186 numeric integer");
  });
});
