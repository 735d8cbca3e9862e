import { benchmarks } from "../../../benchmarks/benchmarks.ts";
import { wantBenchmark } from "../../../benchmarks/play/wantBenchmark.ts";
import { present } from "../../../core/present.ts";
import { emit } from "../../output.ts";
import { textTable, wrapped } from "../../text/textTable.ts";

interface BenchListOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** What `spillway bench list` does. */
export function benchListAction(name: string | undefined, { json, quiet }: BenchListOptions): void {
  const asked = name === undefined ? benchmarks : [wantBenchmark(name)];
  const data = asked.map(({ rows: _, ...rest }) => rest);
  const text = (): string =>
    name === undefined
      ? textTable(
          ["name", "question"],
          asked.map((one) => [one.name, one.question]),
        )
      : asked.map(described).join("\n");
  emit({ data, text, notes: [] }, present({ json, quiet }));
}

function described(one: (typeof benchmarks)[number]): string {
  return [
    `${one.title} (${one.name})`,
    wrapped(one.question),
    "",
    ...(
      [
        ["treatment", one.treatment],
        ["exposure", one.exposure],
        ["estimand", one.estimand],
        ["variants", one.variants.map((variant) => variant.name).join(", ")],
        ...one.deviations.map((words) => ["differs", words] as const),
        ...one.sources.map((words) => ["source", words] as const),
      ] as const
    ).map(([key, words]) => `${key.padEnd(11)}${wrapped(words, " ".repeat(11)).trimStart()}`),
  ].join("\n");
}
