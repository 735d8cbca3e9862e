// Four published logs of language-model agents, read as a user would read them: what was printed is made again, then said what it means. They are not part
// of this repository; the folder that holds them is the argument: npx tsx examples/foreign-logs/foreignLogs.ts ../shared/data [--json]
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import { trustLog } from "spillway/log";
import {
  compareSystemFiles,
  estimateFiles,
  type FilesComparison,
  type RoundEstimates,
  type SystemDifference,
} from "spillway/studies";

type Row = Readonly<Record<string, string>>;

/** A plain table, gzipped or not: none of these files has quotes. */
export function table(path: string): Row[] {
  const bytes = readFileSync(path);
  const [head = "", ...lines] = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes)
    .toString()
    .trim()
    .split(/\r?\n/);
  const names = head.split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(names.map((name, k) => [name, cells[k] ?? ""]));
  });
}

const csv = (rows: readonly Readonly<Record<string, string | number>>[]): string =>
  [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))]
    .map((cells) => cells.join(","))
    .join("\n");

/** Teams of models and ways to pick an answer: 42 tasks in 5 cells. */
export async function agentsDisagree(folder: string): Promise<FilesComparison> {
  const strong = "scale_diverse_strong_judge_based";
  return compareSystemFiles([join(folder, "runs.csv.gz")], {
    system: "cell",
    task: "task",
    scores: ["win_rate", "independent_win_rate_stored", "independent_win_rate_2_judges"],
    contrasts: [
      `diversity=${strong}:scale_homo_opus_judge_based`,
      `judge_v_vote=${strong}:scale_diverse_strong_simple_vote`,
      `judge_v_synthesis=${strong}:scale_diverse_strong_synthesis`,
      `mixed_v_strong=scale_diverse_mixed_judge_based:${strong}`,
    ],
    answers: [join(folder, "outputs.csv.gz")],
  });
}

/** Five shepherds and a pasture: 6 arms, 5 runs each. Runs are the units; beside it seeds as blocks. */
export async function govsimSheep(
  folder: string,
  pairs: readonly (readonly [first: string, second: string])[],
): Promise<{ readonly runs: FilesComparison; readonly blocks: FilesComparison; readonly counts: Row }> {
  const options = {
    ...{ system: "arm", task: "seed", scores: ["rounds", "survived"] },
    contrasts: pairs.map(([first, second]) => `${first} v ${second}=${first}:${second}`),
  };
  const files = [join(folder, "runs.csv")];
  const steps = new Map<
    string,
    { pool: number; collected: number; arm: string; seed: string; round: number }
  >();
  const harvests = table(join(folder, "harvests.csv"));
  for (const { arm = "", seed = "", round = "", pool_before, collected } of harvests) {
    const key = `${arm}/${seed}/${round}`;
    const step = steps.get(key) ?? {
      pool: Number(pool_before),
      collected: 0,
      arm,
      seed,
      round: Number(round),
    };
    steps.set(key, step);
    step.collected += Number(collected);
  }
  const odd = [...steps.values()].filter(({ arm, seed, round, pool, collected }) => {
    const next = steps.get(`${arm}/${seed}/${round + 1}`);
    return next !== undefined && next.pool !== Math.min(100, 2 * (pool - collected));
  });
  return {
    runs: await compareSystemFiles(files, { ...options, paired: false }),
    blocks: await compareSystemFiles(files, options),
    counts: {
      rows: `${harvests.length}`,
      rounds_recorded: `${steps.size}`,
      rounds_where_more_collected_than_pool: `${[...steps.values()].filter(({ pool, collected }) => collected > pool).length}`,
      steps_where_next_pool_is_not_min_100_twice_rest: `${odd.length}`,
      ...Object.fromEntries(
        [...new Set(harvests.map(({ arm = "" }) => arm))].map((name) => [
          name,
          `${harvests.filter(({ arm, wanted, collected }) => arm === name && wanted !== "" && Number(wanted) !== Number(collected)).length}`,
        ]),
      ),
    },
  };
}

