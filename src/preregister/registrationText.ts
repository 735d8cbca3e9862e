// Long because it is one document, heading by heading.
import { assumptions } from "../../estimators/assumptions.ts";
import { CLAIMS } from "../../estimators/Claim.ts";
import { inquiryInWords } from "../../estimators/Inquiry.ts";
import { levelsOf } from "../../estimators/looks/Looks.ts";
import { canonicalJson, type Json } from "../core/canonicalJson.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { sha256 } from "../core/sha256.ts";
import { ruleHash } from "../study/SecondWaveRule.ts";
import type { Study } from "../study/study.ts";
import { refuseKeys } from "../study-file/refuseKeys.ts";
import { isContent } from "./namedContents.ts";
import type { Mapping, SealedStudy } from "./sealedStudy.ts";
import { withoutSecrets } from "./withoutSecrets.ts";

/** What a diagnosis said before the run, as a table. */
export interface SealedDiagnosis {
  readonly header: readonly string[];
  readonly rows: readonly (readonly (string | number | undefined)[])[];
  /** Where it is from, in words. */
  readonly from: string;
}

/** The heading behind which the machine-readable part stands. */
export const MACHINE = "## Machine-readable part";

/** What only people know. */
const OPEN = "*For the form, not in this file, which is sealed:*";

/**
 * A preregistration as one document: what was fixed under the headings of OSF and of AsPredicted, and the same as data with its
 * hash. Same study, same bytes: no clock is read.
 *
 * @throws SpillwayError when the value of a variable that is named like a key stands in it.
 */
export function registrationText(study: Study, sealed: SealedStudy, diagnosis?: SealedDiagnosis): string {
  const body = bodyOf(study, sealed, diagnosis);
  const content = { ...sealed, ...(diagnosis ? { diagnosis } : {}), text: sha256(body) };
  const text = documentOf(body, JSON.parse(canonicalJson(content)) as Mapping);
  try {
    refuseKeys(text, "preregistration");
  } catch (cause) {
    const name = /environment variable (\S+?):/.exec(String((cause as Error).message))?.[1];
    throw new SpillwayError(
      `preregister: the value of the environment variable ${name ?? ""} stands in the study: a sealed document is shown to everybody; take it out of the study, and name the variable instead`,
      { cause },
    );
  }
  return text;
}

/** The whole document around what people read. */
export function documentOf(body: string, content: Mapping): string {
  const parts = Object.fromEntries(
    partsOf(content).map(([name, value]) => [name, sha256(canonicalJson(value)).slice(0, 16)]),
  );
  const hash = sha256(canonicalJson(content));
  return `---
spillway-preregistration: 1
study: ${JSON.stringify(content.name)}
hash: ${hash}
spillway: ${JSON.stringify(content.spillway)}
---

${body}
${MACHINE}

What is sealed, as canonical JSON: its SHA-256 is the hash above. Publish that hash (OSF, AsPredicted, an e-mail to yourself): whoever has it sees whether this file is the one that was sealed.

\`\`\`json
${canonicalJson(content)}
\`\`\`

The first 16 digits of the SHA-256 of each part, so that a change is found where it was made:

\`\`\`json
${canonicalJson(parts)}
\`\`\`
`;
}

/** The parts of the sealed content by name: keys of the top, and those of the study. */
export function partsOf(content: Mapping): [string, Json][] {
  return Object.entries(content).flatMap(([key, value]) => {
    if (key !== "study" || typeof value !== "object" || value === null) return [[key, value ?? null]];
    return Object.entries(value as Mapping).map(([inner, one]): [string, Json] => [
      `study.${inner}`,
      one ?? null,
    ]);
  });
}

