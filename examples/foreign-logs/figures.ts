// Figures of two published logs, counted again from their files: win rates from single verdicts, ranks of cells and runs, shared texts, counts of games.
import { join } from "node:path";
import { type avalonGames, table } from "./foreignLogs.ts";

type Count = Record<string, number>;

const mean = (values: readonly number[]): number => values.reduce((all, x) => all + x, 0) / values.length;
const add = (counts: Count, key: string, by = 1): void => {
  counts[key] = (counts[key] ?? 0) + by;
};

/** Ranks from 1, equal values sharing the mean of theirs. */
function midranks(values: readonly number[]): number[] {
  return values.map(
    (x) => values.filter((y) => y < x).length + (values.filter((y) => y === x).length + 1) / 2,
  );
}

/** Spearman's correlation (1904): Pearson's of the ranks. */
function spearman(one: readonly number[], two: readonly number[]): number {
  const [a, b] = [midranks(one), midranks(two)];
  const [ma, mb] = [mean(a), mean(b)];
  const product = (x: readonly number[], mx: number, y: readonly number[], my: number): number =>
    x.reduce((all, value, k) => all + (value - mx) * (y[k]! - my), 0);
  return product(a, ma, b, mb) / Math.sqrt(product(a, ma, a, ma) * product(b, mb, b, mb));
}

/** Which share of the others of its run a candidate beats, by pairs: what each pair counts is the caller's. */
function rateOf(
  verdicts: readonly (readonly [i: string, j: string, verdict: string])[],
  final: string,
  ofPair: (own: readonly number[]) => number,
): number {
  const pairs = new Map<string, number[]>();
  for (const [i, j, verdict] of verdicts) {
    if (i !== final && j !== final) continue;
    const own = verdict === "tie" ? 0.5 : Number((verdict === "left") === (i === final));
    const key = i === final ? j : i;
    pairs.set(key, [...(pairs.get(key) ?? []), own]);
  }
  return mean([...pairs.values()].map(ofPair));
}

/** A majority of the judges of a pair, or half. */
const majority = (own: readonly number[]): number =>
  own.filter((x) => x === 1).length * 2 > own.length
    ? 1
    : own.filter((x) => x === 0).length * 2 > own.length
      ? 0
      : 0.5;

/** Verdicts, picks, texts and rank correlations of the teams of models. */
export function teamFigures(folder: string): Readonly<Record<string, unknown>> {
  const runs = table(join(folder, "runs.csv.gz"));
  const cellOf = (name: string): string => name.replace("scale_", "");
  const verdicts: Count = {};
  const ofRun = new Map<string, { panel: string; judge: string; row: [string, string, string] }[]>();
  for (const one of table(join(folder, "verdicts.csv.gz"))) {
    const { run = "", panel = "", judge = "", candidate_i = "", candidate_j = "", verdict = "" } = one;
    add(verdicts, `${judge} ${verdict}`);
    const list = ofRun.get(run) ?? [];
    ofRun.set(run, list);
    list.push({ panel, judge, row: [candidate_i, candidate_j, verdict] });
  }
  const selected: Record<string, Count> = {};
  const found = runs.map((one) => {
    const { run = "", cell = "", selected: picked = "", final_candidate: final = "" } = one;
    const counts = selected[cellOf(cell)] ?? {};
    selected[cellOf(cell)] = counts;
    add(counts, picked);
    // The second panel calls the final text "consensus".
    const second = final === "final_consensus" ? "consensus" : final;
    const of = (panel: string, judges?: readonly string[]): [string, string, string][] =>
      ofRun
        .get(run)!
        .flatMap((v) => (v.panel === panel && (!judges || judges.includes(v.judge)) ? [v.row] : []));
    return {
      cell: cellOf(cell),
      win: Number(one.win_rate),
      winAgain: rateOf(of("selector"), final, majority),
      stored: Number(one.independent_win_rate_stored),
      two: Number(one.independent_win_rate_2_judges),
      three: rateOf(of("independent"), second, majority),
    };
  });
  const cells = [...new Set(found.map(({ cell }) => cell))];
  const meansOf = (score: "win" | "stored" | "two" | "three"): number[] =>
    cells.map((name) => mean(found.filter(({ cell }) => cell === name).map((one) => one[score])));
  const texts = table(join(folder, "outputs.csv.gz"));
  const cellByRun = new Map(runs.map(({ run = "", cell = "" }) => [run, cellOf(cell)]));
  const shared = new Map<string, Set<string>>();
  for (const { run = "", sha256_16 = "" } of texts)
    shared.set(sha256_16, (shared.get(sha256_16) ?? new Set()).add(cellByRun.get(run)!));
  const sharedBy: Count = {};
  for (const where of shared.values()) add(sharedBy, [...where].sort().join(" + "));
  const win = meansOf("win");
  return {
    verdicts,
    selected,
    texts: { outputs: texts.length, distinct: shared.size, shared_by_cells: sharedBy },
    spearman_over_5_cells: {
      stored_ties_count_as_lost: spearman(win, meansOf("stored")),
      two_judges_ties_half: spearman(win, meansOf("two")),
      three_judge_majority_ties_half: spearman(win, meansOf("three")),
    },
    spearman_over_210_runs: {
      stored: spearman(
        found.map((one) => one.win),
        found.map(({ stored }) => stored),
      ),
      two_judges: spearman(
        found.map((one) => one.win),
        found.map(({ two }) => two),
      ),
    },
    three_judge_means: Object.fromEntries(cells.map((name, k) => [name, meansOf("three")[k]])),
    two_judge_means: Object.fromEntries(cells.map((name, k) => [name, meansOf("two")[k]])),
    // Runs whose stored rate of the first panel does not follow from the single verdicts: none.
    rates_that_verdicts_do_not_give: found.filter(({ win, winAgain }) => !(Math.abs(win - winAgain) < 1e-6))
      .length,
  };
}

