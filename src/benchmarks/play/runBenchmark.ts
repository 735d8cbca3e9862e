import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Json } from "../../core/canonicalJson.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { wantWhole } from "../../core/wantWhole.ts";
import { runFolder } from "../../experiment/runFolder.ts";
import type { RunStudyOptions, StoppedRun } from "../../experiment/runStudy.ts";
import type { QuestionCheck } from "../../experiment/survey/QuestionCheck.ts";
import { readText } from "../../log/files/readText.ts";
import { writeFileWhole } from "../../log/files/writeFileWhole.ts";
import { isAct } from "../../log/journal/isAct.ts";
import { scanJournal } from "../../log/journal/scanJournal.ts";
import { networkOf } from "../../study/networkOf.ts";
import type { Study } from "../../study/study.ts";
import { changedStudy } from "../../study-file/changedStudy.ts";
import { parseStudy } from "../../study-file/parseStudy.ts";
import { studyFiles } from "../../study-file/studyFiles.ts";
import type { Benchmark } from "../Benchmark.ts";
import type { BenchmarkRow } from "./BenchmarkRow.ts";
import { benchmarkFiles } from "./benchmarkFiles.ts";
import type { Played } from "./Played.ts";

export interface RunBenchmarkOptions extends Omit<RunStudyOptions, "out" | "preregistration"> {
  /** Folder for the study, its agents, and a run for each variant. The same folder again resumes. */
  readonly out: string;
  /**
   * Who plays: `synthetic`; a model, as `provider/model` or `http://…/v1#model`; or a YAML file with a description of agents. Default synthetic.
   */
  readonly agents?: string;
  /** Whether language models are told the game in other words. Default false. */
  readonly disguised?: boolean;
  /** Takes the place of the benchmark's seed. */
  readonly seed?: string;
  /** Worlds of each variant, from 1. Default: those of the benchmark. */
  readonly worlds?: number;
  /** Looks at the study of each variant before anything is run; throws where it must not be. */
  readonly look?: (study: Study) => Promise<void>;
  /** Told before each variant. */
  readonly onVariant?: (name: string, number: number, of: number) => void;
}

/** What a benchmark found. */
export interface BenchmarkResult {
  readonly benchmark: string;
  /** Who played, as the line of the study says it. */
  readonly agents: Json;
  readonly rows: readonly BenchmarkRow[];
  /** How the control questions were answered, by variant. */
  readonly controls: readonly { readonly variant: string; readonly check: QuestionCheck }[];
  readonly notes: readonly string[];
  /** The variant that was not played to its end, and how it stopped; rows are missing then. */
  readonly stopped?: { readonly variant: string; readonly run: StoppedRun["run"] };
}

/**
 * Plays a benchmark: writes its study, runs each variant in a folder of its own by `runStudy`, and puts what was measured beside what is known of synthetic agents and what others
 * found. What is known is told only of the benchmark's own synthetic agents.
 *
 * @throws SpillwayError as `runStudy`, and for a folder that holds another study.
 */
export async function runBenchmark(
  benchmark: Benchmark,
  options: RunBenchmarkOptions,
): Promise<BenchmarkResult> {
  wantArgument("runBenchmark", "a benchmark", benchmark, { fields: ["name", "study", "variants"] });
  wantArgument("runBenchmark", "options", options, { fields: ["out"] });
  const { out, agents = "synthetic", disguised = false, worlds, seed, look, onVariant, ...rest } = options;
  if (worlds !== undefined) wantWhole("bench: worlds", worlds, 1);
  const line = await agentLine(agents, disguised);
  const files = new Map([...benchmarkFiles(benchmark, line.agents), ...line.files]);
  const text = files.get("study.yaml")!;
  keepFiles(out, files);
  const data = changedStudy(parse(text) as Json, worlds === undefined ? [] : [["data.worlds", worlds]]);
  const named = studyFiles(out);
  const { runStudy } = await import("../../experiment/runStudy.ts");
  const studies: Study[] = [];
  for (const { changes } of benchmark.variants) {
    const study = await parseStudy(JSON.stringify(changedStudy(data, changes)), {
      ...{ file: join(out, "study.yaml"), folder: out, readFile: named.read, isOutside: named.isOutside },
      ...present({ seed }),
    });
    await look?.(study);
    studies.push(study);
  }
  const played = new Map<string, Played>();
  const controls: { readonly variant: string; readonly check: QuestionCheck }[] = [];
  const notes = new Set<string>();
  const found = { benchmark: benchmark.name, agents: line.agents };
  for (const [k, { name }] of benchmark.variants.entries()) {
    onVariant?.(name, k, studies.length);
    const folder = join(out, name);
    const result = await runStudy(studies[k]!, { ...rest, out: folder });
    if (!result.complete)
      return { ...found, rows: [], controls, notes: [...notes], stopped: { variant: name, run: result.run } };
    const { plan, checks } = result;
    const arms = plan.assignments.map((row) => Array.from(row, (arm) => plan.arms[arm]!));
    played.set(name, playedOf(studies[k]!, arms, runFolder(folder).journal));
    for (const check of checks.questions ?? []) controls.push({ variant: name, check });
    for (const note of checks.notes) notes.add(`${name}: ${note}`);
  }
  const rows = benchmark.rows(played);
  return {
    ...found,
    rows: agents === "synthetic" ? rows : rows.map(({ exact: _, ...row }) => row),
    controls,
    notes: [...notes],
  };
}

