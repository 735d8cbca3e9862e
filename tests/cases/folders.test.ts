import { expect } from "vitest";
import { planHash } from "../../designs/draw.ts";
import type { TreatmentPlan } from "../../designs/plan.ts";
import { type CasePlace, theCase } from "./theCase.ts";

type Line = Record<string, unknown>;

/** A finished run of the case's study in the folder `run`. */
async function finished({ spillway }: CasePlace): Promise<void> {
  expect(await spillway(["run", "study.yaml", "--out", "run", "--quiet"])).toMatchObject({ code: 0 });
}

/** Changes one line of the journal; the number of the line, from 1. */
function change({ edit }: CasePlace, at: number, damage: (line: Line) => void): void {
  edit("run/journal.jsonl", (text) =>
    text
      .split("\n")
      .map((one, k) => {
        if (k !== at - 1) return one;
        const line = JSON.parse(one) as Line;
        damage(line);
        return JSON.stringify(line);
      })
      .join("\n"),
  );
}

const READERS: readonly (readonly string[])[] = [
  ["report", "run"],
  ["run", "study.yaml", "--out", "run"],
  ["trace", "run"],
];

async function refusedByAll({ spillway }: CasePlace, line: number): Promise<void> {
  for (const args of READERS) {
    const { code, err } = await spillway(args);
    expect([args[0], code], err).toEqual([args[0], args[0] === "run" ? code : 2]);
    expect(code, args[0]).not.toBe(0);
    expect(err).toMatch(new RegExp(`run/journal\\.jsonl:${line}: journal: `));
    expect(err).not.toMatch(/unexpected error|undefined|TypeError/);
  }
}

theCase("fuzz-journal-heard-missing", async (place) => {
  await finished(place);
  for (const heard of [undefined, 5]) {
    change(place, 3, (line) => {
      if (heard === undefined) delete line.heard;
      else line.heard = heard;
    });
    await refusedByAll(place, 3);
  }
});

theCase("fuzz-journal-outcome-999", async (place) => {
  await finished(place);
  const before = place.read("run/units.csv");
  const lines = place.read("run/journal.jsonl").trim().split("\n");
  const last = lines.findLastIndex((line) => (JSON.parse(line) as Line).type === "turn") + 1;
  change(place, last, (line) => {
    line.outcome = 999;
  });
  await refusedByAll(place, last);
  expect(place.read("run/units.csv")).toBe(before);
});

theCase("fuzz-journal-run-line", async (place) => {
  await finished(place);
  change(place, 1, (line) => {
    delete line.agents;
  });
  await refusedByAll(place, 1);
});

theCase("fuzz-plan-shape", async (place) => {
  place.put("study.yaml", STUDY);
  await finished(place);
  const { hash: _, ...plan } = JSON.parse(place.read("run/plan.json")) as TreatmentPlan;
  const shapes: readonly object[] = [
    { assignments: 1 },
    { assignments: null },
    { assignments: [plan.assignments[0], null] },
    { agents: 0 },
    { arms: {} },
    { arms: undefined },
  ];
  for (const shape of shapes) {
    const wrong = { ...plan, ...shape } as TreatmentPlan;
    place.put("run/plan.json", JSON.stringify({ ...wrong, hash: planHash(wrong) }));
    for (const args of [...READERS, ["estimate", "study.yaml", "--out", "run"]]) {
      const { code, err } = await place.spillway(args);
      expect([args[0], code], JSON.stringify(shape)).toEqual([args[0], 2]);
      expect(err).toMatch(/^spillway: run\/plan\.json: plan: /);
    }
  }
});

const STUDY = `
seed: 5
model:
  network: { kind: small-world, n: 12, k: 4, rewire: 0.1 }
  agents: { kind: exposure-response, outcomes: { none: 2, indirect: 2.8, direct: 3, both: 3.8 } }
inquiry: { total: [both, none] }
data: { assign: { kind: bernoulli, probability: 0.5 }, expose: any-treated, rounds: 2, worlds: 2 }
answer: [hajek, horvitz-thompson]
`;
