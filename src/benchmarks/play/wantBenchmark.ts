import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { suggest } from "../../core/suggest.ts";
import type { Benchmark } from "../Benchmark.ts";
import { benchmarks } from "../benchmarks.ts";

/** The benchmark of a name. @throws SpillwayError when there is none */
export function wantBenchmark(name: string): Benchmark {
  const found = benchmarks.find((one) => one.name === name);
  if (found) return found;
  const names = benchmarks.map((one) => one.name);
  throw new SpillwayError(
    `bench: there is no benchmark ${shown(name)}${suggest(name, names)}: spillway bench list says what there is`,
  );
}
