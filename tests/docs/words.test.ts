import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { pages } from "./pages.ts";

/** Words that only this project used, each with the field's term or the plain wording that replaced it. */
const DIALECT: readonly (readonly [old: RegExp, now: string])[] = [
  [
    /everybody treated against nobody|treating everybody against nobody/i,
    "global average treatment effect (GATE)",
  ],
  [/\bworth (fewer|only|at least|as many)\b/i, "effective sample size"],
  [/\bthe rarest\b|, rarest:|"rarest",/i, "minimum probability"],
  [/holds? the truth|intervals hold it/i, "contain the true value"],
  [/\btells? a run\b/i, "export a run as OpenTelemetry spans"],
  [
    /\bcoins? of (its|their) own\b|by (fair|independent) coins|with a coin for each/i,
    "assigned independently",
  ],
  [/\bthe design was drawn again\b/i, "randomization-based"],
  [/lottery of assignment/i, "random assignment"],
  [/what is so anyway/i, "its default"],
  [/whoever said (them|it)\b/i, "its sender"],
  [/left out for the condition that happened/i, "excluded because of the condition it ended up in"],
  [/how its arms hang together/i, "its dependence structure"],
  [/^whoever ran the agents/im, "if you ran the agents elsewhere"],
  [/smallest that can be expected/i, "smallest expected"],
  [/tells of the machinery/i, "is an artefact"],
  [/\bsoft zeros\b/i, "near-zero joint probabilities"],
  [/agents that compute\b/i, "synthetic agents"],
];

/** What readers see of a source file: its texts, without comments and imports. */
function texts(path: string): string {
  const code = readFileSync(path, "utf8")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/^\s*\/\/.*$/gm, "")
    .replace(/^import[\s\S]*?;$/gm, "");
  return [...code.matchAll(/"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g)].map(([text]) => text).join("\n");
}

const sources = ["src", "designs", "estimators"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => `${folder}/${path}`),
);

/** Notes on earlier versions and on the code keep the words of their time. */
const READ = [...pages].filter(
  ([path]) => !["CHANGELOG.md", "CONTRIBUTING.md", "docs/architecture.md"].includes(path),
);

describe("the words that readers meet are the field's", () => {
  test.each(DIALECT)("%s is now: %s", (old, now) => {
    const found = [
      ...READ.filter(([, text]) => old.test(text)).map(([path]) => path),
      ...sources.filter((path) => old.test(texts(path))),
    ];
    expect(found, `write: ${now}`).toEqual([]);
  });

  test("the concepts explain the terms that a researcher looks for", () => {
    const concepts = pages.get("docs/concepts.md")!;
    const wanted = [
      "SUTVA",
      "GATE",
      "MDE",
      "positivity",
      "overlap",
      "effective sample size",
      "assignment mechanism",
      "exposure mapping",
      "estimand",
      "partial interference",
      "saturation",
      "ITT",
      "A/A test",
      "randomization-based interval",
      "design-based",
      "model-based",
      "Horvitz–Thompson",
      "Hájek",
      "claim kinds",
      "replicate",
      "journal",
    ];
    expect(wanted.filter((term) => !concepts.includes(term))).toEqual([]);
  });
});