interface Vote {
  readonly player: string;
  readonly vote: string;
  readonly comment: string;
  readonly thinking_time: number;
}
interface Game {
  readonly players: readonly { readonly name: string; readonly role: string; readonly is_good: boolean }[];
  readonly missions: readonly {
    readonly discussion: readonly Readonly<Record<"player" | "content" | "thinking_time", unknown>>[];
    readonly proposals: readonly {
      readonly leader: string;
      readonly team_members: readonly string[];
      readonly reasoning: string;
      readonly thinking_time: unknown;
      readonly votes: readonly Vote[];
    }[];
    readonly quest_actions: readonly { readonly player: string; readonly action: string }[];
  }[];
  readonly assassin_phase:
    | (Readonly<Record<"assassin" | "guess" | "reasoning", string>> & { readonly correct: boolean })
    | null;
  readonly winner: string;
}

/** The games of an archive, by path; unpacked where the program tar is. */
export function avalonGames(
  folder: string,
  into: string,
): { readonly set: string; readonly file: string; readonly game: Game }[] {
  execFileSync("tar", ["xzf", join(folder, "games-even.tar.gz"), "-C", into]);
  const found: string[] = [];
  const look = (at: string): void => {
    for (const entry of readdirSync(join(into, at), { withFileTypes: true }))
      if (entry.isDirectory()) look(join(at, entry.name));
      else if (entry.name.endsWith(".json")) found.push(join(at, entry.name));
  };
  look("games");
  return found.sort().map((file) => ({
    set: file.split("/")[1]!,
    file: join(into, file),
    game: JSON.parse(readFileSync(join(into, file), "utf8")) as Game,
  }));
}

const votesOf = (game: Game): Vote[] =>
  game.missions.flatMap(({ proposals }) => proposals.flatMap(({ votes }) => votes));
const isGood = (game: Game, name: string): boolean => game.players.find((one) => one.name === name)!.is_good;

/** Roles as the randomized treatment; the role of the first leader; memory, which nobody drew. */
export async function avalonEffects(
  games: ReturnType<typeof avalonGames>,
  into: string,
): Promise<{
  readonly role: RoundEstimates["rows"][number];
  readonly leader: SystemDifference;
  readonly memory: SystemDifference;
}> {
  const five = games.filter(({ game }) => game.players.length === 5);
  const put = (name: string, rows: readonly Readonly<Record<string, string | number>>[]): string => {
    writeFileSync(join(into, name), csv(rows));
    return join(into, name);
  };
  const units = put(
    "units.csv",
    five.flatMap(({ game }, world) =>
      game.players.map(({ name }) => {
        const own = votesOf(game).filter(({ player }) => player === name);
        return {
          world,
          agent: name,
          outcome: own.length === 0 ? "" : own.filter(({ vote }) => vote === "approve").length / own.length,
        };
      }),
    ),
  );
  const roles = put(
    "roles.csv",
    five.flatMap(({ game }, world) =>
      game.players.map(({ name, is_good }) => ({
        agent: name,
        world,
        arm: is_good ? "good" : "evil",
        probability: is_good ? 0.6 : 0.4,
      })),
    ),
  );
  const [role] = await estimateFiles({
    units,
    assignments: roles,
    design: '{"kind":"complete","treated":2,"arms":["good","evil"]}',
    exposure: "own-arm",
    contrasts: ["role=evil:good"],
    estimators: ["hajek"],
    cluster: "world",
  });
  const leaders = put(
    "leaders.csv",
    games.map(({ game }, world) => {
      const { leader, votes } = game.missions[0]!.proposals[0]!;
      const others = votes.filter(({ player }) => player !== leader);
      return {
        world,
        system: isGood(game, leader) ? "good leader" : "evil leader",
        score: others.filter(({ vote }) => vote === "approve").length / others.length,
      };
    }),
  );
  const leader = await compareSystemFiles([leaders], {
    paired: false,
    drawn: true,
    contrasts: ["leader=evil leader:good leader"],
  });
  const outcomes = put(
    "memory.csv",
    games
      .filter(({ set }) => /^[23]_/.test(set))
      .map(({ set, game }, world) => ({
        world,
        system: set.startsWith("2_") ? "memory" : "none",
        score: game.winner === "evil" ? 1 : 0,
      })),
  );
  const memory = await compareSystemFiles([outcomes], { paired: false, contrasts: ["memory=memory:none"] });
  return { role: role!.rows[0]!, leader: leader.rows[0]!, memory: memory.rows[0]! };
}

