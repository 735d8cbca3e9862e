// Effects out of logs of the naming game: what hearing a word does to the next word one says, beside the correlation in the log; how fast runs
// converge; what a committed minority reaches. Run with: npx tsx examples/naming-game-logs/namingGame.ts [file.csv.gz …] [--json]
import { pathToFileURL } from "node:url";
import { type Meeting, meetingsOf, type PartnerEffect, partnerEffect, partnerRecords } from "spillway/log";

/** What a file holds, for comparison with its source. */
export interface ImportCheck {
  readonly runs: number;
  readonly rows: number;
  readonly ticks: number;
  readonly successes: number;
  readonly committed_rows: number;
  readonly rows_by_word: Readonly<Record<string, number>>;
}

export interface Convergence {
  readonly runs: number;
  readonly runs_converged: number;
  readonly runs_ending_at_criterion: number;
  readonly sum_ticks_to_convergence: number;
  readonly mean_ticks_to_convergence: number | undefined;
  readonly mean_population_rounds: number | undefined;
  readonly min_ticks: number | undefined;
  readonly max_ticks: number | undefined;
  readonly winners: Readonly<Record<string, number>>;
  readonly sum_recorded_ticks: number;
  readonly mean_recorded_ticks: number;
  readonly success_streak_at_end: Readonly<Record<string, number>>;
  readonly word_at_last_tick: Readonly<Record<string, number>>;
}

export interface MinorityShare {
  readonly runs: number;
  readonly runs_used: number;
  readonly mean_share: number | undefined;
  /** Index of the run, rows with the minority's word, rows. */
  readonly per_run: readonly (readonly [number, number, number])[];
}

const count = (values: readonly string[]): Record<string, number> => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Object.fromEntries(counts);
};

const grouped = <Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> => {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const list = groups.get(key(item));
    if (list) list.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
};

const agreed = ({ words }: Meeting): boolean => words[0] === words[1];

export function importCheck(meetings: readonly Meeting[]): ImportCheck {
  return {
    runs: new Set(meetings.map(({ run }) => run)).size,
    rows: 2 * meetings.length,
    ticks: meetings.length,
    successes: meetings.filter(agreed).length,
    committed_rows: meetings.reduce((total, { committed: [a, b] }) => total + Number(a) + Number(b), 0),
    rows_by_word: count(meetings.flatMap(({ words }) => words)),
  };
}

/** Ticks until the last 3N meetings all agreed, over the runs of a setting. */
export function convergence(meetings: readonly Meeting[]): Convergence {
  const runs = [...grouped(meetings, ({ run }) => run).values()].map((run) => {
    const agents = Number(run[0]!.more.N);
    let streak = 0;
    let at: number | undefined;
    run.forEach((meeting, k) => {
      streak = agreed(meeting) ? streak + 1 : 0;
      if (at === undefined && streak >= 3 * agents) at = k;
    });
    const last = run.at(-1)!;
    return {
      agents,
      streak,
      last,
      at,
      winner: at === undefined ? undefined : run[at]!.words[0],
      end: at === run.length - 1,
    };
  });
  const converged = runs.filter(({ at }) => at !== undefined);
  const ticks = converged.map(({ at }) => at! + 1);
  const total = ticks.reduce((a, b) => a + b, 0);
  const recorded = runs.reduce((sum, { last }) => sum + last.tick, 0);
  const some = ticks.length > 0;
  return {
    runs: runs.length,
    runs_converged: converged.length,
    runs_ending_at_criterion: runs.filter(({ end }) => end).length,
    sum_ticks_to_convergence: total,
    mean_ticks_to_convergence: some ? total / ticks.length : undefined,
    mean_population_rounds: some
      ? converged.reduce((sum, { at, agents }) => sum + (at! + 1) / agents, 0) / ticks.length
      : undefined,
    min_ticks: some ? Math.min(...ticks) : undefined,
    max_ticks: some ? Math.max(...ticks) : undefined,
    winners: count(converged.map(({ winner }) => winner!)),
    sum_recorded_ticks: recorded,
    mean_recorded_ticks: recorded / runs.length,
    success_streak_at_end: count(runs.map(({ streak }) => String(streak))),
    word_at_last_tick: count(runs.map(({ last }) => (agreed(last) ? last.words[0] : "differ"))),
  };
}

