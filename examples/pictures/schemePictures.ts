// Schemes for the pages about parts of the program: boxes and arrows, networks, and little bars.
import { graphCluster } from "../../designs/index.ts";
import {
  erdosRenyi,
  type Network,
  preferentialAttachment,
  ringLattice,
  rng,
  smallWorld,
} from "../../src/index.ts";
import { CONDITION_COLORS } from "../../src/report/figures/palette.ts";
import {
  agent,
  arrow,
  bar,
  box,
  edges,
  hull,
  legend,
  line,
  type Picture,
  type Point,
  words,
} from "./canvas.ts";
import { community, lines, places, village } from "./village.ts";

const TREATED = CONDITION_COLORS[2]!;
const BLUE = CONDITION_COLORS[6]!;
const SKY = CONDITION_COLORS[1]!;
const GREEN = CONDITION_COLORS[3]!;

type Step = readonly [text: readonly string[], color?: string];

/** Boxes from left to right with arrows between them, in rows of at most four. */
function flow(title: string, rows: readonly (readonly Step[])[], notes: readonly string[] = []): Picture {
  const marks = rows.flatMap((steps, row) => {
    const gap = 24;
    const width = (608 - gap * (steps.length - 1)) / steps.length;
    const y = 16 + 92 * row;
    return steps.flatMap(([text, color], k) => {
      const x = 16 + k * (width + gap);
      return [
        box([x, y], width, 70, text, color),
        ...(k === 0 ? [] : [arrow([x - gap + 4, y + 35], [x - 3, y + 35])]),
      ];
    });
  });
  const bottom = 16 + 92 * rows.length;
  return {
    title,
    width: 640,
    height: bottom + 20 * notes.length + 2,
    marks: [
      ...marks,
      ...notes.map((note, k) => words([16, bottom + 6 + 20 * k], note, { anchor: "start", size: 12 })),
    ],
  };
}

