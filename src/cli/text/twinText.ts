import type { TwinEffect } from "../../experiment/twin/TwinEffect.ts";
import type { TwinResult } from "../../experiment/twin/twinWorlds.ts";
import { short } from "./estimatesTable.ts";
import { textTable, wrapped } from "./textTable.ts";

/** Agents shown, those with the largest effects. */
const MOST_SHOWN = 10;
/** Agents up to which who moved whom is a table. */
const MOST_IN_MATRIX = 12;

/** What twin worlds say, for people. */
export function twinText({ effect, rounds, onAgents, ofAgents, matrix, calls }: TwinResult): string {
  const number = (value: number | undefined): string => (value === undefined ? "" : short(value));
  const range = (ci: readonly [number, number] | undefined): string =>
    ci ? `${short(ci[0])} to ${short(ci[1])}` : "withheld";
  const some = ofAgents ?? onAgents ?? [];
  return [
    textTable(
      ["as it was", "with it", "total effect", "se", "interval", "p (t)", "p (signs)", "worlds"],
      [
        [
          ...[effect.isolated, effect.interacting, effect.estimate, effect.se].map(number),
          range(effect.ci),
          number(effect.p),
          number(effect.pSignFlip),
          String(effect.worlds),
        ],
      ],
      [0, 1, 2, 3, 5, 6, 7],
    ),
    "",
    textTable(
      ["round", "effect", "se"],
      rounds.map(({ round, estimate, se }) => [String(round), short(estimate), number(se)]),
      [0, 1, 2],
    ),
    ...(some.length === 0
      ? []
      : ["", agentsTable(some, ofAgents ? "agent, on the team" : "on agent", number, range)]),
    ...(matrix && matrix.ids.length <= MOST_IN_MATRIX
      ? [
          "",
          textTable(
            ["from \\ to", ...matrix.ids],
            matrix.effects.map((row, j) => [matrix.ids[j]!, ...row.map(number)]),
            matrix.ids.map((_, i) => i + 1),
          ),
        ]
      : []),
    "",
    wrapped(
      `effect: mean over worlds of the branch with the injection less the branch as it was, same draws in both; the world is the unit. ${ofAgents ? "Intervals of agents hold for all of them together. " : ""}${calls} turns, those before the fork played once.`,
    ),
  ].join("\n");
}

function agentsTable(
  all: readonly TwinEffect[],
  head: string,
  number: (value: number | undefined) => string,
  range: (ci: readonly [number, number] | undefined) => string,
): string {
  const sorted = [...all].sort((a, b) => Math.abs(b.estimate ?? 0) - Math.abs(a.estimate ?? 0));
  const shown = sorted.slice(0, MOST_SHOWN);
  const table = textTable(
    [head, "effect", "se", "interval", "worlds", "because"],
    shown.map(({ agent, estimate, se, ci, worlds, because }) => [
      agent,
      number(estimate),
      number(se),
      estimate === undefined ? "" : range(ci),
      String(worlds),
      because ?? "",
    ]),
    [1, 2, 4],
  );
  const more = sorted.length - shown.length;
  return more > 0 ? `${table}\n${more} more agents, with smaller effects: --json and --out have them` : table;
}