/** The share of the minority's word among those who are not committed, in the last 3N meetings. */
export function minorityShare(meetings: readonly Meeting[]): MinorityShare {
  const per_run = [...grouped(meetings, ({ run }) => run)].map(([name, run]) => {
    const [, word] = /_min([^_]+)$/.exec(run[0]!.more.condition!) ?? [];
    const free = run
      .slice(-3 * Number(run[0]!.more.N))
      .flatMap(({ words, committed }) => words.filter((_, side) => !committed[side]));
    return [
      Number(/_r(\d+)$/.exec(name)![1]),
      free.filter((one) => one === word).length,
      free.length,
    ] as const;
  });
  const used = per_run.filter(([, , rows]) => rows > 0);
  return {
    runs: per_run.length,
    runs_used: used.length,
    mean_share:
      used.length === 0
        ? undefined
        : used.reduce((sum, [, said, rows]) => sum + said / rows, 0) / used.length,
    per_run,
  };
}

/** What one file says, by setting; the effect of the partner's word where runs of two words M and Q converge freely. */
export interface FileNumbers {
  readonly file: string;
  readonly imported: ImportCheck;
  readonly settings: Readonly<
    Record<string, { convergence?: Convergence; minority?: MinorityShare; peer?: PartnerEffect }>
  >;
}

export async function namingGame(file: string): Promise<FileNumbers> {
  const meetings = await meetingsOf(file);
  const settings = [...grouped(meetings, ({ run }) => run.replace(/_r\d+$/, ""))].map(([name, some]) => {
    const { condition, N, H } = some[0]!.more;
    if (condition!.startsWith("committed")) return [name, { minority: minorityShare(some) }] as const;
    const free = condition === "convergence" && /_QM_N24_H5$/.test(name) && N === "24" && H === "5";
    return [
      name,
      {
        convergence: convergence(some),
        ...(free ? { peer: partnerEffect(partnerRecords(some, { target: "M" })) } : {}),
      },
    ] as const;
  });
  return { file, imported: importCheck(meetings), settings: Object.fromEntries(settings) };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const given = process.argv.slice(2).filter((one) => one !== "--json");
  const own = new URL("./data/convergence_QM_N24_H5.csv.gz", import.meta.url).pathname;
  for (const file of given.length > 0 ? given : [own]) {
    const found = await namingGame(file);
    if (process.argv.includes("--json")) {
      console.log(JSON.stringify(found, undefined, 2));
      continue;
    }
    const { runs, ticks, successes } = found.imported;
    console.log(`${runs} runs, ${ticks} meetings, ${successes} of them agreed`);
    for (const [name, { convergence: speed, minority, peer }] of Object.entries(found.settings)) {
      if (minority)
        console.log(
          `${name}: minority's share ${minority.mean_share?.toFixed(3)} (${minority.runs_used} runs)`,
        );
      if (speed)
        console.log(
          `${name}: ${speed.runs_converged} of ${speed.runs} runs converge, after ${speed.mean_ticks_to_convergence?.toFixed(1) ?? "-"} meetings`,
        );
      if (peer)
        console.log(
          `  hearing M: correlation in the log ${peer.naive.toFixed(3)}, effect ${peer.effect.toFixed(3)} (se over ${peer.runs} runs ${peer.errors?.jackknife.toFixed(3)}, 95 % ${peer.interval?.map((end) => end.toFixed(3)).join(" to ")}), ratio ${(peer.naive / peer.effect).toFixed(1)}`,
        );
    }
  }
}
