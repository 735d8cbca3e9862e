import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { check } from "../../src/experiment/check.ts";
import { runStudy } from "../../src/experiment/runStudy.ts";
import { parseNetwork } from "../../src/network/files/parseNetwork.ts";
import { networkHash } from "../../src/network/networkHash.ts";
import { overTime } from "../../src/network/overTime.ts";
import { planStudy } from "../../src/study/planStudy.ts";
import { prepareStudy } from "../../src/study/prepareStudy.ts";
import { studyData, studyHash } from "../../src/study/studyData.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import { readStudy } from "../../src/study-file/readStudy.ts";

const text = (
  network: string,
  agents = "{ kind: exposure-response, outcomes: { none: 1, mixed: 2, all: 4 } }",
): string => `
seed: 7
model: { network: ${network}, agents: ${agents} }
inquiry: { total: [all, none] }
data: { assign: { kind: switchback, minimax: 1 }, expose: all-treated }
answer: [horvitz-thompson]
`;
const ring = "{ kind: ring-lattice, n: 4, k: 2, periods: 6, carryOver: 1 }";
const edges = "source,target\nann,bob\nbob,cid\n";
const readFile = async (): Promise<string> => edges;

describe("periods of a study's network", () => {
  it("make a recipe's agents into agents in periods, for check and plan", async () => {
    const study = await parseStudy(text(ring));
    const found = check(study);
    expect(found.network.n).toBe(24);
    // What came before the first period was not assigned, so nobody is studied in it.
    expect(found.contrasts[0]).toMatchObject({ population: 20, excluded: ["0@1", "1@1", "2@1", "3@1"] });
    expect(found.method).toBe("exact");
    const plan = planStudy(study);
    expect(plan.agents.slice(0, 7)).toEqual(["0@1", "0@2", "0@3", "0@4", "0@5", "0@6", "1@1"]);
    expect(plan.design.params).toMatchObject({ minimax: 1 });
    // All agents switch together.
    expect(plan.assignments[0]!.slice(0, 6)).toEqual(plan.assignments[0]!.slice(6, 12));
  });

  it("are part of the study, in its data and its hash", async () => {
    const study = await parseStudy(text(ring));
    expect(studyData(study).model).toMatchObject({
      network: { kind: "ring-lattice", n: 4, k: 2, periods: 6, carryOver: 1 },
    });
    const again = await parseStudy(JSON.stringify(studyData(study)));
    expect(studyHash(again)).toBe(studyHash(study));
    const without = await parseStudy(text("{ kind: ring-lattice, n: 4, k: 2, periods: 6 }"));
    expect(studyHash(without)).not.toBe(studyHash(study));
  });

  it("work with a network of one's own", async () => {
    const study = await parseStudy(text("{ file: edges.csv, periods: 6, carryOver: 1 }"), { readFile });
    const network = overTime(parseNetwork(edges, { format: "csv" }), { periods: 6, carryOver: 1 });
    expect(networkHash(prepareStudy(study).network)).toBe(networkHash(network));
  });

  it("order the assignments of a file agent by agent, as the agents are listed", async () => {
    const files: Record<string, string> = {
      "edges.csv": edges,
      "people.csv": "agent\ncid\nann\nbob\n",
      "z.txt": "100000\n",
    };
    const study = await parseStudy(
      text("{ file: edges.csv, agents: people.csv, periods: 2 }").replace(
        "{ kind: switchback, minimax: 1 }",
        "{ kind: fixed, file: z.txt }",
      ),
      { readFile: async (name) => files[name]! },
    );
    const { agents, assignments } = planStudy(study);
    expect(agents.filter((_, u) => assignments[0]![u] === 1)).toEqual(["cid@1"]);
  });

  it("are refused with the line where they are wrong", async () => {
    const wrong = async (network: string, message: string): Promise<void> =>
      await expect(parseStudy(text(network), { readFile })).rejects.toThrow(message);
    await wrong(
      "{ kind: karate-club, periods: 0 }",
      "study.yaml:3:49: model.network: periods must be a whole number of at least 1, got 0",
    );
    await wrong(
      "{ kind: karate-club, periods: 3, carryOver: 3 }",
      "model.network: carryOver must be less than periods (3), got 3",
    );
    await wrong(
      "{ file: edges.csv, carryOver: 1 }",
      "model.network: carryOver must be left out where there are no periods, got 1",
    );
  });
});

describe("a run over time", () => {
  const folder = (): string => mkdtempSync(join(tmpdir(), "spillway-time-"));

  it("plays agents whose outcome follows from their condition, with the right effect, and reads its network again", async () => {
    const out = folder();
    try {
      const study = await parseStudy(text("{ file: edges.csv, periods: 6, carryOver: 1 }"), { readFile });
      const result = await runStudy(study, { out });
      if (!result.complete) throw new Error("the run was stopped");
      const { agents, assignments } = result.plan;
      const arms = new Map(agents.map((id, u) => [id, assignments[0]![u]!]));
      const outcomes = new Map(result.units.map(({ agent, outcome }) => [agent, outcome]));
      for (const person of ["ann", "bob", "cid"]) {
        const [now, before] = [arms.get(`${person}@4`)!, arms.get(`${person}@3`)!];
        expect(outcomes.get(`${person}@4`)).toBe([1, 2, 4][now + before]);
      }
      expect(studyHash(await readStudy(join(out, "study.json")))).toBe(studyHash(study));
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  });

  it("refuses agents that would live through all periods at once", async () => {
    const study = await parseStudy(text(ring, "linear-in-means"));
    await expect(runStudy(study, { out: "never-made" })).rejects.toThrow(
      "run: the network is over 6 periods, and agents of kind linear-in-means would live through all of them at once: take the plan (spillway plan), let agents act in one period after the other, and give their outcomes to spillway estimate; agents of kind exposure-response can be run",
    );
  });
});
