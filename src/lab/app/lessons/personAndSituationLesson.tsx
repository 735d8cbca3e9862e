import { Key } from "../parts/Key.tsx";
import { Scroll } from "../parts/Scroll.tsx";
import { lesson } from "./Lesson.ts";

const COLORS = ["var(--c2)", "var(--c1)", "var(--c3)"];

/** Lesson 9: person and situation. */
export const personAndSituationLesson = lesson<"personAndSituation", number>({
  slug: "person-and-situation",
  title: "Person and situation",
  summary: "Is it the persona, or where it is put? It can be neither alone.",
  work: "personAndSituation",
  seed: "person",
  control: {
    kind: "range",
    label: "How much the situation changes what a persona does",
    from: 0,
    to: 2,
    step: 0.25,
  },
  start: 0.5,
  idea: [
    "Three personas in three situations, eight separate worlds for each pair. Are differences due to the persona or to the situation? Social psychology argued about it for decades; with agents one can assign both and count.",
    "The variance of what agents do splits into a part of the person, a part of the situation, and a part that only exists in combination: the bold shine in a crowd, the careful shrink in it.",
  ],
  bet: {
    question: "Where the lines of the personas cross, what share is the person's alone?",
    options: ["All: personas differ everywhere", "Less than the interaction's", "None"],
    right: 1,
    because:
      "With crossing lines, who does most depends on where: the interaction takes the largest share. A persona's trait measured in one situation says little about another.",
  },
  figure: ({ personas, situations, means, shares }, _, revealed) => {
    const all = means.flat();
    const [low, high] = [Math.min(...all) - 0.3, Math.max(...all) + 0.3];
    const at = (s: number, value: number): [number, number] => [
      90 + s * 230,
      200 - ((value - low) / (high - low)) * 180,
    ];
    return (
      <>
        <svg viewBox="0 0 640 236" role="img" aria-label="Means of each persona in each situation">
          {means.map((row, p) => (
            <g key={personas[p]}>
              <polyline
                points={row.map((value, s) => at(s, value).join(",")).join(" ")}
                fill="none"
                stroke={COLORS[p]}
                stroke-width={3}
              />
              {row.map((value, s) => {
                const [cx, cy] = at(s, value);
                return <circle key={s} class="person" cx={cx} cy={cy} r={6} fill={COLORS[p]} />;
              })}
            </g>
          ))}
          {situations.map((name, s) => (
            <text key={name} x={at(s, 0)[0]} y={228} text-anchor="middle">
              {name}
            </text>
          ))}
        </svg>
        <Key entries={personas.map((name, p) => [name, COLORS[p]!] as const)} />
        {revealed ? (
          <Scroll label="Shares of variance">
            <table>
              <thead>
                <tr>
                  <th scope="col">Share of the variance</th>
                  <th scope="col" class="number">
                    estimate
                  </th>
                </tr>
              </thead>
              <tbody>
                {shares.map(({ of, share, because }) => (
                  <tr key={of}>
                    <th scope="row">{of}</th>
                    <td class="number">
                      {share === undefined ? (because ?? "–") : `${(100 * share).toFixed(0)} %`}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        ) : null}
      </>
    );
  },
  sentence: ({ shares }, _, revealed) =>
    revealed
      ? `Estimated shares: ${shares.map(({ of, share }) => `${of} ${share === undefined ? "none" : `${(100 * share).toFixed(0)} %`}`).join(", ")}. Unbiased estimates of a small share can be below zero.`
      : "Each line is a persona, over three situations.",
  code: () => `import { personSituation } from "spillway/measures";

personSituation({ factors: ["person", "situation"], records });
// on the command line: spillway decompose units.csv --factor person --factor situation --value outcome`,
  takeaway:
    "Assign persona and situation both, with at least two worlds for each pair; otherwise the interaction and chance are one.",
  further: "decompose.md",
});