/** The pictures, by name of the file. */
export function schemePictures(): Readonly<Record<string, Picture>> {
  return {
    tutorial: flow("Four commands from a study file to a report", [
      [
        [["init", "study.yaml"]],
        [["check", "conditions, MDE, cost"], SKY],
        [["run", "plan, journal"], TREATED],
        [["report.html", "effects, intervals"], GREEN],
      ],
    ]),
    people: flow("A table of people and a question become a study, which is checked, tried, run and read", [
      [
        [["people.csv", "one row each"]],
        [["ties.csv", "who hears whom"]],
        [["study.yaml", "question, arms"], SKY],
        [["check", "MDE, cost"], SKY],
      ],
      [
        [["try", "one call"], TREATED],
        [["run", "with a budget"], TREATED],
        [["report.html", "effects"], GREEN],
        [["transcript", "what was said"], GREEN],
      ],
    ]),
    "command-line": flow("The commands, in the order in which a study needs them", [
      [
        [["init"]],
        [["designs, check", "before you spend"], SKY],
        [["diagnose", "simulate the study"], SKY],
        [["plan", "draw assignments"], TREATED],
      ],
      [
        [["run", "play the agents"], TREATED],
        [["estimate", "effects, intervals"], GREEN],
        [["report", "one HTML page"], GREEN],
        [["trace", "OpenTelemetry"]],
      ],
    ]),
    "study-file": flow("The four parts of a study: model, inquiry, data strategy, answer strategy", [
      [
        [["model", "network, agents"], SKY],
        [["inquiry", "contrasts"], BLUE],
        [["data", "assign, expose, run"], TREATED],
        [["answer", "estimators"], GREEN],
      ],
    ]),
    files: flow(
      "The files of a run, in the order in which they are written",
      [
        [
          [["plan.json", "who is treated"], TREATED],
          [["journal.jsonl", "one line per call"]],
          [["units.csv", "outcomes"]],
          [["estimates, report", "what was found"], GREEN],
        ],
      ],
      [
        "manifest.json: models, hashes, times; study.json: the study with all defaults;",
        "checks.json: answers, durations and missing outcomes by arm.",
      ],
    ),
    "analyse-logs": flow(
      "Four inputs are enough to estimate from the logs of any experiment",
      [
        [
          [["network", "edges.csv"]],
          [["design", "how arms were drawn"], TREATED],
          [["exposure", "who is exposed"], SKY],
          [["units.csv", "arm, outcome"]],
        ],
      ],
      [
        "All four go into spillway estimate, which returns estimates, standard errors and intervals by contrast.",
      ],
    ),
    "many-machines": flow(
      "A run hands its worlds to workers on other machines, and writes the journal itself",
      [
        [
          [["spillway run", "plan, journal, lock"], TREATED],
          [["Redis server", "jobs, limits, budgets"]],
          [["spillway worker", "on any machine"], SKY],
          [["agents", "models, programs"], GREEN],
        ],
      ],
      [
        "Every answer travels back at once.",
        "A worker may be killed at any moment: another one continues after its last answer.",
      ],
    ),
    tracing: spans(),
    language: flow(
      "A turn of a language-model agent: a view becomes a prompt, a checked answer becomes an action",
      [
        [
          [["view", "arm, messages"]],
          [["prompt", "template filled in"], SKY],
          [["model", "one call"], TREATED],
          [["answer", "checked, or re-asked"], GREEN],
        ],
      ],
    ),
    command: flow("A turn of an agent that is a program", [
      [
        [["Spillway", "view of the agent"], TREATED],
        [["standard input", "one line of JSON"]],
        [["your program", "Python, any language"], SKY],
        [["standard output", "action: said, outcome"], GREEN],
      ],
    ]),
    http: flow("A turn of an agent behind an address", [
      [
        [["Spillway", "view of the agent"], TREATED],
        [["POST", "{ view }"]],
        [["your service", "any machine"], SKY],
        [["reply", "{ action } or { error }"], GREEN],
      ],
    ]),
    recorded: flow("Recorded agents repeat the answers of an earlier run", [
      [
        [["first run", "paid calls"], TREATED],
        [["journal.jsonl", "every answer"]],
        [["recorded agents", "no calls, no cost"], SKY],
        [["new analysis", "contrast, exposure"], GREEN],
      ],
    ]),
    flawed: flow("Flawed agents wrap other agents and break one assumption at a time", [
      [
        [["agents", "known effects"], SKY],
        [["flaw", "missing, lost, far"], TREATED],
        [["diagnose", "bias, coverage"]],
        [["which result", "survives?"], GREEN],
      ],
    ]),
    agents: flow("An agent is a function from what it sees to what it does; a round calls every agent once", [
      [
        [["view", "arm, messages"]],
        [["agent", "rule, model, program"], SKY],
        [["action", "message, outcome"], TREATED],
        [["neighbours", "hear it next round"], GREEN],
      ],
    ]),
    questions: flow("Questions and A/A runs test the experiment itself", [
      [
        [["manipulation check", "must differ by arm"], TREATED],
        [["negative control", "must not differ"], SKY],
        [["A/A run", "every true effect is 0"], GREEN],
      ],
    ]),
    numbers: flow("Every number is compared with a second, independent computation", [
      [
        [["the library", "fast"], BLUE],
        [["brute force", "all assignments"], TREATED],
        [["published number", "paper, package"]],
        [["agree?", "a test decides"], GREEN],
      ],
    ]),
    "design-choices": flow(
      "The chain from a design to an interval: each choice on this page is about one link",
      [
        [
          [["design", "assignment mechanism"], TREATED],
          [["exposure", "conditions"], SKY],
          [["probabilities", "single and joint"]],
          [["estimate", "variance, interval"], GREEN],
        ],
      ],
    ),
    concepts: interference(),
    interaction: channels(),
    networks: sorts(),
    clusterings: found(),
    designs: mechanisms(),
    "choose-a-design": tradeOff(),
    "conflict-graph-estimate": events(),
    performance: growth(),
  };
}

