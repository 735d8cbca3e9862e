import { HELP, KEENNESS } from "../computed/assignByHand.ts";
import { Histogram } from "../parts/Histogram.tsx";
import { lesson } from "./Lesson.ts";

/** Lesson 0: who is treated must not depend on who they are. */
export const assignByHandLesson = lesson<"assignByHand", readonly number[]>({
  slug: "assign-by-hand",
  title: "Assign by hand, then let the coin",
  summary: "You choose who is helped. Then a coin does, two thousand times.",
  work: "assignByHand",
  seed: "hand",
  control: { kind: "own", label: "Who is helped" },
  start: [],
  idea: [
    "Twelve people are about to take a test. You can help six of them, and help adds exactly two points to anybody. How keen each one is you can see: the number under the name. Somebody with keenness 7 scores 7 without help, and 9 with it.",
    "Choose six, as you would. Then compare the six who were helped with the six who were not: that difference is your estimate of what help does.",
  ],
  bet: {
    question: "Chosen by you, or by a coin two thousand times over: whose estimate is right on average?",
    options: ["Mine, because I choose with care", "The coin's", "Both", "Neither"],
    right: 1,
    because:
      "A single coin can be far off, but its errors go either way and cancel. Whoever chooses by what they see compares keen people with others, and no number of people mends that.",
  },
  figure: ({ own, coins }, chosen, revealed, change) => (
    <>
      <fieldset class="people">
        <legend>Choose six people to help</legend>
        {KEENNESS.map((keen, i) => (
          <button
            key={i}
            type="button"
            aria-pressed={chosen.includes(i)}
            disabled={!chosen.includes(i) && chosen.length >= 6}
            onClick={() => change(chosen.includes(i) ? chosen.filter((one) => one !== i) : [...chosen, i])}
          >
            {NAMES[i]}
            <br />
            keen {keen}
          </button>
        ))}
      </fieldset>
      {revealed ? (
        <Histogram
          label="Estimates of two thousand assignments by a coin, around the truth"
          series={[{ name: "assigned by a coin", values: coins, color: "var(--estimate)" }]}
          truth={HELP}
          marks={own === undefined ? [] : [{ at: own, name: "yours", color: "var(--naive)" }]}
        />
      ) : null}
    </>
  ),
  sentence: ({ own, coinMean }, chosen, revealed) =>
    [
      own === undefined
        ? `${chosen.length} of 6 people chosen.`
        : `Your estimate is ${own.toFixed(2)} points; the truth is ${HELP}.`,
      revealed ? `Over two thousand coins the estimates have a mean of ${coinMean.toFixed(2)}.` : "",
    ].join(" "),
  code: () => `import { complete } from "spillway/designs";
import { draw } from "spillway";

// Every choice of 6 of the 12 is as likely as any other.
const plan = draw(complete({ treated: 6 }), people, { seed: "hand" });`,
  takeaway:
    "Randomization is what makes two groups comparable, in what you see and in what you do not. It does not make one estimate right; it makes the errors known.",
  further: "concepts.md",
});

const NAMES = ["Ada", "Bo", "Cyd", "Dev", "Eve", "Fay", "Gus", "Hal", "Ida", "Jo", "Kim", "Lee"];
