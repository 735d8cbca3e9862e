import { cleanText } from "../html.ts";
import type { Adoption } from "../story/RunStory.ts";
import { NARROW } from "./narrow.ts";
import { INK } from "./palette.ts";
import { type Draw, plotter } from "./plotter.ts";

interface CascadeFigureOptions {
  /** Id of the svg element. Default `cascade`. */
  readonly id?: string;
  /** Width in pixels. Default 760. */
  readonly width?: number;
  /** @internal A drawing function made before with `plotter()`. */
  readonly draw?: Draw;
}

/** Cascade trees: rounds from left to right, a line from each agent to those that came after it. Each tree is a block of rows. Same input, same bytes. */
export async function cascadeSvg(
  adoptions: readonly Adoption[],
  options: CascadeFigureOptions = {},
): Promise<string> {
  const { id = "cascade", width = 760, draw = await plotter() } = options;
  const after = new Map<string | undefined, Adoption[]>();
  for (const one of adoptions) after.set(one.from, [...(after.get(one.from) ?? []), one]);
  const place = new Map<string, number>();
  let rows = 0;
  // A leaf takes a row; whoever has others after it stands at their middle. From the last round back, so that no recursion is needed.
  const order: Adoption[] = [];
  const stack = [...(after.get(undefined) ?? [])].reverse();
  while (stack.length > 0) {
    const one = stack.pop()!;
    order.push(one);
    stack.push(...[...(after.get(one.agent) ?? [])].reverse());
  }
  for (const { agent } of order) if (!after.has(agent)) place.set(agent, rows++);
  for (const { agent } of order.toReversed()) {
    const own = after.get(agent);
    if (own) place.set(agent, own.reduce((sum, one) => sum + place.get(one.agent)!, 0) / own.length);
  }
  const of = new Map(adoptions.map((one) => [one.agent, one]));
  const ties = order.flatMap(({ agent, round, from }) =>
    from === undefined
      ? []
      : [{ x1: of.get(from)!.round, y1: place.get(from)!, x2: round, y2: place.get(agent)! }],
  );
  const dots = order.map((one) => ({ ...one, y: place.get(one.agent)!, seed: one.from === undefined }));
  const last = adoptions.reduce((most, { round }) => Math.max(most, round), 1);
  const ticks = Array.from({ length: last }, (_, k) => k + 1);
  const step = Math.max(1, Math.ceil(last / (width < NARROW ? 8 : 12)));
  const small = rows > 120;
  return draw(
    (plot) => ({
      width,
      height: Math.min(900, Math.max(160, 90 + rows * (small ? 4 : 12))),
      marginLeft: 24,
      marginRight: 24,
      marginTop: 12,
      marginBottom: 52,
      x: { domain: [0.8, last + 0.2], label: null },
      y: { domain: [-1, rows], axis: null },
      marks: [
        plot.axisX({
          ticks: ticks.filter((_, k) => k % step === 0),
          tickFormat: String,
          label: "round of the first outcome 1",
          labelAnchor: "center",
          labelArrow: "none",
          labelOffset: 40,
        }),
        plot.link(ties, {
          x1: "x1",
          y1: "y1",
          x2: "x2",
          y2: "y2",
          stroke: INK.light.edge,
          strokeOpacity: 0.7,
          curve: "bump-x",
        }),
        ...[true, false].map((seed) =>
          plot.dot(
            dots.filter((one) => one.seed === seed),
            {
              x: "round",
              y: "y",
              r: small ? 2 : 3.5,
              fill: seed ? INK.light.naive : INK.light.estimate,
              className: seed ? "seed" : "later",
            },
          ),
        ),
      ],
    }),
    {
      id,
      standalone: true,
      title: "Cascade trees",
      desc: cleanText(
        `${adoptions.length} agents, ${dots.filter(({ seed }) => seed).length} of them after nobody.`,
      ),
      dark: [
        `.paper{fill:${INK.dark.paper}}`,
        `.seed{fill:${INK.dark.naive}}`,
        `.later{fill:${INK.dark.estimate}}`,
      ],
    },
  );
}
