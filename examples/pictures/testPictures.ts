// A picture of what each test compares with what.
import { complete } from "../../designs/index.ts";
import { focalAgents } from "../../estimators/hypotheses/focalAgents.ts";
import { heldLaw } from "../../estimators/hypotheses/heldLaw.ts";
import { anyTreatedNeighbor, rng } from "../../src/index.ts";
import { CONDITION_COLORS, INK } from "../../src/report/figures/palette.ts";
import { agent, bar, edges, line, type Picture, type Point, words } from "./canvas.ts";
import { lines, places, village } from "./village.ts";

const BLUE = INK.light.estimate;
const TRUTH = INK.light.truth;
const TREATED = CONDITION_COLORS[2]!;
const law = complete({ treated: 12 }).law(village);
const stream = rng("pictures of tests");
const own = law.draw(stream.fork("own"));
const eligible = new Uint8Array(village.n).fill(1);
const focal = focalAgents("cut", { network: village, law, eligible }, 0, stream.fork("focal"));

/** All differences in means that the design could have given, and the one at hand. */
function allDifferences(): Picture {
  const outcome = Float64Array.from(
    village.ids,
    (_, i) => stream.fork("outcome").fork(i).uniform() + 0.4 * own[i]!,
  );
  const difference = (arms: Uint8Array): number => {
    let [a, b] = [0, 0];
    outcome.forEach((y, i) => {
      if (arms[i] === 1) a += y / 12;
      else b += y / 18;
    });
    return a - b;
  };
  const counts = new Map<number, number>();
  for (let r = 0; r < 4000; r++) {
    const bin = Math.floor(difference(law.draw(stream.fork(r))) * 50);
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  const x = (value: number): number => 320 + value * 560;
  const seen = difference(own);
  return {
    title:
      "The difference at hand beside the differences of all other assignments that the design could have drawn",
    width: 640,
    height: 190,
    marks: [
      words([16, 22], "Difference in means if nothing had any effect, over assignments", {
        anchor: "start",
        bold: true,
      }),
      ...[...counts].map(([bin, count]) =>
        bar(x(bin / 50) + 0.5, 150 - (100 * count) / most, 10.2, (100 * count) / most, BLUE),
      ),
      line([
        [40, 150],
        [600, 150],
      ]),
      line(
        [
          [x(seen), 50],
          [x(seen), 156],
        ],
        TRUTH,
        2.5,
      ),
      words([x(seen), 44], "at hand", { size: 12 }),
      ...[-0.4, -0.2, 0, 0.2, 0.4].map((tick) =>
        words([x(tick), 170], String(tick).replace("-", "−"), { size: 12 }),
      ),
    ],
  };
}

/** Two assignments side by side; `fill` and `ring` of each agent in each. */
function twice(
  title: string,
  names: readonly [string, string],
  shown: readonly [Uint8Array, Uint8Array],
  of: (i: number) => { readonly pale: boolean; readonly ring: boolean },
): Picture {
  return {
    title,
    width: 640,
    height: 250,
    marks: ([0, 1] as const).flatMap((k) => {
      const middle: Point = [160 + 320 * k, 136];
      const place = places(middle);
      return [
        words([middle[0], 22], names[k], { bold: true }),
        edges(lines(village, place)),
        ...place.map((p, i) => {
          const { pale, ring } = of(i);
          const color = shown[k][i] === 1 ? TREATED : CONDITION_COLORS[0]!;
          return agent(p, pale ? undefined : color, pale ? 4 : 7, ring ? TRUTH : undefined);
        }),
      ];
    }),
  };
}

/** Who is exposed in which assignment, and one biclique. */
function oneBiclique(): Picture {
  const exposure = anyTreatedNeighbor();
  const columns = Array.from({ length: 24 }, (_, r) =>
    exposure.of(village, law.draw(stream.fork("column").fork(r))),
  );
  const inside = (k: number, i: number): boolean => columns[k]![i] === 0 || columns[k]![i] === 1;
  const chosen = columns.map((_, k) => k).filter((k) => inside(k, 3) && inside(k, 11) && inside(k, 20));
  const units = village.ids.map((_, i) => i).filter((i) => chosen.every((k) => inside(k, i)));
  const marks = columns.flatMap((_, k) =>
    village.ids.flatMap((_id, i) => {
      if (!inside(k, i)) return [];
      const both = chosen.includes(k) && units.includes(i);
      return [bar(150 + 16 * k, 40 + 6 * i, 14, 5, both ? TREATED : CONDITION_COLORS[0]!)];
    }),
  );
  return {
    title:
      "Agents by assignments: a mark where the agent is in one of the two conditions; a biclique is full",
    width: 640,
    height: 250,
    marks: [
      words([342, 24], "assignments", { bold: true }),
      words([140, 130], "agents", { anchor: "end", bold: true }),
      ...marks,
      words(
        [342, 240],
        "a biclique: in these assignments, these agents are always in one of the two conditions",
        { size: 12 },
      ),
    ],
  };
}

/** The pictures, by name of the file. */
export function testPictures(): Readonly<Record<string, Picture>> {
  const held = new Uint8Array(village.n);
  for (const i of focal) held[i] = 1;
  const redrawn = heldLaw(law, own, held).draw(stream.fork("redrawn")) ?? own;
  const other = law.draw(stream.fork("other"));
  return {
    "randomization-test": allDifferences(),
    "focal-unit-test": twice(
      "Arms of the focal agents, ringed, are held; those of all others are drawn again",
      ["at hand", "drawn again, focal agents held"],
      [own, redrawn],
      (i) => ({ pale: false, ring: held[i] === 1 }),
    ),
    "biclique-test": oneBiclique(),
    "imputation-test": twice(
      "Compared are agents with the same arm at hand and in another assignment; the others are small",
      ["at hand", "another assignment"],
      [own, other],
      (i) => ({ pale: own[i] !== other[i], ring: false }),
    ),
  };
}
