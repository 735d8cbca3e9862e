import { expect, test } from "vitest";
import { readLanguageFiles } from "../../../src/agents/language/readLanguageFiles.ts";

const files = new Map([
  ["system.md", "You are {{ agent }}."],
  ["prompt.md", "Vote.\n"],
  ["people.csv", 'id,age,town\nb,30,"Łódź, PL"\na,,Berlin\n'],
]);
const asked: string[] = [];
const read = async (name: string, path: readonly string[]): Promise<string> => {
  asked.push(`${path.join(".")} ${name}`);
  return files.get(name)!;
};

test("files that settings name are read in, and nothing else is touched", async () => {
  const settings = {
    kind: "language",
    model: "openai/x",
    system: { file: "system.md" },
    prompt: { file: "prompt.md" },
    persona: "Old",
    attributes: { file: "people.csv" },
  };
  expect(await readLanguageFiles(settings, read)).toEqual({
    ...settings,
    system: "You are {{ agent }}.",
    prompt: "Vote.\n",
    attributes: [
      { agent: "b", age: "30", town: "Łódź, PL" },
      { agent: "a", age: "", town: "Berlin" },
    ],
  });
  expect(asked).toEqual(["system.file system.md", "prompt.file prompt.md", "attributes.file people.csv"]);
});

test("what names no file stays as it is, right or wrong", async () => {
  for (const given of [
    "language",
    undefined,
    null,
    5,
    [],
    { prompt: "x" },
    { prompt: { file: 5 } },
    { agents: "degroot" },
    { prompt: { file: "a", b: 1 } },
  ])
    expect(await readLanguageFiles(given, read)).toBe(given);
});

test("so are those of agents that others are made of", async () => {
  const flawed = { kind: "flawed", agents: { kind: "language", prompt: { file: "prompt.md" } } };
  expect(await readLanguageFiles(flawed, read)).toEqual({
    kind: "flawed",
    agents: { kind: "language", prompt: "Vote.\n" },
  });
  expect(asked.at(-1)).toBe("agents.prompt.file prompt.md");
});

test("a table with faults is refused with its place", async () => {
  files.set("bad.csv", "name\nx\n");
  await expect(readLanguageFiles({ attributes: { file: "bad.csv" } }, read)).rejects.toThrow(
    /^bad\.csv:1: agents: the first line must name a column agent/,
  );
});
