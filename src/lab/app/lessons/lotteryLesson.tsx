import { Histogram } from "../parts/Histogram.tsx";
import { lesson } from "./Lesson.ts";

/** Lesson 10: a lottery among friends. */
export const lotteryLesson = lesson<"lottery", number>({
  slug: "lottery",
  title: "A lottery among friends",
  summary: "Computers raffled off in classrooms: what does it do to a pupil when a friend wins?",
  work: "lottery",
  seed: "lottery",
  control: {
    kind: "range",
    label: "Points that a pupil gains by each friend anyway",
    from: 0,
    to: 0.5,
    step: 0.05,
  },
  start: 0.2,
  idea: [
    "Twelve made-up classrooms of sixteen pupils; four computers are raffled off in each. Somebody who wins gains a point. Somebody whose friend wins gains half a point, because friends share. Nobody chose who wins, so is comparing pupils with a winning friend and pupils without one not enough?",
    "The lottery is fair to pupils, and not to friendships: with one friend, one has a winning friend one time in four; with eight friends, nearly always.",
  ],
  bet: {
    question:
      "Pupils with more friends do better anyway. What does the plain comparison say of the half point?",
    options: ["Half a point: it was a lottery", "Too little", "Too much"],
    right: 2,
    because:
      "It gives the lottery what friendship does. The chance of a winning friend follows exactly from the raffle and the network, so weights by one over that chance remove the difference.",
  },
  figure: ({ naive, weighted, truth }, _, revealed) => (
    <Histogram
      label="Estimates over two hundred lotteries"
      series={[
        { name: "plain comparison", values: naive, color: "var(--naive)" },
        ...(revealed
          ? [{ name: "weighted by exact chances", values: weighted, color: "var(--estimate)" }]
          : []),
      ]}
      truth={truth}
    />
  ),
  sentence: ({ naive, weighted, chances, pupils }, _, revealed) => {
    const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    const some = chances.filter(([friends]) => friends === 1 || friends === 8);
    return `${pupils} pupils, 200 lotteries. Chance that a friend wins: ${some.map(([friends, chance]) => `${chance.toFixed(2)} with ${friends} ${friends === 1 ? "friend" : "friends"}`).join(", ")}. Plain comparison ${mean(naive).toFixed(2)}${revealed ? `, weighted ${mean(weighted).toFixed(2)}` : ""}; truth 0.5.`;
  },
  code: (advantage) => `import { blocked } from "spillway/designs";

// Four winners in every classroom; exact chances of a winning friend follow.
const design = blocked({ blocks: classroomOf, treated: 4 });
const probabilities = exposureProbabilities(friends, design, anyTreatedNeighbor());
// outcomes here: ${advantage} for each friend, 1 for winning, 0.5 for a winning friend`,
  takeaway:
    "Randomized treatment does not mean randomized exposure. Exposure is random too, with chances that one can compute, and must.",
  further: "designs/blocked.md",
});
