import { studiedBy } from "../../designs/law/studiedBy.ts";
import { assumptions } from "../../estimators/assumptions.ts";
import { policyReading } from "../../estimators/contrast/policyReading.ts";
import type { AnswerRow, EstimateRow } from "../../estimators/Estimator.ts";
import { present } from "../core/present.ts";
import { version } from "../core/version.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { conditionSummary } from "../experiment/conditionSummary.ts";
import { describeMechanism } from "../experiment/describeMechanism.ts";
import type { StudyResult } from "../experiment/finishStudy.ts";
import type { ChecklistItem } from "../experiment/reporting/checklist.ts";
import type { StudyChecks } from "../experiment/studyChecks.ts";
import { layout } from "../network/files/layout.ts";
import { pivotLayout } from "../network/files/pivotLayout.ts";
import { networkHash } from "../network/networkHash.ts";
import type { RunResult } from "../run/runPlan.ts";
import type { NetworkPicture, ReportInput, ReportProbability } from "./ReportInput.ts";
import { sampleOf } from "./story/sampleOf.ts";

/** Above this number of agents no layout is made: the picture would be a cloud. */
const DRAWN = 5000;
/** Agents of the part that is drawn of a larger network. */
const SAMPLED = 1500;

/** Lists in settings longer than this are named by their length: they are in the plan. */
const LONG = 40;

/**
 * Everything that the report of a finished run shows. The network is drawn for up to 5000 agents; beyond, the density of all and a part of it. It is as it was in world 0.
 *
 * @param turns how many turns ended in which way; empty when no journal is at hand.
 * @param checks what the journal says of the run.
 * @param checklist what a report of a study with language models has to say.
 */
export function reportOf(
  given: StudyResult,
  turns: Partial<RunResult["statuses"]> = {},
  checks?: StudyChecks,
  checklist?: readonly ChecklistItem[],
): ReportInput {
  wantArgument("reportOf", "a result", given, { fields: ["prepared", "plan", "rows"] });
  const { prepared, plan, rows, units, truths, preregistration } = given;
  const { study, network, law, probabilities, streams, hash } = prepared;
  const { data, answer } = study;
  const assignment = Uint8Array.from(plan.assignments[0]!);
  const condition = probabilities.exposure.of(network, assignment);
  const studied = studiedBy(law);
  const drawn = network.n <= DRAWN;
  const names = new Set(answer.flatMap((estimator) => estimator.assumes));
  const outcomes = new Map(
    units.flatMap(({ world, agent, outcome }) =>
      world === 0 && outcome !== undefined ? [[agent, outcome] as const] : [],
    ),
  );
  const pictureOf = ({ network: part, places }: ReturnType<typeof sampleOf>): NetworkPicture => ({
    network: part,
    positions: layout(part, { rng: streams.layout }),
    arms: law.arms,
    assignment: places.map((i) => assignment[i]!),
    conditions: probabilities.conditions,
    condition: places.map((i) => condition[i]!),
  });
  return {
    title: study.name,
    ...present({ description: study.description }),
    spillway: version,
    network,
    ...(drawn
      ? { positions: layout(network, { rng: streams.layout }) }
      : {
          places: pivotLayout(network),
          sample: pictureOf(sampleOf(network, SAMPLED)),
          positionsAbsent: `the network has ${network.n} agents, more than the ${DRAWN} that a picture can show`,
        }),
    arms: law.arms,
    assignment,
    conditions: probabilities.conditions,
    condition,
    world: 0,
    outcome: data.outcome,
    values: network.ids.map((id) => outcomes.get(id)),
    ...(study.notes ? { readingNotes: study.notes } : {}),
    exposure: { name: data.expose.name, params: data.expose.params },
    mechanism: describeMechanism(law),
    estimates: rows
      .filter((row): row is EstimateRow => !("kind" in row))
      .map((row) => ({ ...row, reading: policyReading(row) })),
    ...(study.further === undefined
      ? {}
      : { further: rows.filter((row): row is Exclude<AnswerRow, EstimateRow> => "kind" in row) }),
    ...(law.studied ? { unstudied: network.ids.filter((_, i) => studied[i] === 0) } : {}),
    ...(truths ? { truths: truths.contrasts } : {}),
    probabilities: conditionSummary(probabilities).map((summary, c): ReportProbability => {
      const { draws, method, marginals, conditions } = probabilities;
      return {
        ...summary,
        impossible: summary.impossible.length,
        observed: condition.reduce((count, one) => count + (one === c ? 1 : 0), 0),
        method,
        ...present({ draws }),
        values: Float64Array.from({ length: network.n }, (_, i) => marginals[i * conditions.length + c]!),
      };
    }),
    ...present({ preregistration, checklist }),
    ...(checks ? { checks } : {}),
    assumptions: [...names].map((name) => ({ name, text: assumptions[name] ?? name })),
    cites: [...new Set(answer.map((estimator) => estimator.cite))],
    provenance: {
      planHash: plan.hash,
      networkHash: networkHash(network),
      studyHash: hash,
      seeds: [{ name: "study", seed: study.seed }],
      design: { name: data.assign.name, params: shortened(data.assign.params) },
      rounds: data.rounds,
      worlds: data.worlds,
      turns: Object.entries(turns).flatMap(([status, count]) => (count > 0 ? [{ status, count }] : [])),
    },
    commands: [
      {
        does: "In the folder of this report: the same study again, in a new folder.",
        command: "spillway run study.json --out again",
      },
      { does: "Only the estimates again, from units.csv.", command: "spillway estimate study.json --out ." },
    ],
  };
}

function shortened(params: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      const size = Array.isArray(value)
        ? value.length
        : typeof value === "object" && value !== null
          ? Object.keys(value).length
          : 0;
      return [name, size > LONG ? `${size} entries, see the plan` : value];
    }),
  );
}
