import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import {
  agentsDisagree,
  avalonEffects,
  avalonGames,
  govsimSheep,
  plantFills,
  plantVotes,
  whoAndWhen,
} from "../../examples/foreign-logs/foreignLogs.ts";
import { trustLog } from "../../src/trust/trustLog.ts";

const data = "../shared/data";
const into = mkdtempSync(join(tmpdir(), "spillway-foreign-"));
afterAll(() => rmSync(into, { recursive: true }));

type Numbers = Readonly<Record<string, number>>;
interface Expected extends Readonly<Record<string, unknown>> {
  readonly cells: Readonly<Record<string, Numbers>>;
  readonly contrasts: Readonly<Record<string, Numbers>>;
  readonly published: Numbers;
  readonly texts: Numbers;
  readonly tests: Readonly<Record<string, Numbers>>;
  readonly mean_rounds: Numbers;
  readonly survived: Numbers;
  readonly wanted_differs_from_collected: Numbers;
}
const expectedOf = (name: string): Expected =>
  JSON.parse(readFileSync(`${data}/${name}/expected.json`, "utf8")) as Expected;

describe.skipIf(!existsSync(`${data}/agents-disagree`))(
  "teams of models (skipped: ../shared/data is not there)",
  () => {
    test("published effect sizes come out, with tasks as blocks beside, and copied answers are said in every row", async () => {
      const wanted = expectedOf("agents-disagree");
      const { systems, rows, findings } = await agentsDisagree(`${data}/agents-disagree`);
      for (const { system, means, sds, tasks } of systems) {
        const cell = wanted.cells[system.replace("scale_", "")]!;
        expect(tasks).toBe(cell.runs);
        [cell.mean_win_rate, cell.independent_mean_stored, cell.independent_mean_2_judges].forEach(
          (mean, k) => {
            expect(means[k]).toBeCloseTo(mean!, 6);
          },
        );
        expect(sds[0]).toBeCloseTo(cell.sd!, 6);
      }
      for (const row of rows.filter(({ score }) => score === "win_rate")) {
        const one = wanted.contrasts[row.contrast]!;
        expect(row.g).toBeCloseTo(one.g!, 6);
        expect(row.g).toBeCloseTo(wanted.published[`g_${row.contrast}`]!, 2);
        expect(row.difference).toBeCloseTo(one.difference!, 6);
        expect(row.se).toBeCloseTo(one.paired_se!, 6);
        expect(row.unpairedSe).toBeCloseTo(one.unpaired_se!, 6);
        expect(row.correlation).toBeCloseTo(one.r!, 6);
        expect(row.signs).toEqual([one.tasks_up, one.tasks_equal, one.tasks_down]);
        expect(row.claim).toBe("modelled");
        expect(row.rests).toContain("no randomization p-value");
        expect(row.warnings.join()).toContain("repeated texts in sha256_16");
      }
      const copied = findings.find(({ verdict }) => verdict === "flagged");
      expect(copied?.says).toContain(
        `${wanted.texts.outputs} answers are ${wanted.texts.distinct} different texts`,
      );
    });
  },
);

describe.skipIf(!existsSync(`${data}/govsim-sheep`))(
  "five shepherds (skipped: ../shared/data is not there)",
  () => {
    test("every figure comes out, with ties as they are and runs as units", async () => {
      const wanted = expectedOf("govsim-sheep");
      const pairs = Object.keys(wanted.tests).map((name) => name.split(" v ") as [string, string]);
      const { runs, blocks, counts } = await govsimSheep(`${data}/govsim-sheep`, pairs);
      for (const { system, means } of runs.systems) {
        expect(means[0]).toBeCloseTo(wanted.mean_rounds[system]!, 12);
        expect(5 * means[1]!).toBeCloseTo(wanted.survived[system]!, 12);
      }
      for (const [name, one] of Object.entries(wanted.tests)) {
        const row = runs.rows.find(({ contrast, score }) => contrast === name && score === "rounds")!;
        expect(row.ranks!.p).toBeCloseTo(one.p_exact_two_sided!, 6);
        expect(row.ranks).toMatchObject({
          asExtreme: one.arrangements_as_extreme,
          u: one.U_first_over_second,
        });
        expect(row.ranks!.rankBiserial).toBeCloseTo(one.rank_biserial!, 9);
        expect(row).toMatchObject({ count: one.arrangements, units: [5, 5] });
        const survived = runs.rows.find(({ contrast, score }) => contrast === name && score === "survived")!;
        expect(survived.fisher).toBeCloseTo(one.fisher_survival!, 6);
        const flipped = blocks.rows.find(({ contrast, score }) => contrast === name && score === "rounds")!;
        expect(flipped.p).toBeCloseTo(one.sign_flip_by_seed!, 9);
      }
      for (const name of [
        "rows",
        "rounds_recorded",
        "rounds_where_more_collected_than_pool",
        "steps_where_next_pool_is_not_min_100_twice_rest",
      ])
        expect(Number(counts[name]), name).toBe(wanted[name]);
      for (const [arm, count] of Object.entries(wanted.wanted_differs_from_collected))
        expect(Number(counts[arm]), arm).toBe(count);
    });
  },
);