function bodyOf(study: Study, sealed: SealedStudy, diagnosis: SealedDiagnosis | undefined): string {
  const { inquiry, further = [], data, answer, confidence } = study;
  const { network, plan, conditions, models, missing } = sealed;
  const asked = [...inquiry, ...further];
  const hears =
    data.interact === undefined
      ? "all act in every round and hear their in-neighbours"
      : "see the settings below";
  const turns = network.agents * data.rounds * data.worlds;
  const claims = [...new Set(answer.map(({ claim }) => claim))];
  const names = [...new Set(answer.flatMap(({ assumes }) => assumes))];
  const run = sealed.study.run as Mapping;
  const stopping = Object.entries(run).flatMap(([name, value]) =>
    name === "budget"
      ? Object.entries(value as Mapping).map(
          ([of, most]) => `budget of ${of}: ${most === null ? "no limit" : most}`,
        )
      : [`${name}: ${String(value)}`],
  );
  const agents = (sealed.study.model as Mapping).agents as Mapping;
  const questions = asked
    .map((one) => `- **${escaped(one.name)}**: ${escaped(inquiryInWords(one))}.`)
    .join("\n");
  const estimators = answer
    .map(
      ({ name, params, naive, cite }) =>
        `- **${name}**${naive ? " (naive, for comparison)" : ""}, settings ${code(params as Json)}. ${cite}`,
    )
    .join("\n");
  const exclusions =
    study.population === undefined
      ? "Nobody is left out but agents who cannot be in both conditions of a contrast, by the design."
      : `Agents whose probability of a condition that is compared is below ${study.population.floor} are left out; the design decides, before any outcome.`;
  const missingRule = `A missing outcome is never filled in. Agents without one are left out of a contrast, and bounds for their outcomes stand beside it. ${
    missing === 0
      ? "No missing outcome is expected: any is told as a deviation."
      : `A share of up to ${missing} is expected: more is told as a deviation.`
  }`;
  const assignment = `${escaped(data.assign.name)}, settings ${code(data.assign.params as Json)}; arms ${list(plan.arms)}; ${many(plan.worlds, "world")}, each with an assignment of its own. Seed ${code(study.seed)}. SHA-256 of the assignment: \`${plan.assignment}\`.`;
  const exposure = `${escaped(data.expose.name)}, settings ${code(data.expose.params as Json)}; conditions ${list(conditions)}.`;
  const intervals = `Confidence ${confidence}${study.simultaneous ? ", also simultaneous over all contrasts" : ""}; p-values ${study.adjust === undefined ? "not adjusted for their number" : `adjusted by ${study.adjust}`}; ${String(sealed.study.draws)} simulated assignments where probabilities cannot be exact.`;
  return `# Preregistration: ${escaped(sealed.name)}

## Study information (OSF)

### Title

${escaped(sealed.name)}

### Description

${study.description === undefined ? `${OPEN} what is studied, and why?` : escaped(study.description)}

### Research questions

${questions}

### Hypotheses

${OPEN} what do you expect of each question, and in which direction?

## Design plan (OSF)

### Study type and blinding

A randomized experiment on a network of agents${agents.kind === undefined ? "" : `, of the kind ${escaped(String(agents.kind))}`}${data.aa ? "; an A/A study: every agent gets the treatment of the first arm" : ""}.

### Network

${many(network.agents, "agent")}, ${network.edges} ${network.directed ? "directed " : ""}edges, SHA-256 \`${network.sha256}\`.

### Randomization

${assignment}

### Exposure

${exposure}

### Procedure

${many(data.rounds, "round")} in each of ${many(data.worlds, "world")}; ${hears}.

## Sampling plan (OSF)

### Existing data

No agent was called to make this document. ${OPEN} has this study, or a pilot of it, been run before?

### Sample size

${many(network.agents, "agent")} × ${many(data.rounds, "round")} × ${many(data.worlds, "world")}: ${turns} turns at most, unless a schedule passes over agents.

### Stopping rule

${stopping.map((one) => `- ${one}`).join("\n")}

${looksText(study)}

${waveText(study)}## Variables (OSF)

### Measured variables

Outcome: ${escaped(data.outcome)}, of the last round.${data.ask === undefined ? "" : ` Questions asked outside the agents' memory: ${list(data.ask.map(({ name }) => name))}.`}

### Manipulated variables

Arms ${list(plan.arms)}.${data.treat === undefined ? "" : ` What differs by arm is under Agents, prompts and models.`}

## Agents, prompts and models

${models.length === 0 ? "No language model is named." : `Language models: ${list(models)}.`}

\`\`\`json
${fenced(JSON.stringify({ agents: readable(agents), ...present("treat", (sealed.study.data as Mapping).treat), ...present("interact", (sealed.study.data as Mapping).interact), ...present("ask", (sealed.study.data as Mapping).ask) }, undefined, 2))}
\`\`\`

## Analysis plan (OSF)

### Statistical models

${estimators}

### What the numbers rest on

${claims.map((claim) => `- ${claim}: ${CLAIMS[claim]}.`).join("\n")}
${names.map((name) => `- Assumed: ${assumptions[name] ?? name}`).join("\n")}

### Inference criteria

${intervals}

### Data exclusion

${exclusions}

### Missing data

${missingRule}

### Exploratory analysis

Whatever answers a question, or uses an estimator, that is not listed here is labelled exploratory.

## Diagnosis before the run

${diagnosis === undefined ? "None is sealed." : diagnosisText(diagnosis)}

## AsPredicted

### 1) Have any data been collected for this study already?

${OPEN} yes, no, or it is complicated.

### 2) What's the main question being asked or hypothesis being tested in this study?

${questions}

### 3) Describe the key dependent variable(s) specifying how they will be measured.

${escaped(data.outcome)}, of the last of ${many(data.rounds, "round")}.

### 4) How many and which conditions will participants be assigned to?

${many(plan.arms.length, "arm")}: ${list(plan.arms)}; ${many(conditions.length, "exposure condition")}: ${list(conditions)}.

### 5) Specify exactly which analyses you will conduct to examine the main question/hypothesis.

${estimators}

${intervals}

### 6) Describe exactly how outliers will be defined and handled, and your precise rule(s) for excluding observations.

No outcome is treated as an outlier. ${exclusions} ${missingRule}

### 7) How many observations will be collected or what will determine sample size?

${many(network.agents, "agent")} in ${many(data.worlds, "world")}; stopping as above.

### 8) Anything else you would like to pre-register?

${OPEN} secondary analyses, variables collected for exploration, unusual analyses.

### 9) Give a title for this AsPredicted pre-registration.

${escaped(sealed.name)}
`;
}

