// Pictures of measures, maps from logs and lessons.
import { CONDITION_COLORS } from "../../src/report/figures/palette.ts";
import { agent, arrow, box, edges, line, type Picture, type Point, words } from "./canvas.ts";

const TREATED = CONDITION_COLORS[2]!;
const BLUE = CONDITION_COLORS[6]!;
const GREEN = CONDITION_COLORS[3]!;
const WORDS = [BLUE, TREATED, GREEN, CONDITION_COLORS[4]!] as const;

/** The pictures, by name of the file. */
export function roomPictures(): Record<string, Picture> {
  return {
    entropy: entropyPicture(),
    maps: mapPicture(),
    lessons: lessonPicture(),
    "compare-systems": systemsPicture(),
  };
}

function entropyPicture(): Picture {
  const groups = [1, 2, 4].map((kinds, g) => {
    const middle = 110 + 210 * g;
    const ring = Array.from({ length: 8 }, (_, i): Point => {
      const angle = (2 * Math.PI * i) / 8;
      return [middle + 52 * Math.cos(angle), 78 + 52 * Math.sin(angle)];
    });
    const bits = Math.log2(kinds);
    return [
      ...ring.map((point, i) => agent(point, WORDS[i % kinds], 11)),
      words([middle, 160], ["1 word", "2 words", "4 words"][g]!, { size: 12 }),
      words([middle, 180], `${bits} bit${bits === 1 ? "" : "s"}`, { bold: true }),
    ];
  });
  return {
    title: "Entropy of what eight agents say: one word 0 bits, two words 1 bit, four words 2 bits",
    width: 640,
    height: 196,
    marks: groups.flat(),
  };
}

function systemsPicture(): Picture {
  const tasks = [
    [0.9, 0.6],
    [0.5, 0.35],
    [0.75, 0.7],
    [0.3, 0.1],
    [0.6, 0.62],
  ] as const;
  const y = (score: number): number => 150 - 110 * score;
  const x = (t: number): number => 70 + 62 * t;
  return {
    title:
      "Two systems play the same five tasks; each task gives one difference, and the mean of the differences has an interval",
    width: 640,
    height: 200,
    marks: [
      ...tasks.flatMap(([first, second], t) => [
        line(
          [
            [x(t), y(second)],
            [x(t), y(first)],
          ],
          undefined,
          1.5,
        ),
        agent([x(t), y(first)], TREATED, 6),
        agent([x(t), y(second)], BLUE, 6),
        words([x(t), 178], `task ${t + 1}`, { size: 12 }),
      ]),
      words([x(0) - 14, y(0.9) + 4], "team", { anchor: "end", size: 12 }),
      words([x(0) - 14, y(0.6) + 4], "solo", { anchor: "end", size: 12 }),
      arrow([370, 90], [410, 90]),
      line(
        [
          [460, 40],
          [460, 160],
        ],
        undefined,
        1,
        "4 3",
      ),
      ...tasks.map(([first, second], t) => agent([460 + 260 * (first - second), 50 + 14 * t], GREEN, 5)),
      line(
        [
          [468, 140],
          [536, 140],
        ],
        GREEN,
        3,
      ),
      agent([502, 140], GREEN, 6),
      words([460, 178], "0", { size: 12 }),
      words([548, 58], ["differences", "of tasks"], { anchor: "start", size: 12 }),
      words([548, 144], "their mean", { anchor: "start", size: 12 }),
    ],
  };
}

function mapPicture(): Picture {
  const boxes = [
    [["a log", "of any program"], undefined],
    [["a map", "one file"], TREATED],
    [["a table", "by columns"], BLUE],
    [["measures,", "estimators"], GREEN],
  ] as const;
  return {
    title: "A map turns a log of another program into a table by columns, which measures and estimators read",
    width: 640,
    height: 102,
    marks: boxes.flatMap(([text, color], k) => {
      const x = 16 + 158 * k;
      return [box([x, 16], 134, 70, text, color), ...(k === 0 ? [] : [arrow([x - 20, 51], [x - 3, 51])])];
    }),
  };
}

function lessonPicture(): Picture {
  const row = (y: number): Point[] => Array.from({ length: 8 }, (_, i): Point => [60 + 62 * i, y]);
  const above = row(60);
  const below = row(170);
  const links = (points: readonly Point[]) =>
    points.slice(1).map((point, i): readonly [Point, Point] => [points[i]!, point]);
  const treated = (i: number): boolean => i % 2 === 0;
  return {
    title:
      "One treated agent lifts its two neighbours; when every other agent is treated, treated and untreated agents are lifted alike",
    width: 640,
    height: 226,
    marks: [
      edges([...links(above), ...links(below)]),
      ...above.map((point, i) => agent(point, i === 3 ? TREATED : undefined, 11)),
      ...[2, 4].map((i) => arrow([above[i]![0], 46], [above[i]![0], 20])),
      words([60, 100], "one treated agent (filled) lifts its neighbours", { anchor: "start", size: 12 }),
      ...below.map((point, i) => agent(point, treated(i) ? TREATED : undefined, 11)),
      ...below.slice(1, 7).map(([x]) => arrow([x, 156], [x, 130])),
      words(
        [60, 210],
        "half are treated: treated and untreated are lifted alike, and comparing them misses it",
        {
          anchor: "start",
          size: 12,
        },
      ),
    ],
  };
}
