import { describe, expect, it } from "vitest";
import type { View } from "../../src/agents/Agent.ts";
import { byArm } from "../../src/agents/byArm.ts";
import { degroot, linearInMeans, threshold } from "../../src/agents/index.ts";
import type { Population } from "../../src/agents/Population.ts";
import { rng } from "../../src/core/rng.ts";
import { outcomesOf, row, settingOf } from "./lineNetwork.ts";

const view = (arm: string, round = 1): View => ({
  world: 0,
  round,
  rounds: 2,
  agent: "a",
  arm,
  heard: [],
  rng: rng(1),
});

describe("byArm", () => {
  it("gives the settings of its arm to an agent, and those of the base to agents of other arms", () => {
    const agents = byArm(linearInMeans, { baseline: 1, direct: 0 }, { treated: { baseline: 5 } });
    expect(outcomesOf(row, agents.create(settingOf(row)), [0, 1, 0, 1], 1)).toEqual([1, 5, 1, 5]);
    expect(agents.params).toEqual(linearInMeans({ baseline: 1, direct: 0 }).params);
    expect(agents.treat).toEqual({ treated: { baseline: 5 } });
  });

  it("lets an agent keep its traits whatever its arm, so that arms differ by the settings alone", () => {
    const agentOf = byArm(degroot, { spread: 2, shift: 0 }, { treated: { mean: 10 } }).create(settingOf(row));
    const before = outcomesOf(row, agentOf, [0, 0, 0, 0], 1);
    const after = outcomesOf(row, agentOf, [1, 1, 1, 1], 1);
    expect(new Set(before).size).toBe(4);
    after.forEach((y, i) => {
      expect(y - before[i]!).toBeCloseTo(10, 12);
    });
  });

  it("makes committed agents, who do what their script says whatever they hear", () => {
    const agents = byArm(
      threshold,
      { own: 0, peers: 1, threshold: 1 },
      { treated: { script: { says: { adopted: true }, outcome: 7 } } },
    );
    const agentOf = agents.create(settingOf(row));
    expect(outcomesOf(row, agentOf, [1, 0, 1, 0], 1)).toEqual([7, 0, 7, 0]);
    expect(outcomesOf(row, agentOf, [1, 0, 1, 0], 3)).toEqual([7, 1, 7, 1]);
    expect(agentOf(0)(view("treated"))).toEqual({ said: { adopted: true }, outcome: 7 });
  });

  it("makes silent agents of an empty script", () => {
    const agentOf = byArm(threshold, {}, { treated: { script: {} } }).create(settingOf(row));
    expect(agentOf(0)(view("treated"))).toEqual({});
  });

  it("counts an arm without any difference as no difference", () => {
    expect(byArm(threshold, {}, { treated: {}, control: { own: 1 } }).treat).toEqual({ control: { own: 1 } });
  });

  it("makes no agents of the base when every arm has its own", () => {
    const made: string[] = [];
    const make = ({ name }: { name: string }): Population => ({
      name: "test",
      params: { name },
      synthetic: name !== "real",
      ...(name === "real" ? { leastRounds: 3 } : {}),
      create: () => {
        made.push(name);
        return () => () => ({ said: name });
      },
    });
    const agents = byArm(make, { name: "base" }, { control: { name: "real" }, treated: { name: "other" } });
    const agent = agents.create(settingOf(row))(0);
    expect(agent(view("control"))).toEqual({ said: "real" });
    expect(agent(view("treated"))).toEqual({ said: "other" });
    expect(made).toEqual(["real", "other"]);
    expect(agents).toMatchObject({ synthetic: false, leastRounds: 3 });
  });

  it("asks the population of the arm for prompts, tokens and files, and is silent where that one has none", async () => {
    const make = ({ word }: { word: string }): Population => ({
      name: "talker",
      params: { word },
      synthetic: false,
      prompt: () => () => async () => [{ role: "user", content: word }],
      tokens: () => ({ input: word.length, output: 1 }),
      inFolder: (folder) => make({ word: `${folder}/${word}` }),
      create: () => () => () => ({ said: word }),
    });
    const agents = byArm(make, { word: "no" }, { treated: { word: "yes" }, third: { script: { says: 1 } } });
    const prompt = agents.prompt!({ ...settingOf(row), arms: ["control", "treated", "third"] })(0);
    expect(await prompt(view("treated"))).toEqual([{ role: "user", content: "yes" }]);
    expect(await prompt(view("control"))).toEqual([{ role: "user", content: "no" }]);
    expect(await prompt(view("third"))).toEqual([]);
    expect(agents.tokens!(view("treated"))).toEqual({ input: 3, output: 1 });
    expect(agents.tokens!(view("third"))).toEqual({ input: 0, output: 0 });
    const there = agents.inFolder!("far").create({
      ...settingOf(row),
      arms: ["control", "treated", "third"],
    })(0);
    expect(there(view("treated"))).toEqual({ said: "far/yes" });
    expect(there(view("third"))).toEqual({ said: 1 });
  });

  it("knows that turns draw chance when they do in one arm", () => {
    expect(byArm(linearInMeans, {}, { treated: { noise: 1 } }).chance).toBe(true);
    expect(byArm(linearInMeans, {}, { treated: { direct: 2 } }).chance).toBe(false);
  });

  it("says what is wrong", () => {
    expect(() => byArm(degroot.from, {}, { treated: { slf: 1 } })).toThrow(
      'treat.treated: degroot: there is no setting "slf" (did you mean "self"?)',
    );
    expect(() => byArm(degroot, {}, { treated: { self: 2 } })).toThrow(
      "treat.treated: degroot: self must be a probability from 0 to 1, got 2",
    );
    expect(() => byArm(degroot, {}, { tretaed: { self: 1 } }).create(settingOf(row))).toThrow(
      'treat: there is no arm "tretaed" (did you mean "treated"?); the arms of the design are control, treated',
    );
    expect(() => byArm<object>(degroot, {}, { treated: { script: {}, self: 1 } })).toThrow(
      'treat.treated: a script stands alone, got "self" beside it',
    );
    expect(() => byArm(degroot, {}, { treated: { script: { outcome: Number.NaN } } })).toThrow(
      "treat.treated: script: outcome must be a finite number, got NaN",
    );
    expect(() => byArm<object>(degroot.from, {}, { treated: { script: { say: "M" } } })).toThrow(
      'treat.treated: script: there is no setting "say" (did you mean "says"?)',
    );
  });
});
