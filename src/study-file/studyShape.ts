import { z } from "zod";
import type { Adjustment } from "../../estimators/hypotheses/adjustP.ts";
import { scriptShape } from "../agents/scripted.ts";
import { finite, seed, wholeNumber } from "../core/fields.ts";
import { type RunSettings, runSettingsShape } from "../run/runSettings.ts";
import { type FurtherOutcome, furtherOutcomeShape } from "../study/furtherOutcomes.ts";
import type { InquiryInput } from "../study/inquiries.ts";
import type { SecondWaveRule } from "../study/SecondWaveRule.ts";
import { type QuestionInFile, questionInFile } from "../survey/questionInFile.ts";
import { inquiryShape } from "./inquiryShape.ts";
import { type GivenInteract, interactShape } from "./interactShape.ts";

/** Something of a catalogue; its kind and settings are checked by the catalogue. */
const kind = (): z.ZodCustom<unknown> =>
  z.custom<unknown>((value) => value !== undefined && value !== null, {
    error: "must be a kind, or a mapping with one",
  });
const text = (): z.ZodString => z.string({ error: "must be a text" }).min(1, { error: "must not be empty" });

/** The name of a column, which may be a number. */
const columnName = (): z.ZodType<string> =>
  z
    .union([z.string().min(1), z.int().min(1)], { error: "must be the name or number of a column" })
    .transform(String);

/** A network read from a file, relative to the study file. */
interface NetworkFile {
  readonly file: string;
  readonly directed?: boolean | undefined;
  readonly influence?: "source-to-target" | "target-to-source" | undefined;
  readonly agents?: string | undefined;
  readonly columns?: readonly [string, string] | undefined;
  readonly weight?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly decimal?: "." | "," | undefined;
}

/** The structure of a {@link NetworkFile}. */
export const networkFile: z.ZodType<NetworkFile> = z.strictObject({
  file: text().describe("edges (CSV, TSV) or a graph (JSON, GraphML, GEXF), relative to this file"),
  directed: z
    .boolean({ error: "must be true or false" })
    .optional()
    .describe("whether an edge goes one way only; default false"),
  influence: z
    .enum(["source-to-target", "target-to-source"], { error: "must be source-to-target or target-to-source" })
    .optional()
    .describe("which end of a directed edge influences the other; default source-to-target"),
  agents: text()
    .optional()
    .describe("a table with the column agent, for agents without edges, relative to this file"),
  columns: z
    .tuple([columnName(), columnName()], { error: "must be the two columns with the ends of an edge" })
    .optional()
    .describe(
      "columns of a table with the two ends of an edge, by name, or by number where there is no header",
    ),
  weight: columnName().optional().describe("what the file calls the weight of an edge; default weight"),
  delimiter: z
    .string({ error: "must be one sign" })
    .length(1, { error: "must be one sign" })
    .optional()
    .describe("what separates the fields of a table; default: found out"),
  decimal: z
    .enum([".", ","], { error: "must be . or ," })
    .optional()
    .describe("the sign before decimals; default ."),
});

interface GivenSecondWave extends Omit<SecondWaveRule, "designs"> {
  readonly designs: readonly unknown[];
}

interface GivenLooks {
  readonly at: readonly number[];
  readonly spending: "obrien-fleming" | "pocock" | readonly number[];
  readonly alpha?: number | undefined;
}

/** A study file as it is given: catalogue entries are not looked at yet. */
export interface GivenStudy {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly seed: string | number;
  readonly model: { readonly network: unknown; readonly agents: unknown };
  readonly inquiry: InquiryInput;
  readonly data: {
    readonly assign: unknown;
    readonly expose: unknown;
    readonly treat?: Record<string, Record<string, unknown>> | undefined;
    readonly interact?: GivenInteract | undefined;
    readonly ask?: readonly QuestionInFile[] | undefined;
    readonly aa?: boolean | undefined;
    readonly rounds?: number | undefined;
    readonly worlds?: number | undefined;
    readonly outcome?: string | undefined;
    readonly outcomes?: Readonly<Record<string, FurtherOutcome>> | undefined;
  };
  readonly answer: readonly unknown[];
  readonly population?: { readonly floor: number } | undefined;
  readonly simultaneous?: boolean | undefined;
  readonly adjust?: Adjustment | undefined;
  readonly looks?: GivenLooks | undefined;
  readonly secondWave?: GivenSecondWave | undefined;
  readonly confidence?: number | undefined;
  readonly draws?: number | "auto" | undefined;
  readonly run?: RunSettings | undefined;
  readonly preregistration?: string | undefined;
  readonly notes?: readonly string[] | undefined;
}