/** What stands on the line of the agents, and the file that it names. */
async function agentLine(
  agents: string,
  disguised: boolean,
): Promise<{ readonly agents: Json; readonly files: ReadonlyMap<string, string> }> {
  const file = disguised ? "disguised.yaml" : "language.yaml";
  if (agents === "synthetic") {
    if (disguised)
      throw new SpillwayError(
        "bench: synthetic agents read no words, so there is nothing to disguise: name a model with --agents",
      );
    return { agents: { file: "synthetic.yaml" }, files: new Map() };
  }
  if (/\.(ya?ml|json)$/i.test(agents)) {
    if (disguised)
      throw new SpillwayError(
        "bench: agents of a file of their own bring their own words: leave out --disguised",
      );
    return { agents: { file: "agents.yaml" }, files: new Map([["agents.yaml", await readText(agents)]]) };
  }
  if (!/^https?:/i.test(agents)) {
    if (/^[^/\s]+\/\S+$/.test(agents)) return { agents: { file, model: agents }, files: new Map() };
    throw new SpillwayError(
      `bench: agents must be synthetic, a model as provider/model or http://…/v1#model, or a YAML file, got ${JSON.stringify(agents.slice(0, 200))}`,
    );
  }
  const at = agents.lastIndexOf("#");
  if (at < 0 || at === agents.length - 1)
    throw new SpillwayError(
      "bench: an endpoint must name its model behind the address, as in http://localhost:11434/v1#llama3.1",
    );
  const model = { url: agents.slice(0, at), model: agents.slice(at + 1) };
  return { agents: { file, model }, files: new Map() };
}

/** Writes the files; a folder with another study is left alone. */
function keepFiles(out: string, files: ReadonlyMap<string, string>): void {
  for (const [name, text] of files) {
    const path = join(out, name);
    if (existsSync(path) && readFileSync(path, "utf8") !== text)
      throw new SpillwayError(
        `bench: ${path} is there and says something else: take another folder, or run it with spillway run`,
      );
  }
  mkdirSync(out, { recursive: true });
  for (const [name, text] of files) writeFileWhole(join(out, name), text, { own: true });
}

/** What the journal says that agents did; where a schedule passes over an agent, its latest outcome stands. */
function playedOf(study: Study, arms: Played["arms"], journal: string): Played {
  const { ids, n } = networkOf(study.model.network, study.seed);
  const index = new Map(ids.map((id, i) => [id, i]));
  const outcomes = arms.map(() =>
    Array.from({ length: study.data.rounds }, () => new Array<number | undefined>(n).fill(undefined)),
  );
  const acted = arms.map(() => Array.from({ length: study.data.rounds }, () => new Uint8Array(n)));
  scanJournal(journal, {
    turn(turn) {
      const i = index.get(turn.agent);
      if (!isAct(turn) || i === undefined) return;
      outcomes[turn.world]![turn.round - 1]![i] = turn.outcome;
      acted[turn.world]![turn.round - 1]![i] = 1;
    },
  });
  if (study.data.interact?.schedule.partial)
    for (const [w, rounds] of outcomes.entries())
      for (let t = 1; t < rounds.length; t++)
        for (let i = 0; i < n; i++) if (acted[w]![t]![i] === 0) rounds[t]![i] = rounds[t - 1]![i];
  return { arms, outcomes };
}
