import type { Json } from "../../core/canonicalJson.ts";
import { csvText } from "../../core/csvText.ts";
import type { Turn } from "../../log/Turn.ts";
import { cascadeSvg } from "../figures/cascadeSvg.ts";
import type { Draw } from "../figures/plotter.ts";
import { seriesSvg } from "../figures/seriesSvg.ts";
import { formatCount, formatSignificant } from "../formatNumber.ts";
import { type Html, html } from "../html.ts";
import { type FigureBook, figure } from "../parts/figure.ts";
import { twoWidths } from "../parts/twoWidths.ts";
import type { ReportInput } from "../ReportInput.ts";
import type { Adoption, RoundMean } from "../story/RunStory.ts";

/** Letters of a text that are shown; a transcript has all of it. */
const LONGEST = 1200;

/** What happened over the rounds: means by arm, who came after whom, and a few turns in full. Nothing where there is no journal. */
export async function storySections({ story }: ReportInput, draw: Draw, book: FigureBook): Promise<Html[]> {
  if (story === undefined) return [];
  const { trajectories, cascade, turns } = story;
  const rounds = new Set(trajectories.map(({ round }) => round));
  return [
    ...(rounds.size < 2 ? [] : [await trajectoriesSection(trajectories, draw, book)]),
    ...(cascade === undefined ? [] : [await cascadeSection(cascade, draw, book)]),
    ...(turns.length === 0 ? [] : [transcriptsSection(turns)]),
  ];
}

async function trajectoriesSection(
  trajectories: readonly RoundMean[],
  draw: Draw,
  book: FigureBook,
): Promise<Html> {
  const points = trajectories.map(({ round, arm, mean }) => ({ x: round, y: mean, series: arm }));
  const of = (size: { readonly id: string; readonly width?: number }): Promise<string> =>
    seriesSvg(
      {
        ...size,
        title: "Mean outcome by round and arm",
        x: { label: "round" },
        y: { label: "mean outcome" },
        points,
      },
      draw,
    );
  const arms = [...new Set(trajectories.map(({ arm }) => arm))];
  const moved = arms.map((arm) => {
    const own = trajectories.filter((one) => one.arm === arm);
    return `in ${arm} from ${formatSignificant(own[0]!.mean)} (round ${own[0]!.round}) to ${formatSignificant(own.at(-1)!.mean)} (round ${own.at(-1)!.round})`;
  });
  return html`<section aria-labelledby="trajectories"><h2 id="trajectories">Over the rounds</h2>
${await figure(book, {
  name: "trajectories",
  shown: await twoWidths("trajectories-picture", of),
  svg: await of({ id: "trajectories-file" }),
  csv: csvText(
    ["round", "arm", "mean", "n"],
    trajectories.map(({ round, arm, mean, n }) => [round, arm, mean, n]),
  ),
  sentence: `The mean outcome went ${moved.join(", ")}.`,
  caption:
    "Means over all agents of an arm whose outcome is known, in all worlds. Arms differ in who neighbours whom, too: their distance is no effect.",
})}</section>
`;
}

async function cascadeSection(cascade: readonly Adoption[], draw: Draw, book: FigureBook): Promise<Html> {
  const seeds = cascade.filter(({ from }) => from === undefined);
  const depth = new Map<string, number>();
  for (const { agent, from } of cascade)
    depth.set(agent, from === undefined ? 0 : (depth.get(from) ?? 0) + 1);
  const deepest = [...depth.values()].reduce((most, one) => Math.max(most, one), 0);
  const last = cascade.reduce((most, { round }) => Math.max(most, round), 1);
  return html`<section aria-labelledby="cascade"><h2 id="cascade">Cascade trees</h2>
${await figure(book, {
  name: "cascade",
  shown: await twoWidths("cascade-picture", (size) => cascadeSvg(cascade, { ...size, draw })),
  svg: await cascadeSvg(cascade, { id: "cascade-file", draw }),
  csv: csvText(
    ["agent", "arm", "round", "after", "depth"],
    cascade.map(({ agent, arm, round, from }) => [agent, arm, round, from, depth.get(agent)]),
  ),
  sentence: `By round ${last}, ${formatCount(cascade.length)} agents of the first world had outcome 1: ${formatCount(seeds.length)} after nobody whom they heard, ${formatCount(cascade.length - seeds.length)} after another; the longest chain has ${formatCount(deepest)} ${deepest === 1 ? "step" : "steps"}.`,
  caption:
    "Orange: had outcome 1 before anybody whom it heard. Blue: came after, tied to the earliest of those it had heard. Who came after whom is an order in time, no proof of influence.",
})}</section>
`;
}

function transcriptsSection(turns: readonly Turn[]): Html {
  return html`<section aria-labelledby="transcripts"><h2 id="transcripts">A few turns</h2>
<p>The first turn of each arm, in the first and in the last round of the first world. The command <code>spillway trace transcript</code> makes a page of all.</p>
${turns.map(turnOf)}</section>
`;
}

function turnOf({ agent, arm, round, heard, text, action, outcome, status, because }: Turn): Html {
  const line = (words: string, said: Json | undefined): Html | undefined =>
    said === undefined
      ? undefined
      : html`<dt>${words}</dt><dd class="said"><bdi>${shownText(said)}</bdi></dd>`;
  const voices = heard.slice(0, 3);
  return html`<article class="turn"><h3><bdi>${agent}</bdi>, <bdi>${arm}</bdi>, round ${formatCount(round)}</h3>
<dl>${voices.map(({ from, said }) => line(`heard from ${from}`, said))}${
    heard.length > voices.length
      ? html`<dt class="whole">and ${formatCount(heard.length - voices.length)} more</dt>`
      : undefined
  }${line("answered", text)}${line("said", action?.said)}${
    outcome === undefined ? undefined : line("outcome", outcome)
  }${status === "ok" ? undefined : line(status, because ?? "")}</dl></article>
`;
}

function shownText(said: Json): string {
  // Six digits of a number: nobody reads more, and the journal has them all.
  const text =
    typeof said === "string"
      ? said
      : JSON.stringify(typeof said === "number" ? Number(said.toPrecision(6)) : said);
  const letters = Array.from(text.slice(0, 2 * LONGEST));
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST).join("")} …` : text;
}