/** Counts of the games of hidden roles, in all and by set, and of what would show a fill. */
export function gameFigures(
  games: ReturnType<typeof avalonGames>,
  into: string,
): Readonly<Record<string, unknown>> {
  const total: Count = {};
  const bySet: Record<string, Count> = {};
  const seats: Count = {};
  const comments = new Map<string, number>();
  const seconds: number[] = [];
  const fills: Count = {
    ...{ votes_with_a_fallback_comment: 0, proposals_with_the_fallback_reason: 0 },
    ...{ assassin_guesses_with_the_fallback_reason: 0, messages_with_the_api_error_sentence: 0 },
    ...{ empty_messages: 0, votes_under_1_second: 0, comments_that_occur_twice: 0 },
    ...{ evil_mission_actions_that_cannot_be_judged: 0, of_these_fail: 0 },
  };
  let [withoutVotes, five] = [0, 0];
  for (const { file, game } of games) {
    const set = file.slice(into.length).replace("/individual_games", "").split("/").slice(2, -1).join("/");
    const own = bySet[set] ?? {};
    bySet[set] = own;
    const count = (key: string, by = 1): void => {
      add(total, key, by);
      add(own, key, by);
    };
    const good = new Map(game.players.map(({ name, is_good }) => [name, is_good]));
    const isFive = game.players.length === 5;
    if (isFive) five++;
    count("games");
    count("evil_wins", Number(game.winner === "evil"));
    for (const { name, is_good } of game.players) {
      count("evil_draws", Number(!is_good));
      if (isFive && !is_good) add(seats, name);
    }
    for (const { discussion, proposals, quest_actions } of game.missions) {
      count("missions");
      count("messages", discussion.length);
      for (const { content } of discussion) {
        const text = String(content);
        add(
          fills,
          "messages_with_the_api_error_sentence",
          Number(text.includes("I need to think about this")),
        );
        add(fills, "empty_messages", Number(text.trim() === ""));
      }
      for (const { votes, reasoning } of proposals) {
        count("proposals");
        withoutVotes += Number(votes.length === 0);
        const fallback = reasoning === "Based on trust and past mission results.";
        add(fills, "proposals_with_the_fallback_reason", Number(fallback));
        for (const { player, vote, comment, thinking_time } of votes) {
          const side = good.get(player) ? "good" : "evil";
          const yes = Number(vote === "approve");
          count("votes");
          count("approve", yes);
          count(`${side}_votes`);
          count(`${side}_approve`, yes);
          seconds.push(thinking_time);
          comments.set(comment, (comments.get(comment) ?? 0) + 1);
          const marked = comment === "I trust this team." || comment === "I'm not sure about this team.";
          add(fills, "votes_with_a_fallback_comment", Number(marked));
          add(fills, "votes_under_1_second", Number(thinking_time < 1));
        }
      }
      for (const { player, action } of quest_actions) {
        count("actions");
        if (good.get(player)) continue;
        const failed = Number(action === "fail");
        count("evil_actions");
        count("evil_fail", failed);
        add(fills, "evil_mission_actions_that_cannot_be_judged");
        add(fills, "of_these_fail", failed);
      }
    }
    const phase = game.assassin_phase;
    count("assassin_phases", Number(phase !== null));
    count("assassin_right", Number(phase?.correct === true));
    const guessed = phase?.reasoning === "Based on their behavior throughout the game.";
    add(fills, "assassin_guesses_with_the_fallback_reason", Number(guessed));
  }
  add(fills, "comments_that_occur_twice", [...comments.values()].filter((n) => n > 1).length);
  seconds.sort((a, b) => a - b);
  return {
    ...{ total, by_set: bySet, evil_draws_by_seat_5_player_games: seats, five_player_games: five },
    fills: {
      ...fills,
      vote_seconds: {
        smallest: seconds[0],
        median: seconds[(seconds.length - 1) / 2],
        largest: seconds.at(-1),
      },
    },
    proposals_without_votes: withoutVotes,
  };
}
