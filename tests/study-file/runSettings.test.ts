import { describe, expect, it } from "vitest";
import { answerSettings, type RunSettings, runSettings } from "../../src/run/runSettings.ts";
import { study } from "../../src/study/study.ts";
import { studyData, studyHash } from "../../src/study/studyData.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";

const text = (run: string): string => `seed: 1
model: { network: { kind: ring-lattice, n: 12, k: 2 }, agents: { kind: linear-in-means } }
inquiry: { spillover: [indirect, none] }
data: { assign: { kind: complete, treated: 3 }, expose: any-treated }
answer: [hajek]
${run}`;
const hashOf = async (run: string): Promise<string> => studyHash(await parseStudy(text(run)));

describe("run settings of a study", () => {
  it("are read, checked and written down again", async () => {
    const run = `run:
  open: 200
  perMinute: { requests: 500, tokens: 100000 }
  budget: { calls: 1000, tokens: 2000000, money: 12.5 }
  tries: 3
  reasks: 0
  timeout: 30
  floor: 0.8
`;
    const parsed = await parseStudy(text(run));
    expect(parsed.run).toEqual({
      open: 200,
      perMinute: { requests: 500, tokens: 100000 },
      budget: { calls: 1000, tokens: 2000000, money: 12.5 },
      tries: 3,
      reasks: 0,
      timeout: 30,
      floor: 0.8,
    });
    expect(studyHash(await parseStudy(JSON.stringify(studyData(parsed))))).toBe(studyHash(parsed));
    expect(studyData(await parseStudy(text("")))).not.toHaveProperty("run");
  });

  it("say what is wrong with file, line and column", async () => {
    const wrong: readonly (readonly [string, string])[] = [
      ["run: { open: 0 }", "study.yaml:6:14: study: run.open must be a whole number of at least 1, got 0"],
      ["run: { floor: 2 }", "study.yaml:6:15: study: run.floor must be a number from 0 to 1, got 2"],
      ["run: { budget: { money: 0 } }", "study: run.budget.money must be a number above 0, got 0"],
      [
        "run: { budget: { cals: 5 } }",
        'study: there is no setting "cals" in run.budget (did you mean "calls"?)',
      ],
    ];
    for (const [run, message] of wrong) await expect(parseStudy(text(run))).rejects.toThrow(message);
    const { name: _, ...rest } = await parseStudy(text(""));
    expect(() => study({ ...rest, run: { tries: 0 } })).toThrow(
      "run: tries must be a whole number of at least 1, got 0",
    );
  });

  it("change the hash of the study only where they can change an answer, and then only if they differ from the default", async () => {
    const plain = await hashOf("");
    for (const run of [
      "open: 3",
      "perMinute: { requests: 5 }",
      "budget: { calls: 9 }",
      "floor: 0.1",
      "tries: 6",
      "reasks: 2",
      "timeout: 600",
    ])
      expect(await hashOf(`run: { ${run} }`), run).toBe(plain);
    const others = await Promise.all(
      ["tries: 5", "reasks: 1", "timeout: 60"].map((run) => hashOf(`run: { ${run} }`)),
    );
    expect(new Set([plain, ...others]).size).toBe(4);
    expect(answerSettings({ tries: 6, open: 5 })).toBeUndefined();
    expect(answerSettings({ tries: 5, timeout: 600 })).toEqual({ tries: 5 });
  });

  it("have defaults for all that is absent", () => {
    const none = Number.POSITIVE_INFINITY;
    const settled = {
      open: 16,
      requests: none,
      tokens: none,
      budget: { calls: none, tokens: none, money: none },
      tries: 6,
      reasks: 2,
      timeout: 600,
      floor: 0.5,
      patience: 600,
    };
    expect(runSettings()).toEqual(settled);
    const absent: RunSettings = { perMinute: undefined, budget: { calls: undefined } };
    expect(runSettings(absent)).toEqual(settled);
  });
});
