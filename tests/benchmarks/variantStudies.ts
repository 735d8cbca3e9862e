import { parse } from "yaml";
import type { Benchmark } from "../../src/benchmarks/Benchmark.ts";
import { benchmarkFiles } from "../../src/benchmarks/play/benchmarkFiles.ts";
import type { Json } from "../../src/core/canonicalJson.ts";
import type { Study } from "../../src/study/study.ts";
import { changedStudy } from "../../src/study-file/changedStudy.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";

/** The studies of all variants in one world, with another block of agents on the one line. */
export async function variantStudies(one: Benchmark, agents?: Json): Promise<Study[]> {
  const files = benchmarkFiles(one, ...(agents === undefined ? [] : [agents]));
  const data = changedStudy(parse(files.get("study.yaml")!) as Json, [["data.worlds", 1]]);
  return await Promise.all(
    one.variants.map(({ changes }) =>
      parseStudy(JSON.stringify(changedStudy(data, changes)), {
        readFile: async (name) => {
          const text = files.get(name);
          if (text === undefined) throw new Error(`${one.name} names ${name}`);
          return text;
        },
      }),
    ),
  );
}
