import type { VNode } from "preact";
import { useMemo, useState } from "preact/hooks";
import { Key } from "../parts/Key.tsx";
import { NetworkFigure } from "../parts/NetworkFigure.tsx";
import { RoundPlayer } from "../parts/RoundPlayer.tsx";
import type { Played } from "./playStudy.ts";

/** By what agents are coloured. */
export type Shown = "arm" | "condition" | "outcome";
const COLORS = ["var(--c0)", "var(--c1)", "var(--c2)", "var(--c3)", "var(--c4)", "var(--c5)"];
const told = (value: number | undefined): string => (value === undefined ? "–" : value.toPrecision(3));

/** One draw: its agents by arm, condition or outcome, round by round. */
export function PlayedFigure({
  played: { network, agents, edges, arms, armNames, conditions, condition, rounds },
  round,
  turn,
  shown,
  show,
}: {
  readonly played: Played;
  readonly round: number;
  readonly turn: (round: number) => void;
  readonly shown: Shown;
  readonly show: (what: Shown) => void;
}): VNode {
  const outcomes = rounds[round] ?? [];
  const [playing, play] = useState(false);
  const known = outcomes.filter((one): one is number => one !== null);
  // One scale for all rounds: a colour means the same outcome in each.
  const [low, high] = useMemo(() => rangeOf(rounds), [rounds]);
  const fill = (i: number): string => {
    if (shown === "arm") return COLORS[(arms[i]! * 2) % COLORS.length]!;
    if (shown === "condition") return COLORS[condition[i]! % COLORS.length]!;
    const value = outcomes[i];
    if (value === null || value === undefined) return "transparent";
    const share = high! > low! ? (value - low!) / (high! - low!) : 0.5;
    return `color-mix(in srgb, var(--c5) ${(100 * share).toFixed(0)}%, var(--c1))`;
  };
  const counts = (names: readonly string[], of: readonly number[]): string =>
    names.map((name, k) => `${name} ${of.filter((one) => one === k).length}`).join(", ");
  const mean = known.length === 0 ? undefined : known.reduce((sum, one) => sum + one, 0) / known.length;
  const sentence = `${agents} agents, ${edges} ties; ${counts(armNames, arms)}; ${counts(conditions, condition)}; mean outcome in round ${round + 1}: ${told(mean)}.`;
  return (
    <figure class="figure">
      <fieldset class="control">
        <legend>Colours</legend>
        <div class="choices">
          {(["arm", "condition", "outcome"] as const).map((what) => (
            <label key={what}>
              <input type="radio" name="shown" checked={shown === what} onChange={() => show(what)} />
              {what}
            </label>
          ))}
        </div>
        {rounds.length > 1 ? (
          <RoundPlayer
            {...{ rounds: rounds.length, round, turn, playing }}
            play={(start) => {
              // Arms and conditions stay as they are from round to round.
              if (start) show("outcome");
              play(start);
            }}
          />
        ) : null}
      </fieldset>
      {network === undefined ? (
        <p class="soft">Networks above 600 agents are not drawn here.</p>
      ) : (
        <NetworkFigure
          network={network}
          height={520}
          dots={arms.map((arm, i) => ({
            fill: fill(i),
            treated: arm > 0 && shown !== "arm",
            radius: agents > 150 ? 5 : 8,
          }))}
          label={sentence}
        />
      )}
      {shown === "outcome" ? (
        <Key
          entries={[
            [`least ${told(low)}`, "var(--c1)"],
            [`most ${told(high)}`, "var(--c5)"],
          ]}
        />
      ) : (
        <Key
          entries={(shown === "arm" ? armNames : conditions).map(
            (name, k) => [name, COLORS[(shown === "arm" ? k * 2 : k) % COLORS.length]!] as const,
          )}
        />
      )}
      <figcaption aria-live={playing ? "off" : "polite"}>{sentence}</figcaption>
    </figure>
  );
}

/** The least and the largest outcome of any round; nothing where no agent had one. */
function rangeOf(rounds: Played["rounds"]): readonly [low?: number, high?: number] {
  const known = rounds.flat().filter((one): one is number => one !== null);
  if (known.length === 0) return [];
  return [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))];
}
