import type { Mapping } from "../computed/conditions.ts";
import { Key } from "../parts/Key.tsx";
import { NetworkFigure } from "../parts/NetworkFigure.tsx";
import { lesson } from "./Lesson.ts";

const COLORS = ["var(--c0)", "var(--c1)", "var(--c3)", "var(--c2)", "var(--c4)", "var(--c5)"];
const CODE: Readonly<Record<Mapping, string>> = {
  "own-arm": "ownArm()",
  "any-treated": "anyTreatedNeighbor()",
  "all-treated": "allTreated()",
  "count-treated": "countTreated({ cap: 2 })",
};

/** Lesson 2: exposure mappings. */
export const conditionsLesson = lesson<"conditions", Mapping>({
  slug: "exposure-conditions",
  title: "Neighbours and exposure conditions",
  summary: "One assignment, read four ways: what of it can matter to you?",
  work: "conditions",
  seed: "conditions",
  control: {
    kind: "choice",
    label: "Exposure mapping",
    options: [
      ["own-arm", "own arm"],
      ["any-treated", "any treated neighbour"],
      ["all-treated", "all or no neighbours treated"],
      ["count-treated", "number of treated neighbours"],
    ],
  },
  start: "any-treated",
  idea: [
    "Twenty agents, six of them treated (thick rings). An exposure mapping says what of the whole assignment can matter to one agent, and sorts agents into a few conditions. Two agents in one condition are taken to be treated alike.",
    "A coarse mapping has few conditions with many agents each, but may lump together what differs. A fine one is safer and hungrier: some conditions hold one agent, or none.",
  ],
  bet: {
    question:
      "You go from the own arm to the number of treated neighbours (0, 1, 2 or more). How many agents does the smallest condition have left?",
    options: ["Six: only the treated matter", "About three: it is split evenly", "One, or none"],
    right: 2,
    because:
      "Six conditions share twenty agents, and not evenly: how many treated neighbours one has is itself random. An effect would rest on a single agent, or on nobody.",
  },
  figure: ({ network, arms, names, condition, counts }) => (
    <>
      <NetworkFigure
        network={network}
        dots={arms.map((arm, i) => ({ fill: COLORS[condition[i]! % COLORS.length]!, treated: arm === 1 }))}
        label={names.map((name, c) => `${counts[c]} agents in ${name}`).join(", ")}
      />
      <Key
        entries={[
          ...names.map((name, c) => [`${name} (${counts[c]})`, COLORS[c % COLORS.length]!] as const),
          ["treated", "transparent", "var(--treated)"] as const,
        ]}
      />
    </>
  ),
  sentence: ({ names, counts }) =>
    `${names.map((name, c) => `${counts[c]} of 20 agents in ${name}`).join(", ")}.`,
  code: (mapping) => `import { ${CODE[mapping].split("(")[0]} } from "spillway/exposures";

const exposure = ${CODE[mapping]};
const conditions = exposure.of(network, arms);`,
  takeaway:
    "An exposure mapping is an assumption, and it is yours. Choose it before you look at outcomes, and let “spillway specify” test it afterwards.",
  further: "exposures/index.md",
});
