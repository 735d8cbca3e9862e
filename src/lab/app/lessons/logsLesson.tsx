import { MODEL_NAMES } from "../computed/logs.ts";
import { lesson } from "./Lesson.ts";

/** Lesson 8: logs are not experiments. */
export const logsLesson = lesson<"logs", string>({
  slug: "logs",
  title: "Logs are not experiments",
  summary: "Eighty published runs of language models that agree on a word.",
  work: "logs",
  seed: "logs",
  control: {
    kind: "choice",
    label: "Language model",
    options: MODEL_NAMES.map((name) => [name, name] as const),
  },
  start: "llama-2-70b",
  idea: [
    "In the naming game, pairs of agents are drawn at random and each says a word; who says the same is rewarded. Groups of language models come to agree on one word (Ashery, Aiello and Baronchelli 2025). How much does hearing M from a partner raise the chance that one says M next?",
    "The log is large, so one might just compare: what is said after hearing M, against after hearing Q. But one hears M when everybody says M, and then one says M anyway.",
  ],
  bet: {
    question: "For llama-2-70b: how many times as large as the effect is the correlation in the log?",
    options: ["About the same", "About 1.5 times", "Nearly four times"],
    right: 2,
    because:
      "Partners are random, so at each moment the chance of hearing M is known: the share of the others who say it then. Weighted by that chance, the comparison is an effect, and for this model most of the correlation is gone.",
  },
  figure: ({ naive, effect, se }, _, revealed) => {
    const px = (value: number): number => 150 + value * 600;
    const rows = [
      ["in the log", naive, "var(--naive)"] as const,
      ...(revealed ? [["effect", effect, "var(--estimate)"] as const] : []),
    ];
    return (
      <svg
        viewBox="0 0 640 160"
        role="img"
        aria-label={`In the log ${naive.toFixed(2)}${revealed ? `, effect ${effect.toFixed(2)}` : ""}`}
      >
        <line class="axis" x1={150} x2={150} y1={12} y2={128} />
        {rows.map(([name, value, color], k) => (
          <g key={name}>
            <text x={140} y={44 + k * 56} text-anchor="end">
              {name}
            </text>
            <rect x={150} y={22 + k * 56} width={Math.max(1, px(value) - 150)} height={34} fill={color} />
            {name === "effect" ? (
              <line
                stroke="var(--text)"
                stroke-width={3}
                x1={px(value - 1.96 * se)}
                x2={px(value + 1.96 * se)}
                y1={39 + k * 56}
                y2={39 + k * 56}
              />
            ) : null}
            <text x={px(value) + 34} y={44 + k * 56}>
              {value.toFixed(3)}
            </text>
          </g>
        ))}
        <text class="soft" x={150} y={150}>
          difference in the chance of saying M after hearing M and after hearing Q
        </text>
      </svg>
    );
  },
  sentence: ({ runs, moments, naive, effect, se }, model, revealed) =>
    `${model}, ${runs} runs, ${moments.toLocaleString("en-US")} moments: in the log ${naive.toFixed(3)}${revealed ? `; effect ${effect.toFixed(3)}, standard error ${se.toFixed(3)} over runs; the log is ${(naive / effect).toFixed(1)} times the effect` : ""}.`,
  code: (
    model,
  ) => `# which pairs met is random, so the chance of hearing a word is the share of the others who say it
spillway import --map naming-game.yaml runs.csv --out units.csv   # rows of ${model}
npx tsx examples/naming-game-logs/namingGame.ts`,
  takeaway:
    "A log of agents that hear each other mixes influence with a shared past. It becomes an experiment only through something random whose chances are known: partners, deliveries, assignments.",
  further: "import.md",
});
