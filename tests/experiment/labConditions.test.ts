import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readUnits } from "../../src/log/units/readUnits.ts";
import { planStudy } from "../../src/study/planStudy.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import { spillway } from "../cli/spillway.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-lab-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const text = (assign = "{ kind: complete, treated: 5 }"): string => `seed: 3
model: { network: { kind: ring-lattice, n: 12, k: 2 }, agents: degroot }
inquiry: { own: [treated, control] }
data: { assign: ${assign}, expose: own-arm, worlds: 2 }
answer: [hajek]
`;
const file = join(folder, "study.yaml");
writeFileSync(file, text());

/** The rows of a table that was exported, and what a participant does in a laboratory. */
function conditions(lab: string): { world: number; id: string; arm: string }[] {
  const done = spillway(["export", file, "--lab", lab, "--out", `${lab}.csv`], { cwd: folder });
  expect([done.code, done.err]).toEqual([0, ""]);
  const [head, ...rows] = readFileSync(join(folder, `${lab}.csv`), "utf8")
    .trim()
    .split("\n");
  expect(head).toContain("arm,probability");
  return rows.map((row) => {
    const [world, id, arm, probability] = row.split(",");
    expect(Number(probability)).toBe(arm === "treated" ? 5 / 12 : 7 / 12);
    return { world: Number(world), id: id!, arm: arm! };
  });
}
const outcome = (world: number, id: string): number => 10 * world + Number(id);

/** Whether units have the arms of the plan and the outcomes that were made up. */
async function wantUnits(units: string): Promise<void> {
  const plan = planStudy(await parseStudy(text()));
  const rows = await readUnits(join(folder, units));
  expect(rows).toHaveLength(24);
  const worlds = [...new Set(rows.map(({ world }) => world))].sort((a, b) => a - b);
  for (const { world, agent, arm, outcome: measured } of rows) {
    const w = worlds.indexOf(world);
    const i = plan.agents.indexOf(agent);
    expect(arm).toBe(plan.arms[plan.assignments[w]![i]!]);
    expect(measured).toBe(outcome(w + 1, agent));
  }
}

describe("plans for laboratories with people", () => {
  it("are tables of conditions with exact probabilities, whose exports from oTree come back by the map", async () => {
    const rows = conditions("otree").map(({ world, id, arm }) =>
      [`s${world}`, id, `c${world}x${id}`, Number(id) + 1, arm, outcome(world, id), 1].join(","),
    );
    const head =
      "session.code,participant.label,participant.code,game.1.player.id_in_group,game.1.player.arm,game.1.player.answer,game.1.group.id_in_subsession";
    writeFileSync(join(folder, "wide.csv"), `${head}\n${rows.join("\n")}\n`);
    const done = spillway(
      ["import", "wide.csv", "--map", "otree", "--unit", "participant.label", "--out", "o.csv"],
      { cwd: folder },
    );
    expect([done.code, done.err]).toEqual([0, expect.any(String)]);
    await wantUnits("o.csv");
  });

  it("come back from Empirica by the map, with the participants' own names", async () => {
    const rows = conditions("empirica");
    const out = join(folder, "empirica");
    mkdirSync(out);
    const table = (name: string, head: string, lines: readonly string[]): void =>
      writeFileSync(join(out, name), `${head}\n${lines.join("\n")}\n`);
    const player = ({ world, id }: { world: number; id: string }): string => `p${world}x${id}`;
    table(
      "players.csv",
      "id,participantIdentifier,arm,armLastChangedAt",
      rows.map((one) => `${player(one)},${one.id},${one.arm},t`),
    );
    table(
      "playerRounds.csv",
      "id,gameID,roundID,playerID,answer,answerLastChangedAt",
      rows.map((one, k) => `${k},g${one.world},r${one.world},${player(one)},${outcome(one.world, one.id)},t`),
    );
    table("rounds.csv", "id,index", ["r1,0", "r2,0"]);
    table("games.csv", "id,network", ["g1,", "g2,"]);
    writeFileSync(
      join(folder, "map.yaml"),
      "extends: empirica\nunit:\n  lookup: { file: players.csv, key: id, value: participantIdentifier, by: playerID }\narm:\n  lookup: { file: players.csv, key: id, value: arm, by: playerID }\n",
    );
    const done = spillway(["import", "empirica", "--map", "map.yaml", "--out", "e.csv"], { cwd: folder });
    expect([done.code, done.err]).toEqual([0, expect.any(String)]);
    await wantUnits("e.csv");
  });

  it("come back from Deliberate Lab by the map", async () => {
    const rows = conditions("deliberate-lab");
    const participantMap = Object.fromEntries(
      rows
        .filter(({ world }) => world === 1)
        .map(({ world, id, arm }) => [
          `private${id}`,
          {
            profile: { publicId: id, currentCohortId: `c${world}`, variableMap: { arm } },
            answerMap: { survey: { answerMap: { q: { value: outcome(world, id) } } } },
          },
        ]),
    );
    writeFileSync(join(folder, "lab.json"), JSON.stringify({ participantMap, cohortMap: {}, stageMap: {} }));
    const done = spillway(["import", "lab.json", "--map", "deliberate-lab", "--out", "d.csv"], {
      cwd: folder,
    });
    expect([done.code, done.err]).toEqual([0, expect.any(String)]);
    const units = await readUnits(join(folder, "d.csv"));
    expect(units.map(({ agent, arm, outcome: measured }) => [agent, arm, measured]).sort()).toEqual(
      rows
        .filter(({ world }) => world === 1)
        .map(({ id, arm }) => [id, arm, outcome(1, id)])
        .sort(),
    );
  });

  it("are read by estimate as assignments, and refused where no exact probability is known", () => {
    expect(spillway(["export", file, "--lab", "plain", "--out", "plain.csv"], { cwd: folder }).code).toBe(0);
    const rows = Array.from({ length: 24 }, (_, k) => `${k % 12},${Math.floor(k / 12)},${k}`);
    writeFileSync(join(folder, "u.csv"), `agent,world,outcome\n${rows.join("\n")}\n`);
    const given = [
      "--units",
      "u.csv",
      "--assignments",
      "plain.csv",
      "--design",
      '{"kind":"complete","treated":5}',
      "--exposure",
      "own-arm",
    ];
    const found = spillway(["estimate", ...given, "--contrast", "own=treated:control", "--json"], {
      cwd: folder,
    });
    expect([found.code, JSON.parse(found.out).rows[0].n]).toEqual([0, [10, 14]]);
    for (const [args, words] of [
      [["--lab", "otree"], "needs --out"],
      [["--lab", "otree", "--out", "x.txt"], "needs --out"],
      [["--lab", "otree", "--out", "x.csv", "--long", "y.csv"], "two exports"],
      [[], "wanted --long FILE or --lab NAME"],
      [["--lab", "qualtrics", "--out", "x.csv"], "otree, empirica"],
    ] as const) {
      const told = spillway(["export", file, ...args], { cwd: folder });
      expect([told.code, told.err]).toEqual([2, expect.stringContaining(words)]);
    }
  });
});