/** How often the program fills in a vote, and whether its marks are written beside it. */
export interface Planted {
  readonly share: number;
  readonly marked: boolean;
}

/** Votes with fills planted as the program of these games makes them: a coin for assassin and evil, approve for all others. Every 1/share-th vote is one. */
export function plantVotes(games: ReturnType<typeof avalonGames>, { share, marked }: Planted): string {
  let k = 0;
  let coin = 1;
  return games
    .flatMap(({ game }, world) =>
      votesOf(game).map((vote) => {
        const { role } = game.players.find(({ name }) => name === vote.player)!;
        const { player, comment, thinking_time } = vote;
        const fill = share > 0 && k++ % Math.round(1 / share) === 0;
        if (!fill) return JSON.stringify({ game: world, player, vote: vote.vote, comment, thinking_time });
        coin = (coin * 48_271) % 2_147_483_647;
        const approve = role === "evil" || role === "assassin" ? coin % 2 === 0 : true;
        return JSON.stringify({
          ...{ game: world, player, vote: approve ? "approve" : "reject", thinking_time },
          comment: marked ? (approve ? "I trust this team." : "I'm not sure about this team.") : comment,
        });
      }),
    )
    .join("\n");
}

/** Kinds of records of a game that a program can fill in, beside votes. */
type GamePart = "teams" | "guesses" | "messages" | "actions";

/**
 * Records of one kind with fills planted as the program of these games makes them: a random team, a random good player as guess, one fixed sentence as message, `fail` as
 * the mission action of an evil player. Every 1/share-th record is one; mission actions have no mark that could be set.
 */