/** By which rule a pilot chooses the main wave. */
function waveText({ secondWave }: Study): string {
  if (secondWave === undefined) return "";
  const { designs, contrast, se, worlds } = secondWave;
  return `### Second wave

This study is ${secondWave.chosen ? "the main wave after a pilot" : "a pilot"}. The main wave is chosen by the rule ${ruleHash(secondWave)}, fixed before the pilot: of these designs the one with the smallest standard error to be expected of ${escaped(contrast)} by the spread of the pilot's outcomes, and ${se === undefined ? `${many(worlds, "world")}` : `the fewest worlds whose expected standard error is at most ${se}, and no more than ${worlds}`}. Outcomes of the pilot are not pooled with those of the main wave. A main wave that is not what the rule chose is told as a deviation.

${designs.map((one) => `- ${escaped(canonicalJson(one as Json))}`).join("\n")}

`;
}

/** Which looks there are, and what a run that ends early is. */
function looksText({ looks, data }: Study): string {
  const early = "A run that ends before its last turn is told as a deviation";
  if (looks === undefined) return `${early}. There are no looks at estimates before the last turn.`;
  const { at, spending } = looks;
  const levels = levelsOf(looks);
  const rows = at.map(
    (count, k) =>
      `- look ${k + 1}, at ${count} of ${many(data.worlds, "world")}: level ${Number(levels[k]!.toPrecision(4))} spent at most until then`,
  );
  return `Outcomes are looked at ${at.length === 1 ? "once" : `${at.length} times`}, at these numbers of whole worlds, in the order of their numbers and at no other time. Each look tests that no treatment changes any outcome, by the joint randomization law of all looks; the level is ${levels.at(-1)} for all of them together, spent ${typeof spending === "string" ? `by the function ${spending}` : "as listed"}. The first look that rejects ends the study; no other does.

${rows.join("\n")}

${early}, unless a look has rejected.`;
}

function diagnosisText({ header, rows, from }: SealedDiagnosis): string {
  const line = (cells: readonly (string | number | undefined)[]): string =>
    `| ${cells.map((cell) => (cell === undefined ? "" : escaped(String(cell)))).join(" | ")} |`;
  return [`${from}.`, "", line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Contents of files as one reads them. */
function readable(value: Json | undefined): Json {
  if (isContent(value)) return `${value.option ?? ""}${value.name} (SHA-256 ${value.content})`;
  if (Array.isArray(value)) return value.map((one: Json) => readable(one));
  if (typeof value !== "object" || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, readable(inside as Json)]));
}

const present = (name: string, value: Json | undefined): Mapping =>
  value === undefined ? {} : { [name]: readable(value) };

/** Settings in a sentence: of long ones, how they begin. */
function code(value: Json): string {
  const text = canonicalJson(withoutSecrets(JSON.parse(canonicalJson(value)) as Json));
  return `\`${(text.length > 300 ? `${text.slice(0, 300)}…` : text).replaceAll("`", "'")}\``;
}

const list = (names: readonly string[]): string => names.map((name) => escaped(name)).join(", ");

const many = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** A text of the study inside Markdown: what it holds is shown, and is no markup, heading or fence. */
const escaped = (text: string): string =>
  String(withoutSecrets(text))
    .replaceAll(/[\r\n]+/g, " ")
    .replaceAll(/[\\`*_[\]<>#|]/g, "\\$&");

/** JSON inside a fence: its strings hold no line that could end it. */
const fenced = (text: string): string => text.replaceAll("`", "\\u0060");