/** The same network twice: without interference the comparison is clean, with it the untreated change too. */
function interference(): Picture {
  const treated = new Set([2, 7, 14, 21, 27]);
  const marks = (
    [
      ["SUTVA: no interference", false],
      ["interference", true],
    ] as const
  ).flatMap(([title, spreads], k) => {
    const middle: Point = [160 + 320 * k, 128];
    const place = places(middle);
    const reached = (i: number): boolean =>
      spreads &&
      !treated.has(i) &&
      Array.from(village.sources.subarray(village.offsets[i], village.offsets[i + 1])).some((j) =>
        treated.has(j),
      );
    return [
      words([middle[0], 22], title, { bold: true }),
      edges(lines(village, place)),
      ...place.map((p, i) => agent(p, treated.has(i) ? TREATED : reached(i) ? SKY : undefined)),
      words([middle[0], 250], spreads ? "untreated neighbours change too" : "only treated agents change"),
    ];
  });
  const key = legend(
    [24, 282],
    [
      ["unchanged", undefined],
      ["treated", TREATED],
      ["changed by a treated neighbour", SKY],
    ],
  );
  return {
    title:
      "Without interference treatment changes treated agents only; with interference it changes their neighbours",
    width: 640,
    height: 294,
    marks: [...marks, key],
  };
}

/** One small network, drawn in four ways of treating it. */
function mechanisms(): Picture {
  const ways: readonly (readonly [string, (i: number) => boolean])[] = [
    ["agents singly", (i) => [1, 4, 8, 13, 16, 20, 23, 25, 29].includes(i)],
    ["clusters", (i) => [1, 3].includes(community[i]!)],
    ["saturations", (i) => (community[i]! % 2 === 0 ? i % 6 < 1 : i % 6 < 4)],
  ];
  const marks = ways.flatMap(([name, treated], k) => {
    const middle: Point = [110 + 210 * k, 118];
    const place = places(middle, 210, 170);
    return [
      words([middle[0], 22], name, { bold: true }),
      edges(lines(village, place)),
      ...place.map((p, i) => agent(p, treated(i) ? TREATED : undefined, 6)),
    ];
  });
  return {
    title: "Three ways to assign treatment on one network",
    width: 640,
    height: 250,
    marks: [
      ...marks,
      legend(
        [24, 236],
        [
          ["control", undefined],
          ["treated", TREATED],
        ],
      ),
    ],
  };
}

function tradeOff(): Picture {
  const panels = (
    [
      ["agents singly", 0.62, 0.12],
      ["small clusters", 0.3, 0.32],
      ["large clusters", 0.1, 0.7],
    ] as const
  ).flatMap(([name, bias, variance], k) => {
    const x = 90 + 190 * k;
    return [
      bar(x, 180 - 130 * bias, 48, 130 * bias, TREATED),
      bar(x + 56, 180 - 130 * variance, 48, 130 * variance, SKY),
      line([
        [x - 10, 180],
        [x + 114, 180],
      ]),
      words([x + 52, 202], name, { bold: true }),
    ];
  });
  const key = [
    bar(90, 222, 14, 14, TREATED),
    words([112, 234], "bias by what crosses to other arms", { anchor: "start" }),
    bar(360, 222, 14, 14, SKY),
    words([382, 234], "variance", { anchor: "start" }),
  ];
  return {
    title: "Scheme: larger clusters have less bias and more variance",
    width: 640,
    height: 248,
    marks: [
      words([90, 26], "For the global average treatment effect (scheme, not to scale)", {
        anchor: "start",
        bold: true,
      }),
      ...panels,
      ...key,
    ],
  };
}