describe.skipIf(!existsSync(`${data}/avalon`))(
  "games of hidden roles (skipped: ../shared/data is not there)",
  () => {
    const games = existsSync(`${data}/avalon`) ? avalonGames(`${data}/avalon`, into) : [];

    test("roles are a randomized treatment with games as units; memory is none", async () => {
      const { role, leader, memory } = await avalonEffects(games, into);
      expect(role).toMatchObject({ claim: "design-based", degrees: 43, signs: { runs: 44 } });
      expect(leader).toMatchObject({ claim: "randomized", units: [37, 57] });
      expect(memory).toMatchObject({ claim: "modelled", units: [30, 30] });
      expect(memory.rests).toContain("no randomization p-value");
    });

    const verdicts = async (text: string, name: string): Promise<Map<string, string>> => {
      const file = join(into, `${name}.jsonl`);
      writeFileSync(file, text);
      const { findings } = await trustLog([file]);
      return new Map(findings.map(({ check, where, verdict }) => [`${check}: ${where ?? ""}`, verdict]));
    };

    test("the votes as they are have no flag", async () => {
      expect([
        ...(await verdicts(plantVotes(games, { share: 0, marked: false }), "as-is")).values(),
      ]).not.toContain("flagged");
    });

    test.each([0.01, 0.05, 0.2])(
      "fills with the program's marks are found at a share of %d",
      async (share) => {
        const found = await verdicts(plantVotes(games, { share, marked: true }), `marked-${share}`);
        expect(found.get("repeated texts: comment")).toBe("flagged");
      },
    );

    test.each([0.01, 0.05, 0.2])(
      "fills without a mark are said not to be shown by the log at a share of %d",
      async (share) => {
        const found = await verdicts(plantVotes(games, { share, marked: false }), `plain-${share}`);
        expect([...found.values()]).not.toContain("flagged");
        expect(found.get("choices that were filled in: vote")).toBe("cannot tell");
      },
    );

    const parts = [
      ["teams", 560, "reasoning"],
      ["guesses", 41, "reasoning"],
      ["messages", 2572, "content"],
      ["actions", 296, undefined],
    ] as const;
    test.each(parts)(
      "%s: %d records have no flag, marked fills are found to the last, others are said not to show",
      async (part, records, field) => {
        for (const share of [0, 0.01, 0.05, 0.2])
          for (const marked of [true, false]) {
            const made = plantFills(games, part, { share, marked });
            expect(made.records).toBe(records);
            const file = join(into, `${part}.jsonl`);
            writeFileSync(file, made.text);
            const { findings } = await trustLog([file]);
            const filled = findings.find(
              ({ check, where }) => check === "filled-in sentences" && where === field,
            );
            if (share > 0 && marked && field !== undefined)
              expect(filled).toMatchObject({ verdict: "flagged", rows: made.planted });
            else {
              expect(findings.map(({ verdict }) => verdict)).not.toContain("flagged");
              if (part === "guesses" || part === "actions")
                expect(
                  findings.some(
                    ({ check, verdict, where }) =>
                      check === "choices that were filled in" &&
                      verdict === "cannot tell" &&
                      where === (part === "guesses" ? "guess" : "action"),
                  ),
                ).toBe(true);
            }
          }
      },
    );
  },
);

describe.skipIf(!existsSync(`${data}/who-and-when`))(
  "who is blamed (skipped: ../shared/data is not there)",
  () => {
    test("is read, and every comparison with the blamed is an association", async () => {
      const { cases, steps, repeated, speaksAtStep, comparison } = await whoAndWhen(
        `${data}/who-and-when`,
        into,
      );
      expect({ cases, steps, repeated, speaksAtStep }).toEqual({
        ...{ cases: 92, steps: 2125, repeated: 329 },
        speaksAtStep: { algorithm: [62, 63], hand: [25, 29] },
      });
      for (const { claim, warnings } of comparison.rows) {
        expect(claim).toBe("association");
        expect(warnings.join()).toContain("may have heard one another");
      }
    });
  },
);
