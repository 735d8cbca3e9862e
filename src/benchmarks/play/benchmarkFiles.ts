import type { Json } from "../../core/canonicalJson.ts";
import type { Benchmark } from "../Benchmark.ts";

/** The model in the files, until somebody names another. */
const SOME_MODEL = "openai/gpt-5-mini";

/**
 * The files of a benchmark: the study, whose block of agents is one line; the agents that the line may name (synthetic ones, language models, language models told the same game in
 * other words); and networks.
 *
 * @param agents what stands on that line.
 */
export function benchmarkFiles(
  benchmark: Benchmark,
  agents: Json = { file: "synthetic.yaml" },
): ReadonlyMap<string, string> {
  const { study, files = {}, synthetic, words, disguise, answer } = benchmark;
  const language = ({ system, prompt }: Benchmark["words"]): string =>
    [
      "kind: language",
      `model: ${SOME_MODEL}`,
      `system: ${JSON.stringify(system)}`,
      "prompt: |",
      ...prompt.split("\n").map((line) => `  ${line}`),
      answer,
    ].join("\n");
  return new Map([
    [
      "study.yaml",
      study
        .replace("{{agents}}", () => agentLines(agents))
        .replace("{{controls}}", () => controlLines(benchmark.arms)),
    ],
    ["synthetic.yaml", synthetic],
    ["language.yaml", language(words)],
    ["disguised.yaml", language(disguise)],
    ...Object.entries(files),
  ]);
}

function agentLines(agents: Json): string {
  return `  # For language models change the last of these lines, and nothing else; disguised.yaml tells the same game in other words:
  # agents: { file: language.yaml, model: ${SOME_MODEL} }
  # agents: { file: disguised.yaml, model: { url: "http://localhost:11434/v1", model: llama3.1 } }
  agents: ${JSON.stringify(agents)}`;
}

/**
 * Two negative controls. A game that is recognised is answered from memory: fewer should recognise the disguised one. What treatment cannot change shows whether it moved
 * who the agent takes itself to be (user drift).
 */
function controlLines(arms: readonly string[]): string {
  const everybody = (answer: string): string => `{ ${arms.map((arm) => `${arm}: ${answer}`).join(", ")} }`;
  return `  ask:
    - name: recognised
      purpose: negative-control
      prompt: Is what you are asked to do here a well-known game or experiment from the scientific literature?
      answer: { kind: choice, options: ["yes", "no"] }
      answers: ${everybody('{ "yes": 0, "no": 1 }')}
    - name: sleep
      purpose: negative-control
      prompt: How many hours do you usually sleep at night?
      answer: { kind: number, from: 0, to: 24 }
      answers: ${everybody("[6, 7, 7, 8, 8, 9]")}`;
}