function channels(): Picture {
  const marks = ["neighbours", "one-neighbour", "groups", "none"].flatMap((name, k) => {
    const [x, y]: Point = [84 + 158 * k, 92];
    const at = (j: number): Point => [
      x + 46 * Math.cos(-Math.PI / 2 + (2 * Math.PI * j) / 5),
      y + 46 * Math.sin(-Math.PI / 2 + (2 * Math.PI * j) / 5),
    ];
    const me: Point = [x, y];
    const friends = [0, 1, 4];
    const from = { neighbours: friends, "one-neighbour": [1], groups: [2, 3], none: [] as number[] }[
      name as "groups"
    ];
    return [
      words([x, 22], name, { bold: true }),
      edges(
        friends.map((j) => [at(j), me] as const),
        1.2,
      ),
      ...(name === "groups" ? [hull([at(2), at(3), me], CONDITION_COLORS[4]!, 13)] : []),
      ...from.map((j) => arrow(at(j), [x + (at(j)[0] - x) * 0.2, y + (at(j)[1] - y) * 0.2])),
      ...[0, 1, 2, 3, 4].map((j) => agent(at(j), from.includes(j) ? SKY : undefined)),
      agent(me, undefined, 8, BLUE),
    ];
  });
  return {
    title: "Channels decide whose messages an agent hears",
    width: 640,
    height: 196,
    marks: [
      ...marks,
      legend(
        [24, 182],
        [
          ["the agent that listens", undefined, BLUE],
          ["heard", SKY],
          ["not heard", undefined],
        ],
      ),
    ],
  };
}

function sorts(): Picture {
  const n = 20;
  const kinds: readonly (readonly [string, Network])[] = [
    ["ring-lattice", ringLattice({ n, k: 4 }).draw(rng(1))],
    ["small-world", smallWorld({ n, k: 4, rewire: 0.25 }).draw(rng(1))],
    ["preferential-attachment", preferentialAttachment({ n, m: 2 }).draw(rng(1))],
    ["erdos-renyi", erdosRenyi({ n, p: 0.2 }).draw(rng(1))],
  ];
  const marks = kinds.flatMap(([name, network], k) => {
    const middle: Point = [84 + 158 * k, 96];
    const place = network.ids.map(
      (_, i): Point => [
        middle[0] + 58 * Math.sin((2 * Math.PI * i) / n),
        middle[1] - 58 * Math.cos((2 * Math.PI * i) / n),
      ],
    );
    const size = (i: number): number => 2.2 + 0.55 * (network.offsets[i + 1]! - network.offsets[i]!);
    return [
      words([middle[0], 22], name, { bold: true, size: 12 }),
      edges(lines(network, place), 0.8),
      ...place.map((p, i) => agent(p, SKY, size(i))),
    ];
  });
  return {
    title: "Four sorts of networks with twenty agents; larger marks have more neighbours",
    width: 640,
    height: 186,
    marks: [...marks, words([320, 178], "the larger the mark, the more neighbours", { size: 12 })],
  };
}

function found(): Picture {
  const marks = (["leiden", "1-hop-max"] as const).flatMap((method, k) => {
    const { structure } = graphCluster({ method, seed: 1 }).law(village);
    const block = "block" in structure ? Array.from(structure.block) : [];
    const middle: Point = [160 + 320 * k, 128];
    const place = places(middle);
    const tints = [1, 3, 4, 6, 7].map((c) => CONDITION_COLORS[c]!);
    const cut = lines(
      village,
      village.ids.map((_, i): Point => [block[i]!, 0]),
    ).filter(([a, b]) => a[0] !== b[0]).length;
    return [
      words([middle[0], 22], method, { bold: true }),
      ...[...new Set(block)].map((b) =>
        hull(
          place.filter((_, i) => block[i] === b),
          tints[b % tints.length]!,
          12,
        ),
      ),
      edges(lines(village, place)),
      ...place.map((p) => agent(p, undefined)),
      words([middle[0], 250], `${new Set(block).size} clusters, ${cut} of ${village.edges} edges cut`),
    ];
  });
  return {
    title: "Two clusterings of one network: few large clusters cut few edges, many small ones cut more",
    width: 640,
    height: 266,
    marks,
  };
}

