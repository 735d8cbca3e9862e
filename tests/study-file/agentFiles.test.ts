import { expect, test } from "vitest";
import type { Population } from "../../src/agents/Population.ts";
import { studyHash } from "../../src/study/studyData.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";

const files = new Map([
  ["prompt.md", "Vote, {{ agent }}."],
  ["warm.md", "Please vote, {{ agent }}."],
  ["bad.md", "Vote,\n{{ agnet }}."],
]);
const text = (prompt: string, treat: string): string => `
seed: 1
model:
  network: { kind: ring-lattice, n: 12, k: 2 }
  agents: { kind: language, model: openai/x, prompt: ${prompt}, answer: { kind: number, from: 0, to: 1 } }
inquiry: { spillover: [indirect, none] }
data: { assign: { kind: complete, treated: 3 }, expose: any-treated, treat: { treated: { prompt: ${treat} } } }
answer: [hajek]
`;
const readFile = async (name: string): Promise<string> => files.get(name) ?? Promise.reject(new Error(name));

test("prompts in files are part of the study and of its hash, also by arm", async () => {
  const named = await parseStudy(text("{ file: prompt.md }", "{ file: warm.md }"), { readFile });
  const agents = named.model.agents as Population & { readonly treat: unknown };
  expect(agents.params.prompt).toBe("Vote, {{ agent }}.");
  expect(agents.treat).toEqual({ treated: { prompt: "Please vote, {{ agent }}." } });
  const given = await parseStudy(text('"Vote, {{ agent }}."', '"Please vote, {{ agent }}."'));
  expect(studyHash(named)).toBe(studyHash(given));
});

test("a fault in a template names its line there, and the study file", async () => {
  await expect(parseStudy(text("{ file: bad.md }", "x"), { readFile })).rejects.toThrow(
    'language: prompt, line 2, column 4: there is no variable "agnet" (did you mean "agent"?)',
  );
});
