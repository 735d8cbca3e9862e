// Pictures of benchmark studies, twin worlds, and the paper as commands.
import { CONDITION_COLORS } from "../../src/report/figures/palette.ts";
import { agent, arrow, box, line, type Picture, type Point, words } from "./canvas.ts";

const TREATED = CONDITION_COLORS[2]!;
const BLUE = CONDITION_COLORS[6]!;
const GREEN = CONDITION_COLORS[3]!;

/** The pictures, by name of the file. */
export function worldPictures(): Record<string, Picture> {
  return { benchmarks: benchmarkPicture(), "twin-worlds": twinPicture(), programme: programmePicture() };
}

/** One quantity: ours with its interval, the exact value, what others found. */
function benchmarkPicture(): Picture {
  const x = (value: number): number => 190 + 400 * value;
  const row = (y: number, name: string): string => words([170, y + 4], name, { anchor: "end", size: 12 });
  const exact = 0.46;
  return {
    title:
      "A benchmark puts three numbers for one quantity beside each other: ours with its interval, the exact one of the synthetic agents, and what others found",
    width: 640,
    height: 170,
    marks: [
      line(
        [
          [x(exact), 22],
          [x(exact), 128],
        ],
        GREEN,
        1.5,
        "4 3",
      ),
      row(42, "ours, with its interval"),
      line(
        [
          [x(0.36), 42],
          [x(0.58), 42],
        ],
        BLUE,
        3,
      ),
      agent([x(0.47), 42], BLUE, 6),
      row(76, "exact, by a formula"),
      agent([x(exact), 76], GREEN, 6),
      row(110, "published, if it was read"),
      agent([x(0.74), 110], TREATED, 6),
      line([
        [x(0), 132],
        [x(1), 132],
      ]),
      words([x(0), 152], "0", { size: 12 }),
      words([x(1), 152], "1", { size: 12 }),
    ],
  };
}

/** A world that goes on twice from a round on, and the difference. */
function twinPicture(): Picture {
  const shared: Point[] = [
    [50, 120],
    [110, 106],
    [170, 112],
    [230, 98],
  ];
  const was: Point[] = [
    [230, 98],
    [300, 104],
    [370, 94],
    [440, 102],
    [510, 96],
  ];
  const gap = [0, 16, 30, 40, 46];
  const injected = was.map(([x, y], k): Point => [x, y - gap[k]!]);
  return {
    title:
      "A world is played to a round and goes on twice with the same draws: what differs between the two branches is the effect of what was injected",
    width: 640,
    height: 176,
    marks: [
      line(shared, undefined, 2),
      line(was, BLUE, 2),
      line(injected, TREATED, 2),
      ...shared.map((point) => agent(point, undefined, 5)),
      ...was.slice(1).map((point) => agent(point, BLUE, 5)),
      ...injected.slice(1).map((point) => agent(point, TREATED, 5)),
      line(
        [
          [230, 34],
          [230, 140],
        ],
        undefined,
        1,
        "4 3",
      ),
      words([230, 24], "injected here", { size: 12 }),
      words([140, 160], "shared rounds", { size: 12 }),
      words([370, 160], "the same draws in both branches", { size: 12 }),
      line(
        [
          [530, 50],
          [530, 96],
        ],
        undefined,
        2,
      ),
      words([540, 78], "total effect", { anchor: "start", bold: true }),
      words([524, 116], "as it was", { anchor: "start", size: 12 }),
      words([524, 40], "with it", { anchor: "start", size: 12 }),
    ],
  };
}

/** What an agent does comes from itself and from what it hears; each part has its commands. */
function programmePicture(): Picture {
  return {
    title:
      "What an agent does comes from the agent, from what it is told, and from what it hears of the others; each of the three is varied by a command",
    width: 640,
    height: 176,
    marks: [
      box([16, 16], 150, 56, ["person:", "model, persona"], BLUE),
      box([16, 100], 150, 56, ["situation:", "arm, prompt, history"], TREATED),
      box([245, 58], 150, 56, ["what it does", "in this round"]),
      box([474, 58], 150, 56, ["what others hear", "in the next"], GREEN),
      arrow([170, 48], [242, 76]),
      arrow([170, 126], [242, 98]),
      arrow([399, 76], [470, 76]),
      arrow([470, 98], [399, 98]),
      words([435, 48], "cut, shuffled,", { size: 12 }),
      words([435, 138], "yoked or real", { size: 12 }),
    ],
  };
}