function events(): Picture {
  const rows: readonly (readonly [string, number, readonly number[], string])[] = [
    ["request: treated", 1, [0, 0, 0], "counts as treated (E₁)"],
    ["request: untreated", 0, [0, 0, 0], "counts as untreated (E₀)"],
    ["no request", 0, [0, 0, 0], "does not count"],
    ["request denied", 0, [1, 0, 0], "does not count"],
  ];
  const marks = rows.flatMap(([name, own, near, note], k) => {
    const me: Point = [84 + 158 * k, 84];
    const at = (j: number): Point => [
      me[0] + 42 * Math.cos(-Math.PI / 2 + (2 * Math.PI * j) / 3),
      me[1] + 42 * Math.sin(-Math.PI / 2 + (2 * Math.PI * j) / 3),
    ];
    return [
      words([me[0], 20], name, { bold: true, size: 12 }),
      edges(
        near.map((_, j) => [at(j), me] as const),
        1.2,
      ),
      ...near.map((arm, j) => agent(at(j), arm === 1 ? TREATED : undefined)),
      agent(me, own === 1 ? TREATED : undefined, 9, k < 2 ? BLUE : undefined),
      words([me[0], 146], note, { size: 12 }),
    ];
  });
  return {
    title: "Only agents whose own request was granted count in the estimate",
    width: 640,
    height: 190,
    marks: [
      ...marks,
      legend(
        [24, 178],
        [
          ["control", undefined],
          ["treated", TREATED],
          ["counts", undefined, BLUE],
        ],
      ),
    ],
  };
}

function spans(): Picture {
  const rows: readonly (readonly [string, number, number, string])[] = [
    ["run", 0, 100, TREATED],
    ["world 0", 1, 60, SKY],
    ["call: agent 1, round 1", 2, 20, GREEN],
    ["call: agent 2, round 1", 8, 24, GREEN],
    ["call: agent 1, round 2", 34, 24, GREEN],
    ["world 1", 40, 58, SKY],
    ["call: agent 1, round 1", 42, 30, GREEN],
  ];
  const marks = rows.flatMap(([name, from, length, color], k) => {
    const y = 20 + 26 * k;
    return [
      words([176, y + 13], name, { anchor: "end", size: 12 }),
      bar(188 + 4.3 * from, y, 4.3 * length, 17, color),
    ];
  });
  return {
    title: "A run as a trace: one span for the run, one for each world, one for each call",
    width: 640,
    height: 226,
    marks: [...marks, arrow([188, 208], [620, 208]), words([404, 222], "time", { size: 12 })],
  };
}

function growth(): Picture {
  const curve = (power: number): Point[] =>
    Array.from(
      { length: 30 },
      (_, k): Point => [70 + 14 * k, 190 - (power > 1 ? 150 : 45) * (k / 29) ** power],
    );
  return {
    title: "Scheme: cost grows with edges where designs are local, with pairs of agents where they are not",
    width: 640,
    height: 236,
    marks: [
      line([
        [70, 30],
        [70, 190],
        [490, 190],
      ]),
      line(curve(2.4), TREATED, 2.5),
      line(curve(1), BLUE, 2.5),
      words([280, 212], "agents"),
      words([62, 40], "time", { anchor: "end" }),
      words([492, 38], "all pairs of agents", { anchor: "start", size: 12 }),
      line(
        [
          [492, 60],
          [516, 60],
        ],
        TREATED,
        3,
      ),
      words([522, 64], "O(n²)", { anchor: "start", size: 12 }),
      words([492, 92], "dependent pairs only", { anchor: "start", size: 12 }),
      line(
        [
          [492, 112],
          [516, 112],
        ],
        BLUE,
        3,
      ),
      words([522, 116], "O(edges)", { anchor: "start", size: 12 }),
      words([70, 230], "scheme; measured times are below", { anchor: "start", size: 12 }),
    ],
  };
}