export function plantFills(
  games: ReturnType<typeof avalonGames>,
  part: GamePart,
  { share, marked }: Planted,
): { readonly text: string; readonly records: number; readonly planted: number } {
  let [k, planted] = [0, 0];
  const isFill = (): boolean => {
    const fill = share > 0 && k++ % Math.round(1 / share) === 0;
    if (fill) planted++;
    return fill;
  };
  let state = 1;
  const integer = (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  const randomTeam = (names: readonly string[], size: number): string[] => {
    const left = [...names];
    return Array.from({ length: size }, () => left.splice(integer(left.length), 1)[0]!);
  };
  const records = games.flatMap(({ game }, world): object[] => {
    const names = game.players.map(({ name }) => name);
    if (part === "teams")
      return game.missions.flatMap(({ proposals }) =>
        proposals.map(({ leader, team_members, reasoning, thinking_time }) => {
          const fill = isFill();
          return {
            ...{ game: world, leader, thinking_time },
            team: (fill ? randomTeam(names, team_members.length) : team_members).join(" "),
            reasoning: fill && marked ? "Based on trust and past mission results." : reasoning,
          };
        }),
      );
    if (part === "guesses") {
      if (!game.assassin_phase) return [];
      const { assassin, guess, reasoning } = game.assassin_phase;
      const fill = isFill();
      const good = names.filter((name) => isGood(game, name));
      return [
        {
          ...{ game: world, assassin, guess: fill ? good[integer(good.length)] : guess },
          reasoning: fill && marked ? "Based on their behavior throughout the game." : reasoning,
        },
      ];
    }
    if (part === "messages")
      return game.missions.flatMap(({ discussion }) =>
        discussion.map(({ player, content, thinking_time }) => ({
          ...{ game: world, player, thinking_time },
          content: isFill() && marked ? "I need to think about this carefully..." : content,
        })),
      );
    return game.missions.flatMap(({ quest_actions }) =>
      quest_actions
        .filter(({ player }) => !isGood(game, player))
        .map(({ player, action }) => ({ game: world, player, action: isFill() ? "fail" : action })),
    );
  });
  return {
    text: records.map((one) => JSON.stringify(one)).join("\n"),
    records: records.length,
    planted,
  };
}

/** Who spoke, and who was blamed for a failure. Nothing was drawn, and agents of a case heard one another. */
export async function whoAndWhen(
  folder: string,
  into: string,
): Promise<{
  readonly cases: number;
  readonly steps: number;
  readonly repeated: number;
  readonly edges: number;
  readonly speaksAtStep: Readonly<Record<"algorithm" | "hand", readonly [number, number]>>;
  readonly comparison: FilesComparison;
}> {
  const cases = table(join(folder, "cases.csv"));
  const steps = table(join(folder, "steps.csv.gz"));
  const blamed = new Map(cases.map((one) => [one.case, one]));
  const file = join(into, "steps.csv");
  writeFileSync(
    file,
    csv(
      steps.map(({ case: number = "", speaker, characters = "", says_error = "" }) => ({
        task: number,
        team: number,
        system: blamed.get(number)!.mistake_agent === speaker ? "blamed" : "others",
        characters,
        says_error,
      })),
    ),
  );
  const comparison = await compareSystemFiles([file], {
    scores: ["characters", "says_error"],
    contrasts: ["blamed=blamed:others"],
  });
  const edges = new Map<string, number>();
  steps.forEach(({ case: number, speaker = "" }, k) => {
    const before = steps[k - 1];
    if (before?.case !== number || before?.speaker === speaker) return;
    const key = `${number}: ${before?.speaker} to ${speaker}`;
    edges.set(key, (edges.get(key) ?? 0) + 1);
  });
  const speaks = (kind: string): readonly [number, number] => {
    const own = cases.filter((one) => one.kind === kind);
    return [own.filter((one) => one.mistake_agent === one.speaker_at_step).length, own.length];
  };
  return {
    cases: cases.length,
    steps: steps.length,
    repeated: steps.filter(({ same_text_as_step }) => same_text_as_step !== "").length,
    edges: edges.size,
    speaksAtStep: { algorithm: speaks("algorithm"), hand: speaks("hand") },
    comparison,
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [data = "../shared/data"] = process.argv.slice(2).filter((one) => !one.startsWith("--"));
  const into = mkdtempSync(join(tmpdir(), "foreign-logs-"));
  const found: Record<string, unknown> = {};
  const at = (name: string): string | undefined =>
    existsSync(join(data, name)) ? join(data, name) : undefined;
  try {
    const [teams, sheep, avalon, who] = ["agents-disagree", "govsim-sheep", "avalon", "who-and-when"].map(at);
    if (teams) found["agents-disagree"] = await agentsDisagree(teams);
    if (sheep)
      found["govsim-sheep"] = await govsimSheep(sheep, [
        ["soft_advisory", "baseline"],
        ["soft_advisory", "universalization_only"],
      ]);
    if (avalon) {
      const games = avalonGames(avalon, into);
      found.avalon = {
        ...(await avalonEffects(games, into)),
        trust: (await trustLog(games.map(({ file }) => file))).findings,
      };
    }
    if (who) found["who-and-when"] = await whoAndWhen(who, into);
    console.log(JSON.stringify(found, undefined, 2));
  } finally {
    rmSync(into, { recursive: true });
  }
}
