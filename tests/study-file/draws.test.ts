import { describe, expect, test } from "vitest";
import { preparedInThreads } from "../../src/parallel/preparedInThreads.ts";
import { prepareStudy } from "../../src/study/prepareStudy.ts";
import { study } from "../../src/study/study.ts";
import { studyData, studyHash } from "../../src/study/studyData.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";

const text = (draws: string): string => `seed: 1
model:
  network: { kind: ring-lattice, n: 20, k: 2 }
  agents: { kind: exposure-response, outcomes: { none: 0, indirect: 1, direct: 1, both: 2 } }
inquiry: { direct: [direct, none] }
data: { assign: bernoulli, expose: any-treated }
answer: [hajek]
${draws}`;

describe("draws of a study", () => {
  test.each([
    ["draws: 5000", 5000],
    ["draws: auto", "auto"],
  ])("%s is kept and changes the hash", async (line, draws) => {
    const found = await parseStudy(text(line));
    expect(found.draws).toBe(draws);
    expect(studyData(found).draws).toBe(draws);
    expect(studyHash(found)).not.toBe(studyHash(await parseStudy(text(""))));
  });

  test("left out, they leave no trace", async () => {
    const found = await parseStudy(text(""));
    expect(Object.hasOwn(found, "draws")).toBe(false);
    expect(Object.hasOwn(studyData(found), "draws")).toBe(false);
  });

  test("reach the simulation, in threads or not, and nothing where probabilities are exact", async () => {
    const found = await parseStudy(text("draws: 640"));
    expect(prepareStudy(found).probabilities.draws).toBeUndefined();
    const {
      local: _,
      forArms: __,
      dependence: ___,
      ...expose
    } = found.data.expose.forArms!(["control", "treated"]);
    const opaque = study({ ...found, data: { ...found.data, expose } });
    expect(prepareStudy(opaque).probabilities.draws).toBe(640);
    const prepared = prepareStudy(opaque);
    const made = await preparedInThreads(prepared, 2);
    expect(made.probabilities.draws).toBe(640);
    expect({ ...made, probabilities: undefined }).toEqual({ ...prepared, probabilities: undefined });
    expect(prepareStudy(study({ ...opaque, draws: "auto" })).probabilities).toMatchObject({
      draws: 2000,
      maxDraws: 200_000,
    });
  });

  test.each(["1", "2.5", "many"])("draws: %s is refused, with its place", async (value) => {
    await expect(parseStudy(text(`draws: ${value}`))).rejects.toMatchObject({
      message: expect.stringMatching(
        /^study\.yaml:8:8: study: draws must be a whole number of at least 2(, or auto)?, got /,
      ),
    });
    const draws = Number(value);
    if (Number.isFinite(draws)) {
      const base = await parseStudy(text(""));
      expect(() => study({ ...base, draws })).toThrow(
        `study: draws must be a whole number of at least 2, got ${value}`,
      );
    }
  });
});
