import type { AnswerRow } from "../../../estimators/Estimator.ts";
import type { Json } from "../../core/canonicalJson.ts";
import { canonicalJson } from "../../core/canonicalJson.ts";
import { shown } from "../../core/shown.ts";
import { networkHash } from "../../network/networkHash.ts";
import type { Adherence } from "../../preregister/Adherence.ts";
import { adherenceOf } from "../../preregister/adherenceOf.ts";
import type { Deviation } from "../../preregister/Deviation.ts";
import { readRegistration } from "../../preregister/readRegistration.ts";
import { asSealed, assignmentHash, type Mapping, type SealedStudy } from "../../preregister/sealedStudy.ts";
import { described } from "../../study/studyData.ts";
import type { EstimateFilesOptions, ReadFiles } from "./estimateFiles.ts";
import { optionUse } from "./optionUse.ts";

/** How far estimates from files follow a preregistration: what the options and the tables say, setting by setting. */
export async function filesAdherence(
  file: string,
  options: Readonly<Record<string, unknown>>,
  read: ReadFiles,
  rows: readonly AnswerRow[],
): Promise<Adherence> {
  const registration = await readRegistration(file);
  const { sealed } = registration;
  const { round, ...own } = options as Partial<EstimateFilesOptions>;
  const last = String((sealed.study.data as Mapping).rounds);
  const further = [
    ...Object.entries(own).flatMap(([name, value]): Deviation[] => {
      const use = optionUse[name];
      if (value === undefined || value === false || use === undefined || typeof use === "string") return [];
      const path = `--${name.replace(/[A-Z]/g, (sign) => `-${sign.toLowerCase()}`)}`;
      const now = JSON.parse(canonicalJson(value)) as Json;
      const words = `${use[0]}: ${use[1]}, which was not sealed: ${path} is ${shown(value)}`;
      return [{ path, topic: use[0], now, words }];
    }),
    ...(round === undefined || round === last
      ? []
      : [
          {
            path: "--round",
            topic: "outcome and missing outcomes" as const,
            sealed: last,
            now: round,
            words: `outcome and missing outcomes: the outcome was sealed as that of round ${last}, and --round is ${shown(round)} now`,
          },
        ]),
    ...rowDeviations(sealed, read),
  ];
  return adherenceOf(registration, {
    now: asRead(sealed, read, options),
    further,
    ran: {
      rows,
      units: read.units.filter(
        (unit) => unit.round === undefined || round === undefined || String(unit.round) === round,
      ),
    },
  });
}

/** The sealed study with what the files say in the place of its settings; what files cannot say stays as it was sealed. */
function asRead(
  sealed: SealedStudy,
  { assign, expose, contrasts, further, estimators, probabilities, units }: ReadFiles,
  { confidence = 0.95, floor, simultaneous, adjust, draws = 10_000 }: Readonly<Record<string, unknown>>,
): SealedStudy {
  const { network, law } = probabilities;
  const { population: _, simultaneous: __, adjust: ___, ...kept } = sealed.study;
  const plain = (value: unknown): Json => asSealed(JSON.parse(canonicalJson(value)) as Json);
  const set = (name: string, value: unknown): Mapping =>
    value === undefined ? {} : { [name]: plain(value) };
  const arms = assignmentOf(network.ids, units);
  return {
    ...sealed,
    study: {
      ...kept,
      data: {
        ...(sealed.study.data as Mapping),
        assign: plain(described(assign)),
        expose: plain(described(expose)),
      },
      inquiry: Object.fromEntries([...contrasts, ...further].map(({ name, ...one }) => [name, plain(one)])),
      answer: estimators.map((one) => plain(described(one))),
      ...set("confidence", confidence),
      ...set("draws", draws),
      ...(floor === undefined ? {} : set("population", { floor })),
      ...(simultaneous === true ? set("simultaneous", true) : {}),
      ...set("adjust", adjust),
    },
    network: {
      sha256: networkHash(network),
      agents: network.n,
      edges: network.edges,
      directed: network.directed,
    },
    plan: {
      arms: law.arms,
      worlds: arms?.length ?? sealed.plan.worlds,
      // Of a part of the agents or worlds nothing can be said: that rows are missing is told by itself.
      assignment:
        arms === undefined || arms.length !== sealed.plan.worlds
          ? sealed.plan.assignment
          : assignmentHash({
              agents: network.ids,
              arms: law.arms,
              assignments: arms.map((world) => world.map((arm) => law.arms.indexOf(arm))),
            }),
    },
  };
}

/** The arm of each agent in each world; undefined unless every world has every agent. */
function assignmentOf(ids: readonly string[], units: ReadFiles["units"]): string[][] | undefined {
  const worlds = new Map<number, Map<string, string>>();
  for (const { world, agent, arm } of units) {
    const own = worlds.get(world) ?? new Map<string, string>();
    own.set(agent, arm);
    worlds.set(world, own);
  }
  const numbers = [...worlds.keys()].sort((a, b) => a - b);
  const found = numbers.map((world) => ids.flatMap((id) => worlds.get(world)!.get(id) ?? []));
  return found.every((world) => world.length === ids.length) ? found : undefined;
}

/** Agents of the sealed plan without a row. */
function rowDeviations(sealed: SealedStudy, { units }: ReadFiles): Deviation[] {
  const seen = new Set(units.map(({ world, agent }) => JSON.stringify([world, agent]))).size;
  const worlds = new Set(units.map(({ world }) => world)).size;
  const planned = sealed.network.agents * worlds;
  if (seen >= planned) return [];
  return [
    {
      path: "units",
      topic: "exclusions",
      sealed: planned,
      now: seen,
      words: `exclusions: the table has rows of ${seen} agents in ${worlds} world${worlds === 1 ? "" : "s"}, and ${planned} were sealed`,
    },
  ];
}