/** The structure of a study file. What stands for a catalogue entry is unknown here. */
export const studyShape: z.ZodType<GivenStudy> = z.strictObject({
  name: text().optional().describe("shown in reports"),
  description: z.string({ error: "must be a text" }).optional(),
  seed: seed().describe("seed of everything that is drawn: any text or number"),
  model: z
    .strictObject({
      network: kind().describe("a recipe by its kind, or { file } for a network of your own"),
      agents: kind().describe("what acts"),
    })
    .describe("what is believed of the world"),
  inquiry: inquiryShape.describe(
    "what is asked: for each contrast its first and second condition, or another inquiry by its kind",
  ),
  data: z
    .strictObject({
      assign: kind().describe("the randomization design"),
      expose: kind().describe("what an assignment means for an agent"),
      treat: z
        .record(text(), z.looseObject({ script: scriptShape.optional() }))
        .optional()
        .describe("by the name of the arm, settings of its agents that differ, or a script that they follow"),
      interact: interactShape.optional().describe("how agents interact: who hears whom, when and what"),
      ask: z
        .array(questionInFile, { error: "must be a list of questions" })
        .optional()
        .describe("questions that agents are asked outside their turns, and forget"),
      aa: z
        .boolean({ error: "must be true or false" })
        .optional()
        .describe(
          "A/A: whether every agent gets the treatment of the first arm, whatever its own; default false",
        ),
      rounds: wholeNumber(1)
        .optional()
        .describe("rounds of each world; default 2, or as many as the agents need"),
      worlds: wholeNumber(1).optional().describe("complete runs of the population; default 1"),
      outcome: text().optional().describe("name of the measured outcome; default outcome"),
      outcomes: z
        .record(text(), furtherOutcomeShape)
        .optional()
        .describe("further outcomes by their names: fields of answers, and answers to questions"),
    })
    .describe("what is done"),
  answer: z
    .array(kind(), { error: "must be a list of estimators" })
    .min(1, { error: "must name at least one estimator" })
    .describe("estimators"),
  population: z
    .strictObject({
      floor: finite()
        .gt(0, { error: "must be a probability above 0 and below 1" })
        .lt(1, { error: "must be a probability above 0 and below 1" })
        .describe("least probability in each condition that is compared; agents below it are left out"),
    })
    .optional()
    .describe(
      "whom contrasts are about, fixed by the design before any outcome; default all who can be in both conditions",
    ),
  simultaneous: z
    .boolean({ error: "must be true or false" })
    .optional()
    .describe(
      "whether contrasts get intervals and p-values that hold for all of them together, too; default false",
    ),
  adjust: z
    .enum(["holm", "bh", "by"], { error: "must be holm, bh or by" })
    .optional()
    .describe("how p-values of tests are adjusted for their number; default not at all"),
  looks: z
    .strictObject({
      at: z
        .array(wholeNumber(1), { error: "must be a list of numbers of worlds" })
        .describe("numbers of worlds after which one looks, ascending; the last is data.worlds"),
      spending: z
        .union([z.enum(["obrien-fleming", "pocock"]), z.array(finite())], {
          error: "must be obrien-fleming, pocock, or a list of levels, one for each look",
        })
        .describe("a spending function, or the level spent until each look"),
      alpha: finite()
        .optional()
        .describe("level of all looks together; default 0.05, or the last of the levels listed"),
    })
    .optional()
    .describe("looks at outcomes before all worlds are played, tested by spillway looks; default none"),
  secondWave: z
    .strictObject({
      designs: z
        .array(kind(), { error: "must be a list of designs" })
        .min(1, { error: "must list at least one design" })
        .describe("designs to choose from"),
      contrast: text().optional().describe("name of a contrast; default the first"),
      se: finite()
        .gt(0, { error: "must be a number above 0" })
        .optional()
        .describe("wanted standard error, in units of the outcome; default: the most worlds are taken"),
      worlds: wholeNumber(1).optional().describe("the most worlds of the main wave; default the study's"),
      chosen: z
        .strictObject({
          rule: text().describe("SHA-256 of the rule"),
          pilot: text().describe("SHA-256 of the pilot's study"),
          design: z.record(z.string(), z.unknown()).describe("the design that was chosen"),
          worlds: wholeNumber(1).describe("the number of worlds that was chosen"),
          seed: seed().describe("the seed of the main wave"),
          hash: text().describe("SHA-256 of all that"),
        })
        .optional()
        .describe("what the rule has chosen; written by spillway second-wave into the main study"),
    })
    .optional()
    .describe("the rule by which a pilot chooses the main wave, fixed before the pilot; default none"),
  confidence: finite()
    .gt(0, { error: "must be a number between 0 and 1" })
    .lt(1, { error: "must be a number between 0 and 1" })
    .optional()
    .describe("confidence of intervals; default 0.95"),
  draws: z
    .union([wholeNumber(2), z.literal("auto")], { error: "must be a whole number of at least 2, or auto" })
    .optional()
    .describe("simulated assignments where probabilities cannot be exact, or auto; default 10000"),
  run: runSettingsShape
    .optional()
    .describe("limits, budgets and how often to try agents that cost something"),
  preregistration: text()
    .optional()
    .describe("a document of spillway preregister, relative to this file, whose deviations are listed"),
  notes: z
    .array(z.string(), { error: "must be a list of texts" })
    .optional()
    .describe("what was noted when the files of the study were read; written into the study of a run"),
});
